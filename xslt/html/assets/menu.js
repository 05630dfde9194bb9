/* A menu that closes. <edition-menu> holds one details; Escape, a click elsewhere and leaving it by keyboard close
   it. (And on small screens the contents of a text begin closed.) */
(() => {
  const { find, Widget } = recensio;
  const contents = find(".contents > details");
  if (contents && matchMedia("(max-width: 75.99em)").matches) contents.open = false;

  customElements.define("edition-menu", class extends Widget {
    connectedCallback() {
      const menu = find("details", this);
      const leave = target => { if (target && !this.contains(target)) menu.open = false; };
      this.hear(document, "click", event => leave(event.target));
      this.hear(this, "focusout", event => leave(event.relatedTarget));
      this.hear(this, "keydown", event => {
        if (event.key !== "Escape" || !menu.open) return;
        event.stopPropagation();
        menu.open = false;
        menu.querySelector("summary").focus();
      });
    }
  });
})();
