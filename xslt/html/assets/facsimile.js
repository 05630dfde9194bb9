/* The picture beside the text. <edition-facsimile hidden> becomes a button that opens it. What there is to see stands in the
   list at the foot of the page (li.leaf with a.picture, and a template with polygons: zones); where a leaf begins the text has
   [data-leaf], what a zone shows has [data-zones]: a paragraph, or a break whose line runs to the next one.
   The picture follows the text as it scrolls, and the text follows the picture. A line that is pointed at or tapped has its zone
   outlined, and a zone leads to its line. What is open stands in the address: #view:facs=f1r */
(() => {
  const LINE = "recensio-line";
  const make = (name, properties, ...children) => {
    const made = Object.assign(document.createElement(name), properties);
    made.append(...children);
    return made;
  };
  const isBehind = (one, node) => Boolean(one.compareDocumentPosition(node) & Node.DOCUMENT_POSITION_FOLLOWING);

  class EditionFacsimile extends HTMLElement {
    connectedCallback() {
      this.article = document.querySelector("article.reading");
      this.leaves = [...document.querySelectorAll("li.leaf")].map((item) => this.read(item));
      if (!this.article || !this.leaves.length) return;
      this.starts = [...this.article.querySelectorAll("[data-leaf]")].filter((one) => this.leaf(one.dataset.leaf));
      this.breaks = [...this.article.querySelectorAll(".lb, .pb, .cb")];
      this.lines = [...this.article.querySelectorAll("[data-zones]")];
      this.sheet = window.recensioSheet(this.dataset);
      this.toggle = make("button", { type: "button", className: "facsimile-open", textContent: this.dataset.show });
      this.toggle.addEventListener("click", () => (this.open ? this.close() : this.go(this.inSight())));
      this.view = this.made();
      this.append(this.toggle, this.view);
      this.listeners = [[window, "hashchange", () => this.restore()], [window, "scroll", () => this.follow(), { passive: true }],
        [document, "click", (event) => this.clicked(event)], [this.article, "pointermove", (event) => this.pointed(event)],
        [this.article, "focusin", (event) => this.focused(event)],
        ...["wheel", "touchmove", "keydown"].map((name) => [document, name, (event) => { if (!this.view.contains(event.target)) this.held = false; }, { passive: true }])];
      for (const [target, ...rest] of this.listeners) target.addEventListener(...rest);
      this.hidden = false;
      this.tell();
      this.restore();
    }

    disconnectedCallback() {
      for (const [target, ...rest] of this.listeners || []) target.removeEventListener(...rest);
      delete document.documentElement.dataset.facsimile;
    }

    /* a leaf, as the list has it; its zones are called by the words of their lines when it is shown */
    read(item) {
      const pictures = [...item.querySelectorAll(".picture.is-shown")].map((one) => ({
        href: one.href || one.querySelector("img").src, width: Number(one.dataset.width), height: Number(one.dataset.height), info: one.dataset.info }));
      const polygons = [...(item.querySelector("template")?.content.querySelectorAll("polygon") || [])];
      return { name: item.dataset.leaf, label: item.dataset.label, box: item.dataset.box, pictures: pictures.sort((a, b) => b.width - a.width),
        link: item.querySelector("a.is-linked"), zones: polygons.map((one) => ({ name: one.dataset.zone, points: one.getAttribute("points") })) };
    }

    leaf(name) { return this.leaves.find((one) => one.name === name); }

    made() {
      const button = (name, sign, act) => {
        const one = make("button", { type: "button", className: name, textContent: sign, title: this.dataset[name] });
        one.setAttribute("aria-label", this.dataset[name]);
        one.addEventListener("click", act);
        return one;
      };
      this.label = make("a", { className: "leaf-label" });
      this.status = make("p", { className: "zone-words" });
      this.status.setAttribute("role", "status");
      const bar = make("div", { className: "panel-bar", dir: "ltr" }, button("before", "‹", () => this.turn(-1)), this.label, button("next", "›", () => this.turn(1)),
        button("smaller", "−", () => this.sheet.zoom(-1)), button("larger", "+", () => this.sheet.zoom(1)), button("whole", "⤢", () => this.sheet.whole()), button("close", "×", () => this.close()));
      const view = make("div", { className: "facsimile-view", hidden: true }, bar, this.sheet.element, this.status);
      view.setAttribute("role", "region");
      view.setAttribute("aria-label", this.dataset.title);
      view.addEventListener("keydown", (event) => { if (event.key === "Escape") this.close(); });
      this.sheet.element.addEventListener("turn", (event) => this.turn(event.detail));
      this.sheet.element.addEventListener("zone", ({ detail }) => this.lead(detail));
      this.sheet.element.addEventListener("laid", () => { if (this.line) this.sheet.mark(this.line.dataset.zones.split(" ")); });
      return view;
    }

    /* --- which leaf --- */

    restore() {
      const [name] = window.recensioView.read().get("facs") || [];
      if (!name) { if (this.open) this.shut(); return; }
      const wanted = this.leaf(name) || (name === "first" ? this.leaves[0] : name === "last" ? this.leaves.at(-1) : null);
      if (wanted && wanted !== this.open) this.go(wanted);
    }

    /* the leaf that the text in sight is on: the last that has begun in the upper third of the window */
    inSight() {
      const top = (this.open && getComputedStyle(this.view).position === "sticky" ? this.view.offsetHeight : 0) + innerHeight / 4;
      const begun = this.starts.filter((one) => one.getBoundingClientRect().top < top);
      return this.leaf((begun.at(-1) || this.starts[0])?.dataset.leaf) || this.leaves[0];
    }

    follow() {
      if (!this.open || this.held || this.asked) return;
      this.asked = requestAnimationFrame(() => {
        this.asked = 0;
        if (this.open && !this.held && this.starts.length && this.inSight() !== this.open) this.show(this.inSight());
      });
    }

    /* show a leaf, and where it begins in the text */
    go(leaf) {
      this.show(leaf);
      this.held = true;
      const start = this.starts.find((one) => one.dataset.leaf === leaf.name);
      const box = start && start.getBoundingClientRect();
      if (box && this.inSight() !== leaf) start.scrollIntoView({ block: "start" });
      this.held = this.inSight() !== leaf;
    }

    turn(by) {
      const next = this.leaves[this.leaves.indexOf(this.open) + by];
      const page = document.querySelector(`.pager [rel=${by > 0 ? "next" : "prev"}]`);
      if (next) this.go(next); else if (page) location.href = `${page.href}#view:facs=${by > 0 ? "first" : "last"}`;
    }

    show(leaf) {
      this.open = leaf;
      this.unmark();
      document.documentElement.dataset.facsimile = "";
      this.view.hidden = false;
      this.label.textContent = `${leaf.label} (${this.leaves.indexOf(leaf) + 1} / ${this.leaves.length})`;
      this.label.href = leaf.link ? leaf.link.href : `#facs:${leaf.name}`;
      this.view.querySelector(".no-image a")?.remove();
      this.sheet.show({ ...leaf, label: `${this.dataset.title} ${leaf.label}`, zones: leaf.zones.map((zone) => ({ ...zone, label: this.called(zone.name) })) });
      if (!leaf.pictures.length && leaf.link) this.sheet.element.querySelector(".no-image").append(" ", leaf.link.cloneNode(true));
      this.tell();
      window.recensioView.write({ facs: [leaf.name] });
    }

    close() { this.shut(); window.recensioView.write({ facs: [] }); this.toggle.focus({ preventScroll: true }); }

    shut() {
      this.open = null;
      this.unmark();
      this.view.hidden = true;
      delete document.documentElement.dataset.facsimile;
      this.tell();
    }

    tell() { this.toggle.setAttribute("aria-expanded", String(Boolean(this.open))); }
  }

  window.recensioFacsimileLines(EditionFacsimile.prototype, LINE, isBehind);
  customElements.define("edition-facsimile", EditionFacsimile);
})();
