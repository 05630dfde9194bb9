/* The search page. <edition-search> holds a form (hidden until this script is here), p.status, ol.results, and a template
   with the names of the registers. Over http it asks the index beside it (../pagefind), whose words are folded as
   recensio/search.py folds them; from a disk, where browsers may not ask, it looks through names.js. What is found is
   only ever written as text. The query stands in the address as a fragment: search.html#q=…&in=reading */
(() => {
  const IDEOGRAPH = "\\u3040-\\u30ff\\u3400-\\u9fff\\uf900-\\ufaff";
  const WORD = new RegExp(`[${IDEOGRAPH}]|(?:(?![${IDEOGRAPH}])[\\p{L}\\p{N}])(?:(?![${IDEOGRAPH}])[\\p{L}\\p{N}\\p{M}])*`, "gu");
  const LETTERS = { "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ς": "σ", "ꝛ": "r" };
  const KINDS = ["text", "reading", "note", "name"];
  const [SHOWN, AROUND] = [10, 9];

  const fold = (word, latin) => {
    const low = word.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/[ßæœøłđðþıςꝛ]/g, (c) => LETTERS[c]);
    const bare = low.replace(/\u0640/g, "") || low;
    return latin ? bare.replace(/v/g, "u").replace(/j/g, "i") : bare;
  };
  /* a query: its words folded, quotation marks as they are */
  const folded = (query, latin) => (query.normalize("NFC").replace(/[“”„«»]/g, '"').split('"').map((part) =>
    (part.match(WORD) || []).map((word) => fold(word, latin)).join(" ")).join('"').replace(/^"+|"+$/g, (q) => q.slice(0, 1)).trim());
  const make = (name, text, properties = {}) => Object.assign(document.createElement(name), { textContent: text || "" }, properties);
  const script = (src) => new Promise((done, failed) => document.head.append(make("script", "", { src, onload: done, onerror: failed })));

  class EditionSearch extends HTMLElement {
    connectedCallback() {
      this.form = this.querySelector("form");
      this.status = this.querySelector(".status");
      this.list = this.querySelector(".results");
      this.form.hidden = false;
      this.form.addEventListener("submit", (event) => { event.preventDefault(); this.keep(); });
      this.form.addEventListener("change", () => this.keep());
      this.asked = () => this.restore();
      window.addEventListener("hashchange", this.asked);
      this.restore();
    }

    disconnectedCallback() { window.removeEventListener("hashchange", this.asked); }
    get kind() { return this.form.querySelector("[name=kind]:checked").value; }
    get query() { return this.form.querySelector("[type=search]").value.trim(); }

    /* the query becomes the address, which begins the search */
    keep() {
      const address = `#${new URLSearchParams({ q: this.query, in: this.kind })}`;
      if (address === location.hash) this.search(); else location.hash = address;
    }

    restore() {
      const asked = new URLSearchParams(location.hash.slice(1));
      this.form.querySelector("[type=search]").value = asked.get("q") || "";
      const choice = [...this.form.querySelectorAll("[name=kind]")].find((one) => one.value === asked.get("in"));
      if (choice) choice.checked = true;
      this.search();
    }

    async search() {
      const turn = this.turn = (this.turn || 0) + 1;
      this.list.replaceChildren();
      if (this.more) this.more.remove();
      this.status.textContent = this.query ? this.dataset.busy : "";
      this.tell({});
      if (!this.query) return;
      let found;
      try { found = await this.inIndex(); } catch { found = await this.inNames(); }
      if (turn !== this.turn) return;
      await this.show(found, 0, turn);
      await this.count(found, turn);
    }

    /* beside each kind, in how many passages of it something is found */
    async count(found, turn) {
      const counts = this.namesOnly ? { name: found.length, all: found.length } : { all: this.everything.length };
      for (const kind of this.namesOnly ? [] : KINDS) counts[kind] = this.of(this.everything, await this.kindOf(kind)).length;
      if (turn === this.turn) this.tell(counts);
    }

    tell(counts) {
      for (const choice of this.form.querySelectorAll("[name=kind]")) {
        choice.parentElement.querySelector(".count")?.remove();
        if (choice.value in counts) choice.parentElement.append(" ", make("span", String(counts[choice.value]), { className: "count" }));
      }
    }

    /* passages, in texts where u is v and in others */
    async inIndex() {
      if (!location.protocol.startsWith("http")) throw new Error("opened from a disk");
      this.index = this.index || await import(new URL("pagefind/pagefind.js", document.baseURI));
      await this.index.options({ noWorker: true });
      const found = await this.passages();
      const chosen = this.kind === "all" ? found : this.of(found, await this.kindOf(this.kind));
      this.everything = found;
      return chosen.map((one) => async () => this.rows(await one.data()));
    }

    /* what has all words of the query, in texts where u is v or in others. (The index leaves out words that it does not know, and
       would find the rest: so each is asked for by itself first.) */
    async passages() {
      const queries = new Set([folded(this.query, false), ...(this.dataset.latin === "true" ? [folded(this.query, true)] : [])]);
      const found = new Map();
      for (const query of queries) {
        const words = query.match(/[^\s"]+/g) || [];
        const known = await Promise.all(words.map(async (word) => words.length === 1 || (await this.index.search(word)).results.length > 0));
        if (!words.length || known.includes(false)) continue;
        for (const one of (await this.index.search(query)).results) if (!found.has(one.id)) found.set(one.id, one);
      }
      return [...found.values()];
    }

    /* the passages of a kind: each has the name of its kind as a word */
    async kindOf(kind) { return new Set((await this.index.search(`"0kind0${kind}0"`)).results.map((one) => one.id)); }

    of(found, ids) { return found.filter((one) => ids.has(one.id)); }

    async inNames() {
      if (!window.recensioNames) await script("assets/names.js");
      const words = new Set([false, this.dataset.latin === "true"].map((latin) => folded(this.query, latin).replace(/"/g, "")));
      const fits = (spellings) => [...words].some((query) => query.split(" ").every((word) => ` ${spellings}`.includes(` ${word}`)));
      const found = window.recensioNames.filter(([, , , spellings]) => fits(spellings));
      this.namesOnly = true;
      return found.map(([label, register, href]) => async () => [{ title: this.register(register), kind: "name", href, parts: [label] }]);
    }

    register(name) {
      const shown = [...this.querySelector("template").content.children].find((one) => one.dataset.register === name);
      return shown ? shown.textContent : name;
    }

    /* one passage: for each place in it, the words around what was found; for a name all that belong to it */
    rows({ meta, locations }) {
      const words = [...meta.text.matchAll(WORD)];
      const places = meta.at ? meta.at.split("|").map((one) => [parseInt(one, 10), one.slice(one.indexOf(" ") + 1)]) : [];
      const isName = meta.kind === "name";
      const grouped = new Map();
      for (const hit of [...new Set(locations)].filter((n) => n < words.length).sort((a, b) => a - b)) {
        const place = places.findLastIndex(([n]) => n <= hit);
        grouped.set(place, [...(grouped.get(place) || []), hit]);
      }
      return [...grouped].slice(0, 5).map(([place, hits]) => {
        const [start, id] = places[place] || [0, ""];
        const next = isName && places[place + 1] ? places[place + 1][0] : words.length;
        const from = isName ? start : Math.max(0, hits[0] - AROUND);
        const until = Math.min(next, isName ? next : hits[0] + 2 * AROUND) - 1;
        return { title: isName ? this.register(meta.title) : meta.title, kind: meta.kind,
          href: [meta.page, id].filter((one) => one).join("#"), parts: this.around(meta.text, words, hits, from, until, isName) };
      });
    }

    around(text, words, hits, from, until, isName) {
      const parts = [from > 0 && !isName ? "… " : ""];
      let at = words[from].index;
      for (const hit of hits.filter((n) => n <= until)) {
        const end = words[hit].index + words[hit][0].length;
        parts.push(text.slice(at, words[hit].index), make("mark", text.slice(words[hit].index, end)));
        at = end;
      }
      const end = until + 1 < words.length ? words[until + 1].index : text.length;
      return [...parts, text.slice(at, end).trimEnd(), until + 1 < words.length && !isName ? " …" : ""];
    }

    async show(found, from, turn) {
      const rows = (await Promise.all(found.slice(from, from + SHOWN).map((load) => load()))).flat();
      if (turn !== this.turn) return;
      const items = rows.map((row) => this.item(row));
      this.list.append(...items);
      this.status.textContent = [found.length ? `${this.dataset.found} ${found.length}` : this.dataset.none,
        this.namesOnly ? this.dataset.namesOnly : ""].join(" ").trim();
      if (from && items[0]) items[0].querySelector("a").focus();
      if (found.length <= from + SHOWN) return;
      this.more = make("button", this.dataset.more, { type: "button" });
      this.more.addEventListener("click", () => { this.more.remove(); this.show(found, from + SHOWN, turn); });
      this.append(this.more);
    }

    /* a name is its own link, with the register behind it; words stand below the title of their text */
    item({ title, kind, href, parts }) {
      const item = make("li");
      const link = make("a", kind === "name" ? "" : title, { href });
      const words = kind === "name" ? link : make("p", "", { dir: "auto" });
      words.append(...parts);
      const label = kind === "name" ? title : this.form.querySelector(`[value=${kind}] ~ span`).textContent;
      item.append(link, " ", make("span", label, { className: "kind" }));
      if (words !== link) item.append(words);
      return item;
    }
  }

  customElements.define("edition-search", EditionSearch);
})();
