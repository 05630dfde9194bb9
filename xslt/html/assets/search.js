/* The search page. <edition-search data-lists="folder of the lists" data-latin="true|false" data-…="what it says">
   holds a form (hidden until this script is here), p.status, ol.results, and a template with the names of registers. It
   asks the lists of words (search-lists.js); where they can't be read, it looks through search-names.js. The query
   stands in the address as a fragment: search.html#q=…&in=reading */
(() => {
  const [SHOWN, READ, STEP] = [10, 12, 4];
  const [{ asked }, lists, results] = [window.recensioWords, window.recensioLists, window.recensioResults];
  const { make } = recensio;
  const sum = numbers => numbers.reduce((one, two) => one + two, 0);

  class EditionSearch extends recensio.Widget {
    connectedCallback() {
      this.form = this.querySelector("form");
      this.status = this.querySelector(".status");
      this.list = this.querySelector(".results");
      this.advice = this.advice || make("p.advice");
      this.more = this.more || make("button", { type: "button" }, this.dataset.more);
      this.list.before(this.advice);
      this.list.after(this.more);
      this.form.hidden = false;
      this.hear(this.more, "click", () => this.show(this.turn));
      this.hear(this.form, "submit", event => { event.preventDefault(); this.keep(); });
      this.hear(this.form, "change", event => { if (event.target.name === "kind") this.keep(); });
      this.hear(window, "hashchange", () => this.restore());
      this.restore();
    }

    get kind() { return this.form.querySelector("[name=kind]:checked").value; }
    get query() { return this.form.querySelector("[type=search]").value.trim(); }

    /* the query becomes the address, which begins the search */
    keep() {
      const address = this.address(this.query);
      if (address === location.hash) this.search(); else location.hash = address;
    }

    address(query) { return `#${new URLSearchParams({ q: query, in: this.kind })}`; }

    restore() {
      const given = new URLSearchParams(location.hash.slice(1));
      this.form.querySelector("[type=search]").value = given.get("q") || "";
      const kinds = [...this.form.querySelectorAll("[name=kind]")];
      (kinds.find(one => one.value === given.get("in")) || kinds[0]).checked = true;
      this.search();
    }

    async search() {
      const turn = this.turn = (this.turn || 0) + 1;
      for (const one of [this.list, this.advice]) one.replaceChildren();
      this.more.hidden = true;
      this.tell({});
      this.status.textContent = this.query ? this.dataset.busy : "";
      this.asked = asked(this.query, this.dataset.latin === "true");
      const found = this.query ? await this.find() : null;
      if (turn !== this.turn || !found) return;
      this.found = { ...found, next: 0, fitting: 0 };
      this.tell(found.counts);
      await this.show(turn);
      if (!found.counts.all && !found.namesOnly) await this.advise(turn);
    }

    async find() {
      if (!this.asked.length) return { rows: [], counts: {}, settled: true, namesOnly: false };
      try { return await this.inLists(); } catch { return results.names(this.asked); }
    }

    /* passages in their order, those with whole words before the others, and how often each kind has something */
    async inLists() {
      const kinds = await lists.open(this.dataset.lists);
      const found = await lists.find(this.asked);
      const few = !found.settled && found.passages.size <= READ;
      const settled = found.settled || few;
      const passages = few ? await this.settle(found.passages) : found.passages;
      const ends = kinds.map((_, n) => sum(kinds.slice(0, n + 1).map(([, count]) => count)));
      const rows = [...passages].sort(([a, one], [b, two]) => two.whole - one.whole || a - b);
      const kindOf = ([number]) => kinds[ends.findIndex(end => number < end)][0];
      const of = kind => rows.filter(row => kind === "all" || kind === kindOf(row));
      const often = row => (kindOf(row) === "name" ? 1 : row[1].often);
      const count = kind => (settled ? sum(of(kind).map(often)) : `≤ ${of(kind).length}`);
      const counts = ["all", ...kinds.map(([kind]) => kind)].map(kind => [kind, count(kind)]);
      return { rows: of(this.kind), counts: Object.fromEntries(counts), settled };
    }

    /* those of some passages that have the words in their order */
    async settle(passages) {
      const read = await Promise.all([...passages.keys()].map(number => results.read(number, this.asked)));
      return new Map(read.filter(Boolean).map(({ number, often }) => [number, { often, whole: true }]));
    }

    /* beside each kind, how often something of it is found */
    tell(counts) {
      for (const { value, parentElement: choice } of this.form.querySelectorAll("[name=kind]")) {
        choice.querySelector(".count")?.remove();
        if (value in counts) choice.append(" ", make("span.count", {}, String(counts[value])));
      }
    }

    /* some more results; of a phrase that isn't settled, passages may be read in vain: not too many at a time */
    async show(turn) {
      const [found, rows] = [this.found, []];
      const until = found.next + READ;
      this.more.hidden = true;
      while (found.next < Math.min(found.rows.length, until) && rows.length < SHOWN) {
        const some = found.rows.slice(found.next, found.next += STEP);
        const all = await Promise.all(some.map(([row]) => (row.href ? row : results.read(row, this.asked))));
        const read = all.filter(Boolean);
        if (turn !== this.turn) return;
        found.fitting += read.length;
        rows.push(...read.flatMap(one => (one.href ? [one] : results.of(one))));
      }
      const called = [name => this.register(name), kind => this.called(kind)];
      const items = rows.map(row => results.item(row, ...called));
      const isFirst = !this.list.childElementCount;
      this.list.append(...items);
      this.more.hidden = found.next >= found.rows.length;
      this.say(found);
      if (!isFirst) (items[0]?.querySelector("a") || this.more).focus();
    }

    register(name) {
      const shown = [...this.querySelector("template").content.children].find(one => one.dataset.register === name);
      return shown ? shown.textContent : name;
    }

    called(kind) { return this.form.querySelector(`[value=${kind}] ~ span`).textContent; }

    say({ rows, counts, settled, next, fitting, namesOnly }) {
      const { found, times, unread, none } = this.dataset;
      const passages = settled ? rows.length : fitting;
      const rest = settled ? `${times} ${counts[this.kind]}` : next < rows.length && `${unread} ${rows.length - next}`;
      const said = rows.length ? [`${found} ${passages}`, rest].filter(Boolean).join(" · ") : none;
      this.status.textContent = [said, namesOnly ? this.dataset.namesOnly : ""].join(" ").trim();
    }

    /* the words as if no signs stood in them, and what is like those that aren't there */
    async advise(turn) {
      const found = await Promise.all(this.asked.map(one => lists.find([one])));
      const missing = this.asked.filter((_, n) => !found[n].passages.size).flatMap(({ words }) => words.flat());
      const like = (await Promise.all(missing.map(form => lists.like(form)))).flat();
      const joined = this.query.replace(/['’‘`´·-]/g, "");
      const isThere = joined !== this.query && (await lists.find(asked(joined, false))).passages.size > 0;
      const proposed = [...new Set([...(isThere ? [joined] : []), ...like])];
      const links = proposed.flatMap(word => [" ", make("a", { href: this.address(word) }, word)]);
      if (turn === this.turn && links.length) this.advice.append(this.dataset.like, ...links);
    }
  }

  customElements.define("edition-search", EditionSearch);
})();
