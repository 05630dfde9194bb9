/* The picture beside the text. <edition-facsimile hidden> becomes a button that opens it. What there is to see
   stands in the list at the foot of the page (li.leaf with a.picture, and a template with polygons: zones); where
   a leaf begins the text has [data-leaf], what a zone shows has [data-zones] (lines.js). The picture follows the
   text as it scrolls, and the text follows the picture. A line that is pointed at or tapped has its zone outlined,
   and a zone leads to its line. What is open stands in the address: #view:facs=f1r */
(() => {
  const { find, findAll, button, isPlain, oncePerFrame, focus, center, Widget } = recensio;
  const zonesOf = line => line.dataset.zones.split(" ");

  customElements.define("edition-facsimile", class extends Widget {
    connectedCallback() {
      this.article = find("article.reading");
      this.leaves = findAll("li.leaf").map(recensioLeaf);
      if (!this.article || !this.leaves.length) return;
      this.lines = recensioLines(this.article);
      this.starts = findAll("[data-leaf]", this.article).filter(one => this.leaf(one.dataset.leaf));
      this.frame = recensioFrame(this.dataset, {
        turn: by => this.turn(by), close: () => this.close(), lead: zone => this.lead(zone) });
      this.view = this.frame.element;
      this.sheet = this.frame.sheet;
      const { show } = this.dataset;
      this.toggle = button("facsimile-open", show, show, () => (this.open ? this.close() : this.go(this.inSight())));
      this.replaceChildren(this.toggle, this.view);
      this.hear(window, "hashchange", this.restore);
      this.hear(window, "scroll", oncePerFrame(() => this.follow()), { passive: true });
      this.hear(document, "click", this.clicked);
      this.hear(this.article, "pointermove", oncePerFrame(event => {
        if (event.pointerType === "mouse") this.mark(this.lines.under(event), false);
      }));
      this.hear(this.article, "focusin", ({ target }) => this.mark(this.lines.at(target), false));
      this.hear(document, "wheel touchmove keydown", ({ target }) => {
        if (!this.view.contains(target)) this.held = false;
      }, { passive: true });
      this.hear(this.sheet.element, "laid", () => { if (this.line) this.sheet.mark(zonesOf(this.line)); });
      this.hidden = false;
      this.shut();
      this.restore();
    }

    leave() { delete document.documentElement.dataset.facsimile; }

    leaf(name) { return this.leaves.find(one => one.name === name); }

    /* --- which leaf --- */

    restore() {
      const [name] = recensioView.read().get("facs") || [];
      const ends = { first: this.leaves[0], last: this.leaves.at(-1) };
      const wanted = name && (this.leaf(name) || ends[name]);
      if (!name && this.open) this.shut(); else if (wanted && wanted !== this.open) this.go(wanted);
    }

    /* the leaf that the text in sight is on: the last that has begun in the upper third of the window */
    inSight() {
      const covered = this.open && getComputedStyle(this.view).position === "sticky" ? this.view.offsetHeight : 0;
      const begun = this.starts.filter(one => one.getBoundingClientRect().top < covered + innerHeight / 4);
      return this.leaf((begun.at(-1) || this.starts[0])?.dataset.leaf) || this.leaves[0];
    }

    follow() {
      if (this.open && !this.held && this.starts.length && this.inSight() !== this.open) this.show(this.inSight());
    }

    /* show a leaf, and where it begins in the text */
    go(leaf) {
      this.show(leaf);
      this.held = true;
      const start = this.starts.find(one => one.dataset.leaf === leaf.name);
      if (start && this.inSight() !== leaf) start.scrollIntoView();
      this.held = this.inSight() !== leaf;
    }

    turn(by) {
      const next = this.leaves[this.leaves.indexOf(this.open) + by];
      const page = find(`.pager [rel=${by > 0 ? "next" : "prev"}]`);
      if (next) this.go(next); else if (page) location.href = `${page.href}#view:facs=${by > 0 ? "first" : "last"}`;
    }

    show(leaf) {
      this.open = leaf;
      this.tint(null);
      document.documentElement.dataset.facsimile = "";
      const zones = leaf.zones.map(zone => ({ ...zone, label: this.lines.called(zone.name, this.dataset.zone) }));
      this.frame.show({ ...leaf, zones }, `${this.leaves.indexOf(leaf) + 1} / ${this.leaves.length}`);
      this.toggle.ariaExpanded = "true";
      recensioView.write({ facs: [leaf.name] });
    }

    close() {
      this.shut();
      recensioView.write({ facs: [] });
    }

    shut() {
      const focused = this.view.contains(document.activeElement);
      this.open = null;
      this.tint(null);
      this.view.hidden = true;
      delete document.documentElement.dataset.facsimile;
      this.toggle.ariaExpanded = "false";
      if (focused) focus(this.toggle);
    }

    /* --- lines and zones --- */

    /* a tap or click on a line; the sign of a page opens its picture here, unless it is asked for elsewhere */
    clicked(event) {
      if (!isPlain(event)) return;
      const { target } = event;
      const sign = target.closest("article.reading a.facs");
      const asked = target.closest("nav.views a[href='#part:facsimiles']") ? this.inSight()
        : sign && this.leaf(sign.closest("[data-leaf]").dataset.leaf);
      if (asked && (!sign || asked.pictures.length)) {
        event.preventDefault();
        this.go(asked);
      } else if (this.article.contains(target)) this.mark(this.lines.under(event), true);
    }

    /* outline the zone of a line; where it was asked for, on whatever leaf that is */
    mark(line, isAsked) {
      if (!this.open || !line || line === this.line) return;
      const names = zonesOf(line);
      const leaf = this.leaves.find(one => one.zones.some(zone => names.includes(zone.name)));
      if (leaf && leaf !== this.open && isAsked) {
        this.show(leaf);
        this.held = true;
      }
      this.tint(line);
      this.sheet.mark(names);
    }

    tint(line) {
      this.line = line;
      this.lines.tint(line);
      this.frame.say("");
    }

    /* from a zone to its line */
    lead({ name, chosen, follow }) {
      const line = (name && this.lines.ofZone(name)) || null;
      this.tint(line);
      if (!line) return;
      this.sheet.mark([name], follow);
      if (!chosen) return;
      this.frame.say(this.lines.spoken(line));
      this.held = true;
      center(line);
    }
  });
})();
