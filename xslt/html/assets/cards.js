/* The card of a name: what the register says of whom a name in the text means, and where else the edition names it.
   <edition-names hidden> (data-close, data-entry) makes of links to entries of registers buttons that open it; with a key
   for a new tab or window they stay links. The cards come from assets/cards (recensio/namecards.py), a part at a time; where
   they can't be had, the link is followed. Escape, a click elsewhere, and going on by keyboard close the card. */
(() => {
  const REGISTER = /\/(persons|places|organisations|events|objects|works)\.html#(.+)$/;
  const make = (name, properties, ...children) => {
    const made = Object.assign(document.createElement(name), properties);
    made.append(...children);
    return made;
  };
  const loaded = new Map();
  const script = (src) => {
    if (!loaded.has(src)) loaded.set(src, new Promise((done, failed) => document.head.append(make("script", { src, onload: done, onerror: failed }))));
    return loaded.get(src);
  };
  const partOf = (name, parts) => [...Array(name.length).keys()].reduce((sum, at) => (sum * 31 + name.charCodeAt(at)) % 1000003, 0) % parts;

  const cardOf = async (address) => {
    const [, register, id] = REGISTER.exec(address);
    const name = decodeURIComponent(id);
    const folder = new URL("assets/cards/", address);
    await script(new URL(`${register}.js`, folder).href);
    const part = `${register}.${partOf(name, window.recensioCards[register])}`;
    await script(new URL(`${part}.js`, folder).href);
    return window.recensioCards[part][name];
  };

  class EditionNames extends HTMLElement {
    connectedCallback() {
      this.names = [...document.querySelectorAll("article.reading a[href], section.notes a[href], section.apparatus a[href]")].filter((one) => REGISTER.test(one.href));
      for (const one of this.names) { one.setAttribute("aria-haspopup", "dialog"); one.setAttribute("aria-expanded", "false"); }
      this.listeners = [[document, "click", (event) => this.clicked(event)], [document, "keydown", (event) => { if (event.key === "Escape" && this.card) { event.stopPropagation(); this.close(true); } }, true],
        [document, "focusin", (event) => { if (this.card && !this.card.contains(event.target) && event.target !== this.name) this.close(false); }], [window, "resize", () => this.place()],
        [window, "scroll", () => this.place(), { passive: true }]];
      for (const [target, ...rest] of this.listeners) target.addEventListener(...rest);
    }

    disconnectedCallback() {
      this.close(false);
      for (const [target, ...rest] of this.listeners || []) target.removeEventListener(...rest);
      for (const one of this.names || []) for (const name of ["aria-haspopup", "aria-expanded"]) one.removeAttribute(name);
    }

    clicked(event) {
      if (event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
      const name = event.target.closest("a[href]");
      if (name && !this.card?.contains(name) && REGISTER.test(name.href) && name.closest("article.reading, .entry, .note, .panel")) {
        event.preventDefault();
        if (name === this.name) this.close(true); else this.open(name);
      } else if (this.card && !this.card.contains(event.target)) this.close(false);
    }

    async open(name) {
      let markup;
      try { markup = await cardOf(name.href); } catch { /* from elsewhere, or taken away */ }
      if (!markup) { location.href = name.href; return; }
      this.close(false);
      this.name = name;
      this.card = this.made(markup, name.href);
      document.body.append(this.card);
      name.setAttribute("aria-expanded", "true");
      this.place();
      this.card.focus({ preventScroll: true });
    }

    /* the mark-up is that of the register's page; nothing in it can run, and its links are as seen from there */
    made(markup, address) {
      const inside = new DOMParser().parseFromString(markup, "text/html").body;
      for (const link of inside.querySelectorAll("a[href]")) {
        link.href = new URL(link.getAttribute("href"), address).href;
        if (link.href.split("#")[0] === location.href.split("#")[0]) link.addEventListener("click", () => this.close(false));
      }
      /* (its headings are those of the register's page, not of this one) */
      const title = make("p", { className: "card-name" }, ...(inside.querySelector("h3")?.childNodes || []));
      inside.querySelector("h3")?.remove();
      for (const heading of inside.querySelectorAll("h4")) heading.replaceWith(make("p", { className: "card-heading" }, ...heading.childNodes));
      const close = make("button", { type: "button", className: "close", textContent: "×", title: this.dataset.close });
      close.setAttribute("aria-label", this.dataset.close);
      close.addEventListener("click", () => this.close(true));
      const entry = make("p", { className: "card-entry" }, make("a", { href: address, textContent: this.dataset.entry }));
      const card = make("div", { className: "name-card", tabIndex: -1 }, close, title, ...inside.childNodes, entry);
      card.setAttribute("role", "dialog");
      card.setAttribute("aria-label", title.textContent);
      card.setAttribute("data-extra", "");
      return card;
    }

    /* below the name, or above it where there is more room; on narrow screens at the foot of the window (the style sheet) */
    place() {
      if (!this.card) return;
      const at = this.name.getClientRects()[0];
      const [width, height] = [this.card.offsetWidth, this.card.offsetHeight];
      const above = at.bottom + height + 12 > innerHeight && at.top > innerHeight - at.bottom;
      this.card.style.setProperty("--left", `${Math.max(8, Math.min(at.left, document.documentElement.clientWidth - width - 8))}px`);
      this.card.style.setProperty("--top", `${above ? Math.max(8, at.top - height - 6) : at.bottom + 6}px`);
      this.card.style.setProperty("--room", `${Math.max(160, (above ? at.top : innerHeight - at.bottom) - 20)}px`);
    }

    close(back) {
      if (!this.card) return;
      const name = this.name;
      this.card.remove();
      this.card = this.name = null;
      name.setAttribute("aria-expanded", "false");
      if (back) name.focus({ preventScroll: true });
    }
  }

  customElements.define("edition-names", EditionNames);
})();
