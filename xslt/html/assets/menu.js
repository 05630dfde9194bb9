/* A menu that closes. <edition-menu> holds one details; Escape, a click elsewhere and leaving it by keyboard close it.
   (And on small screens the contents of a text begin closed.) */
(() => {
  const contents = document.querySelector(".contents > details");
  if (contents && matchMedia("(max-width: 75.99em)").matches) contents.open = false;

  class EditionMenu extends HTMLElement {
    connectedCallback() {
      this.menu = this.querySelector("details");
      this.elsewhere = (event) => { if (!this.contains(event.target)) this.menu.open = false; };
      document.addEventListener("click", this.elsewhere);
      this.addEventListener("focusout", (event) => { if (event.relatedTarget && !this.contains(event.relatedTarget)) this.menu.open = false; });
      this.addEventListener("keydown", (event) => {
        if (event.key !== "Escape" || !this.menu.open) return;
        event.stopPropagation();
        this.menu.open = false;
        this.menu.querySelector("summary").focus();
      });
    }

    disconnectedCallback() { document.removeEventListener("click", this.elsewhere); }
  }

  customElements.define("edition-menu", EditionMenu);
})();
