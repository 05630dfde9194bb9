/* "How to cite". <edition-citation> holds p.citation with span.passage (empty) and span.address, pre.bibtex and pre.csl: the
   text as a whole, which is all there is without this script. With it they speak of the passage that the address of the
   page names (#b1.l12), and of one that is clicked; each can be copied. data-first is the page that citations name:
   the address of a passage leads on from there whatever the pages are cut like. */
(() => {
  const make = (name, properties) => Object.assign(document.createElement(name), properties);
  const named = () => { try { return decodeURIComponent(location.hash.slice(1)); } catch { return ""; } };

  class EditionCitation extends HTMLElement {
    connectedCallback() {
      this.whole = new Map([".citation .passage", ".citation .address", ".bibtex", ".csl"].map((part) => [part, this.find(part).textContent]));
      this.base = this.find(".citation .address").textContent;
      this.prepend(this.head());
      this.querySelectorAll("p.citation, pre").forEach((part) => part.after(this.button(part)));
      this.asked = () => { if (!named().includes(":")) this.show(named()); };
      this.clicked = (event) => this.choose(event);
      window.addEventListener("hashchange", this.asked);
      document.addEventListener("click", this.clicked);
      this.asked();
    }

    disconnectedCallback() {
      window.removeEventListener("hashchange", this.asked);
      document.removeEventListener("click", this.clicked);
      for (const made of [this.link, ...this.querySelectorAll(".made")]) made.remove();
    }

    find(part) { return this.querySelector(part); }

    /* which passage this is about, and the way back to the whole text; a link to here that stays in sight */
    head() {
      const head = make("p", { className: "made about-passage", hidden: true });
      this.name = make("a", {});
      this.back = make("button", { type: "button", textContent: this.dataset.whole });
      this.back.addEventListener("click", () => this.show(""));
      head.append(`${this.dataset.passage}: `, this.name, " ", this.back);
      this.link = make("a", { className: "made cite-passage", href: "#part:cite", hidden: true });
      this.closest("section").before(this.link);
      return head;
    }

    button(part) {
      const button = make("button", { type: "button", className: "made", textContent: this.dataset.copy });
      button.setAttribute("aria-live", "polite");
      button.addEventListener("click", async () => {
        try { await navigator.clipboard.writeText(part.textContent.trim()); } catch { this.select(part); return; }
        button.textContent = this.dataset.said;
        setTimeout(() => { button.textContent = this.dataset.copy; }, 2000);
      });
      return button;
    }

    /* where nothing may be copied for them, readers find it selected */
    select(part) {
      getSelection().removeAllRanges();
      getSelection().selectAllChildren(part);
    }

    /* the address of what is clicked, if it is of the text: its own or the nearest around it */
    choose(event) {
      if (!event.target.closest("article.reading, .entry, .note") || event.target.closest("a, button")) return;
      for (let at = event.target; at; at = at.parentElement) if (at.id && !at.id.includes(":")) { this.show(at.id); return; }
    }

    /* the whole address: as the edition says, else as it stands on the web now */
    addressOf(passage) {
      const here = /^https?:/.test(this.base) ? this.base
        : location.protocol.startsWith("http") ? new URL(this.ownerDocument.querySelector("script[data-first]")?.dataset.first || this.dataset.first, document.baseURI).href
          : this.base;
      return passage ? `${here.split("#")[0]}#${encodeURIComponent(passage)}` : here;
    }

    show(passage) {
      const known = passage && !passage.includes(":");
      const address = this.addressOf(known ? passage : "");
      for (const [part, text] of this.whole) this.find(part).textContent = text.split(this.base).join(address);
      this.find(".citation .passage").textContent = known ? `, ${passage}` : "";
      this.find(".about-passage").hidden = this.link.hidden = !known;
      this.link.textContent = `${this.dataset.passage}: ${passage}`;
      this.name.textContent = known ? passage : "";
      this.name.href = known ? `#${encodeURIComponent(passage)}` : "#";
      this.dispatchEvent(new CustomEvent("passage", { bubbles: true, detail: { passage: known ? passage : "", address } }));
    }
  }

  customElements.define("edition-citation", EditionCitation);
})();
