/* The card of a name: what the register says of whom a name in the text means, and where else the edition names
   it. <edition-names hidden> (data-close, data-entry) makes of links to entries of registers buttons that open it;
   with a key for a new tab or window they stay links. The cards come from assets/cards (recensio/namecards.py), a
   part at a time; where they can't be had, the link is followed. Escape, a click elsewhere, and going on by
   keyboard close the card. */
(() => {
  const { findAll, make, button, decoded, isPlain, focus, Widget } = recensio;
  const REGISTER = /\/(persons|places|organisations|events|objects|works)\.html#(.+)$/;
  const isName = link => REGISTER.test(link.href) && link.closest("article.reading, .entry, .note, .panel");
  const loaded = new Map();

  const load = src => new Promise((done, failed) => {
    document.head.append(make("script", { src, onload: done, onerror: failed }));
  });
  const script = src => {
    if (!loaded.has(src)) loaded.set(src, load(src));
    return loaded.get(src);
  };

  const partOf = (name, parts) => {
    let sum = 0;
    for (let at = 0; at < name.length; at += 1) sum = (sum * 31 + name.charCodeAt(at)) % 1000003;
    return sum % parts;
  };

  const cardOf = async address => {
    const [, register, id] = REGISTER.exec(address);
    const name = decoded(id);
    const folder = new URL("assets/cards/", address).href;
    await script(`${folder}${register}.js`);
    const part = `${register}.${partOf(name, recensioCards[register])}`;
    await script(`${folder}${part}.js`);
    return recensioCards[part][name];
  };

  customElements.define("edition-names", class extends Widget {
    connectedCallback() {
      this.names = findAll('a[href*=".html#"]').filter(isName);
      for (const one of this.names) {
        one.ariaHasPopup = "dialog";
        one.ariaExpanded = "false";
      }
      this.hear(document, "click", this.clicked);
      this.hear(document, "keydown", this.pressed, { capture: true });
      this.hear(document, "focusin", ({ target }) => {
        if (this.card && target !== this.name && !this.card.contains(target)) this.close(false);
      });
      this.hear(window, "resize scroll", this.place, { passive: true });
    }

    leave() {
      this.close(false);
      for (const one of this.names) one.ariaHasPopup = one.ariaExpanded = null;
    }

    clicked(event) {
      if (!isPlain(event)) return;
      const name = event.target.closest("a[href]");
      const isInCard = this.card?.contains(event.target);
      if (name && !isInCard && isName(name)) {
        event.preventDefault();
        if (name === this.name) this.close(true); else this.open(name);
      } else if (!isInCard) this.close(false);
    }

    pressed(event) {
      if (event.key !== "Escape" || !this.card) return;
      event.stopPropagation();
      this.close(true);
    }

    async open(name) {
      this.close(false);
      this.name = name;
      let markup;
      try { markup = await cardOf(name.href); } catch { /* from elsewhere, or taken away */ }
      if (this.name !== name || this.card) return;
      if (!markup) { location.href = name.href; return; }
      this.card = this.made(markup, name.href);
      document.body.append(this.card);
      name.ariaExpanded = "true";
      this.place();
      focus(this.card);
    }

    /* the mark-up is that of the register's page; nothing in it can run, and its links are as seen from there */
    made(markup, address) {
      const inside = new DOMParser().parseFromString(markup, "text/html").body;
      for (const link of inside.querySelectorAll("a[href]")) {
        link.href = new URL(link.getAttribute("href"), address).href;
        const [page, here] = [link.href, location.href].map(one => one.split("#")[0]);
        if (page === here) link.addEventListener("click", () => this.close(false));
      }
      /* (its headings are those of the register's page, not of this one) */
      const heading = inside.querySelector("h3");
      const title = make("p.card-name", ...(heading?.childNodes || []));
      heading?.remove();
      for (const one of inside.querySelectorAll("h4")) one.replaceWith(make("p.card-heading", ...one.childNodes));
      const entry = make("a", { href: address }, this.dataset.entry);
      return make("div.name-card", { tabIndex: -1, role: "dialog", ariaLabel: title.textContent, "data-extra": "" },
        button("close", "×", this.dataset.close, () => this.close(true)), title, ...inside.childNodes,
        make("p.card-entry", entry));
    }

    /* below the name, or above it where there is more room; on narrow screens at the foot of the window (the style
       sheet) */
    place() {
      if (!this.card) return;
      const at = this.name.getClientRects()[0];
      if (!at) { this.close(false); return; }
      const [width, height] = [this.card.offsetWidth, this.card.offsetHeight];
      const isAbove = at.bottom + height + 12 > innerHeight && at.top > innerHeight - at.bottom;
      const left = Math.max(8, Math.min(at.left, document.documentElement.clientWidth - width - 8));
      const top = isAbove ? Math.max(8, at.top - height - 6) : at.bottom + 6;
      const room = Math.max(160, (isAbove ? at.top : innerHeight - at.bottom) - 20);
      for (const [side, value] of Object.entries({ left, top, room })) {
        this.card.style.setProperty(`--${side}`, `${value}px`);
      }
    }

    close(isBack) {
      const { name, card } = this;
      this.card = this.name = null;
      if (!card) return;
      card.remove();
      name.ariaExpanded = "false";
      if (isBack) focus(name);
    }
  });
})();
