/* Reading with the apparatus. <edition-apparatus> (empty) makes of every a.variant in the text a button that opens
   a panel behind it in the document: beside the text on wide screens, below its line on narrow ones (the style
   sheet says where). The panel (panel.js) shows the entry and all others about the same words. Escape closes it,
   arrows go on to the next entry. The entry that is open stands in the address (view.js). */
(() => {
  const { findAll, named, isPlain, focus, center, light, Widget } = recensio;
  const isOff = control => control.hasAttribute("data-off");

  customElements.define("edition-apparatus", class extends Widget {
    connectedCallback() {
      this.texts = findAll("article.reading, section.notes");
      const marks = this.texts.flatMap(text => findAll("a.variant", text)).map(mark => [mark, named(mark)]);
      this.named = new Map(marks.filter(([, id]) => document.getElementById(id)));
      this.controls = [...this.named.keys()];
      this.panel = recensioPanel({ ...this.dataset }, {
        before: () => this.go(-1), next: () => this.go(1), close: () => this.close() });
      this.box = this.panel.element;
      for (const control of this.controls) {
        control.role = "button";
        control.ariaExpanded = "false";
      }
      this.hear(document, "click", this.clicked);
      this.hear(document, "keydown", this.pressed);
      this.hear(document, "recensio-filter", this.chosen);
      this.hear(window, "hashchange", this.restore);
      this.mark();
      this.restore();
      window.requestIdleCallback?.(() => this.texts.forEach(recensioPlaces));
      this.hear(window, "load", () => center(this.control));
    }

    leave() {
      this.hide();
      for (const control of this.controls) control.role = control.ariaExpanded = null;
    }

    get visible() { return this.controls.filter(control => !isOff(control)); }

    idOf(control) { return this.named.get(control).replace(/^again:/, ""); }

    textOf(node) { return this.texts.find(text => text.contains(node)); }

    clicked(event) {
      if (!isPlain(event)) return;
      const control = event.target.closest("a.variant");
      if (this.named.has(control)) {
        event.preventDefault();
        if (control === this.control) this.close(); else this.open(control);
      } else if (!event.target.closest("a, button, summary, input, label, .panel") && getSelection().isCollapsed) {
        const text = this.textOf(event.target);
        const id = text && recensioPlaces(text).under(event.clientX, event.clientY);
        const own = id && this.visible.find(one => this.idOf(one) === id);
        if (own) this.open(own);
      }
    }

    pressed(event) {
      const { key, target } = event;
      const within = this.control && (target === this.control || this.box.contains(target));
      if (key === " " && this.named.has(target)) {
        event.preventDefault();
        target.click();
      } else if (key === "Escape" && this.control && (within || target === document.body)) {
        this.close();
      } else if (within && isPlain(event) && /^Arrow(Left|Right)$/.test(key)) {
        event.preventDefault();
        this.go((key === "ArrowRight") === (getComputedStyle(this.control).direction === "ltr") ? 1 : -1);
      }
    }

    /* to the next entry, or the one before; the focus stays on the button that was pressed, or goes along */
    go(step) {
      const list = this.visible;
      const next = list[(list.indexOf(this.control) + step + list.length) % list.length];
      const focused = document.activeElement;
      const inPanel = this.box.contains(focused);
      this.open(next);
      next.scrollIntoView({ block: "nearest" });
      focus(inPanel && this.box.contains(focused) ? focused : next);
    }

    open(control) {
      this.show(control);
      recensioView.write({ at: [this.named.get(control)] });
    }

    close() {
      const control = this.control;
      this.drop();
      focus(control);
    }

    drop() {
      this.hide();
      recensioView.write({ at: [] });
    }

    /* what the address says */
    restore() {
      const [id] = recensioView.read().get("at") || [];
      if (this.control && id === this.named.get(this.control)) return;
      const control = id && this.visible.find(one => this.named.get(one) === id);
      const [before, had] = [this.control, this.box.contains(document.activeElement)];
      if (control) this.show(control); else this.hide();
      center(control);
      if (had) focus(control || before);
    }

    hide() {
      if (this.control) this.control.ariaExpanded = "false";
      this.control = null;
      this.panel.remove();
      light("recensio-open", []);
    }

    show(control) {
      this.hide();
      this.control = control;
      const id = this.idOf(control);
      const places = recensioPlaces(this.textOf(control));
      const list = this.visible;
      const shown = new Set(list.map(one => this.idOf(one)));
      const ids = places.beside(id).filter(one => one === id || shown.has(one));
      const count = `${list.indexOf(control) + 1} / ${list.length}`;
      this.panel.fill(control.getAttribute("aria-label"), count, ids, id);
      control.ariaExpanded = "true";
      this.panel.put(control);
      light("recensio-open", places.words(id));
    }

    /* others are shown now */
    chosen() {
      this.mark();
      if (!this.control) return;
      if (isOff(this.control)) this.drop(); else this.show(this.control);
    }

    /* a line below words that have no element of their own */
    mark() {
      const texts = this.texts.filter(text => text.querySelector("[data-place], [data-from]"));
      const off = new Set(this.controls.filter(isOff).map(one => this.idOf(one)));
      const wordsIn = places => places.outside().filter(id => !off.has(id)).flatMap(places.words);
      light("recensio-words", texts.map(recensioPlaces).flatMap(wordsIn));
    }
  });
})();
