/* Reading with the apparatus. <edition-apparatus> (empty) makes of every a.variant in the text a button that opens a panel
   behind it in the document: beside the text on wide screens, below its line on narrow ones (the style sheet says where).
   The panel (panel.js) shows the entry and all others about the same words. Escape closes it, arrows go on to the next
   entry. The entry that is open stands in the address (view.js). */
(() => {
  const named = (control) => { try { return decodeURIComponent(control.hash.slice(1)); } catch { return ""; } };
  const plain = (id) => id.replace(/^again:/, "");

  class EditionApparatus extends HTMLElement {
    connectedCallback() {
      this.texts = [...document.querySelectorAll("article.reading, section.notes")];
      this.places = this.texts.map((text) => window.recensioPlaces(text));
      this.controls = this.texts.flatMap((text) => [...text.querySelectorAll("a.variant")]).filter((one) => document.getElementById(named(one)));
      this.panel = window.recensioPanel({ ...this.dataset }, { before: () => this.go(-1, true), next: () => this.go(1, true), close: () => this.close() });
      this.box = this.panel.element;
      for (const control of this.controls) {
        control.setAttribute("role", "button");
        control.setAttribute("aria-expanded", "false");
      }
      this.listeners = [[document, "click", (event) => this.clicked(event)], [document, "keydown", (event) => this.pressed(event)],
        [window, "hashchange", () => this.restore()], [document, "recensio-filter", () => this.mark()]];
      for (const [target, name, listener] of this.listeners) target.addEventListener(name, listener);
      this.mark();
      this.restore();
      if (this.shown) window.addEventListener("load", () => this.control.scrollIntoView({ block: "center" }), { once: true });
    }

    disconnectedCallback() {
      for (const [target, name, listener] of this.listeners) target.removeEventListener(name, listener);
      this.hide();
      for (const control of this.controls) for (const name of ["role", "aria-expanded", "aria-controls"]) control.removeAttribute(name);
    }

    get visible() { return this.controls.filter((control) => !control.hasAttribute("data-off")); }

    clicked(event) {
      if (event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
      const control = event.target.closest("a.variant");
      if (this.controls.includes(control)) {
        event.preventDefault();
        if (control === this.control) this.close(); else this.open(control);
      } else if (!event.target.closest("a, button, summary, input, label, .panel") && getSelection().isCollapsed) {
        const words = this.texts.findIndex((text) => text.contains(event.target));
        const id = words < 0 ? null : this.places[words].under(event.clientX, event.clientY);
        const own = id && this.visible.find((one) => plain(named(one)) === id);
        if (own) this.open(own);
      }
    }

    pressed(event) {
      const within = this.shown && (event.target === this.control || this.box.contains(event.target));
      const side = getComputedStyle(this.control || this).direction === "rtl" ? -1 : 1;
      const step = { ArrowRight: side, ArrowLeft: -side }[event.key];
      if (event.key === " " && this.controls.includes(event.target)) { event.preventDefault(); event.target.click(); }
      else if (event.key === "Escape" && this.shown && (within || event.target === document.body)) this.close();
      else if (step && within && !(event.altKey || event.ctrlKey || event.metaKey)) { event.preventDefault(); this.go(step, this.box.contains(event.target)); }
    }

    /* to the next entry, or the one before; the focus stays on the button that was pressed, or moves on with the text */
    go(step, inPanel) {
      const list = this.visible;
      const next = list[(list.indexOf(this.control) + step + list.length) % list.length];
      const focused = document.activeElement;
      this.open(next);
      next.scrollIntoView({ block: "nearest" });
      if (inPanel && this.box.contains(focused)) focused.focus({ preventScroll: true }); else next.focus({ preventScroll: true });
    }

    open(control) {
      this.show(control);
      window.recensioView.write({ at: [named(control)] });
    }

    close() {
      const control = this.control;
      this.hide();
      window.recensioView.write({ at: [] });
      if (control) control.focus({ preventScroll: true });
    }

    /* what the address says */
    restore() {
      const [id] = window.recensioView.read().get("at") || [];
      if (this.shown && id === this.shown) return;
      const control = id && this.controls.find((one) => named(one) === id && !one.hasAttribute("data-off"));
      if (!control) { this.hide(); return; }
      this.show(control);
      control.scrollIntoView({ block: "center" });
    }

    hide() {
      if (this.control) { this.control.setAttribute("aria-expanded", "false"); this.control.removeAttribute("aria-controls"); }
      this.control = this.shown = null;
      this.box.remove();
      if (window.Highlight) CSS.highlights.delete("recensio-open");
    }

    show(control) {
      this.hide();
      [this.control, this.shown] = [control, named(control)];
      const places = this.places[this.texts.findIndex((text) => text.contains(control))];
      const list = this.visible;
      const ids = places.beside(plain(this.shown)).filter((id) => id === plain(this.shown) || list.some((one) => plain(named(one)) === id));
      this.panel.fill(control.getAttribute("aria-label"), `${list.indexOf(control) + 1} / ${list.length}`, ids, plain(this.shown));
      control.setAttribute("aria-expanded", "true");
      control.setAttribute("aria-controls", this.box.id);
      control.after(this.box);
      this.panel.stand(control);
      if (window.Highlight) CSS.highlights.set("recensio-open", new Highlight(...places.words(plain(this.shown))));
    }

    /* a line below words that have no element of their own */
    mark() {
      if (!window.Highlight) return;
      const off = new Set(this.controls.filter((one) => one.hasAttribute("data-off")).map((one) => plain(named(one))));
      const words = this.places.flatMap((places) => places.outside().filter((id) => !off.has(id)).flatMap((id) => places.words(id)));
      CSS.highlights.set("recensio-words", new Highlight(...words));
      if (this.control && this.control.hasAttribute("data-off")) this.close(); else if (this.control) this.show(this.control);
    }
  }

  customElements.define("edition-apparatus", EditionApparatus);
})();
