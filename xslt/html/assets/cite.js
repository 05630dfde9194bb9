/* "How to cite". <edition-citation> holds p.citation with span.passage (empty) and span.address, pre.bibtex and
   pre.csl: the text as a whole, which is all there is without this script. With it they speak of the passage that
   the address of the page names (#b1.l12), and of one that is clicked; each can be copied. data-first is the page
   that citations name: the address of a passage leads on from there whatever the pages are cut like. */
(() => {
  const { find, make, button, named, Widget } = recensio;
  const isPassage = id => id && !id.includes(":");

  customElements.define("edition-citation", class extends Widget {
    connectedCallback() {
      const parts = [".citation .passage", ".citation .address", ".bibtex", ".csl"].map(part => find(part, this));
      this.whole = new Map(parts.map(part => [part, part.textContent]));
      [this.passage, this.address] = parts;
      this.base = this.address.textContent;
      this.first = find("script[data-first]")?.dataset.first || this.dataset.first;
      this.made = [this.head(), this.lead()];
      for (const part of this.querySelectorAll("p.citation, pre")) this.made.push(this.copier(part));
      this.hear(window, "hashchange", this.asked);
      this.hear(document, "click", this.choose);
      this.asked();
    }

    leave() { for (const one of this.made) one.remove(); }

    asked() {
      const name = named(location);
      if (!name.includes(":")) this.show(name);
    }

    /* which passage this is about, and the way back to the whole text */
    head() {
      this.name = make("a");
      const { whole, passage } = this.dataset;
      const back = button("", whole, whole, () => this.show(""));
      this.about = make("p.about-passage", { hidden: true }, `${passage}: `, this.name, " ", back);
      this.prepend(this.about);
      return this.about;
    }

    /* a link to here; where there is a margin it stays in sight (the style sheet) */
    lead() {
      this.link = make("a.cite-passage", { href: "#part:cite", hidden: true });
      this.closest("section").before(this.link);
      return this.link;
    }

    copier(part) {
      const { copy, said } = this.dataset;
      const made = make("button", { type: "button", textContent: copy, ariaLive: "polite" });
      made.addEventListener("click", async () => {
        try { await navigator.clipboard.writeText(part.textContent.trim()); } catch {
          /* where nothing may be copied for them, readers find it selected */
          getSelection().selectAllChildren(part);
          return;
        }
        made.textContent = said;
        setTimeout(() => { made.textContent = copy; }, 2000);
      });
      part.after(made);
      return made;
    }

    /* the address of what is clicked, if it is of the text: its own or the nearest around it */
    choose({ target }) {
      if (!target.closest("article.reading, .entry, .note") || target.closest("a, button")) return;
      let at = target;
      while (at && !isPassage(at.id)) at = at.parentElement;
      if (at) this.show(at.id);
    }

    /* the whole address: as the edition says, else as it stands on the web now */
    addressOf(passage) {
      const isTold = /^https?:/.test(this.base) || !location.protocol.startsWith("http");
      const here = isTold ? this.base : new URL(this.first, document.baseURI).href;
      return passage ? `${here.split("#")[0]}#${encodeURIComponent(passage)}` : here;
    }

    show(name) {
      const passage = isPassage(name) ? name : "";
      const address = this.addressOf(passage);
      for (const [part, text] of this.whole) part.textContent = text.split(this.base).join(address);
      this.passage.textContent = passage && `, ${passage}`;
      this.about.hidden = this.link.hidden = !passage;
      this.link.textContent = `${this.dataset.passage}: ${passage}`;
      this.name.textContent = passage;
      this.name.href = "#" + encodeURIComponent(passage);
    }
  });
})();
