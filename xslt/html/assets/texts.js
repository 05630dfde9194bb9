/* Texts that can stand side by side, and the rows of a table of them. Each text is a script beside the pages (which
   can be loaded from a disk, too) that calls recensioText(told); recensio/views.py says what it tells.
     recensioTexts.load(address)       a promise of what that script tells
     recensioTexts.rows(columns, base, article, words)
                                       {rows: elements, places: how many places differ}. columns: [{id, short, lang,
                                       state, text: what its script told}]; base: what that of the page's text told;
                                       article: what of it stands on this page; words: what is said where there are none
   Where texts differ is known by the entries of the apparatus, not by comparing letters. */
(() => {
  const { find, make } = recensio;
  const told = new Map();
  const waiting = new Map();
  window.recensioText = text => told.set(document.currentScript.src, text);

  const ask = address => new Promise((resolve, reject) => {
    const failed = () => {
      waiting.delete(address);
      script.remove();
      reject(new Error(address));
    };
    const loaded = () => (told.has(script.src) ? resolve(told.get(script.src)) : failed());
    const script = make("script", { src: address, onload: loaded, onerror: failed });
    document.head.append(script);
  });

  const load = address => {
    if (!waiting.has(address)) waiting.set(address, ask(address));
    return waiting.get(address);
  };

  const range = (from, to) => Array.from({ length: Math.max(to - from, 0) }, (_, n) => from + n);
  const ascending = numbers => [...new Set(numbers)].sort((a, b) => a - b);
  const pieces = row => (Array.isArray(row) ? row : row ? [row] : []);

  /* what stands in row n of a column: its pieces, or {silent: why there is nothing} */
  const reader = (base, { text, state }) => {
    if (!text.states) return n => pieces(text.rows[n][3]);
    const { rows, silent } = text.states[state];
    return n => {
      const found = rows[n] === undefined && silent.find(([from, to]) => from <= n && n <= to);
      return found ? { silent: found[2] } : pieces(rows[n] === undefined ? base.rows[n][3] : rows[n]);
    };
  };

  /* the first and last row on this page of the text */
  const onPage = (base, article) => {
    const isHere = ([, , ids]) => ids.some(id => article.contains(document.getElementById(id)));
    const leads = rel => find(`.pager [rel=${rel}]`);
    const [first, last] = [base.rows.findIndex(isHere), base.rows.findLastIndex(isHere)];
    const next = first >= 0 && leads("next") ? base.rows.findIndex((row, n) => n > last && row[2].length) : -1;
    return [leads("prev") ? Math.max(first, 0) : 0, (next < 0 ? base.rows.length : next) - 1];
  };

  /* ======== texts of other files ======== */

  /* pairs of rows that belong together, here and there, as ids tell them */
  const anchors = (base, { id, text }) => {
    const rowsOf = one => new Map(one.rows.flatMap(([, , ids], n) => ids.map(name => [name, n])));
    const [here, there] = [base, text].map(rowsOf);
    const mine = base.beside.filter(([, name]) => `~${name}` === id);
    return mine.map(([a, , b]) => [here.get(a), there.get(b)]).filter(([a, b]) => a !== undefined && b !== undefined);
  };

  /* Rows of the base text that are shown together, and what belongs to them in each other text: from the row that
     is named to the next that is named anywhere; what stands before the first goes to the first. */
  const groups = (base, others, [from, to]) => {
    if (!others.length) return range(from, to + 1).map(n => ({ own: [n], beside: [] }));
    const pairs = others.map(other => anchors(base, other));
    const starts = ascending([from, ...pairs.flat().map(([n]) => n).filter(n => from <= n && n <= to)]);
    const part = (k, start) => {
      const begins = ascending([...pairs[k].map(([, m]) => m), others[k].text.rows.length]);
      const own = [...new Set(pairs[k].filter(([n]) => n === start).map(([, m]) => m))];
      const before = start === 0 ? range(0, begins[0]) : [];
      return [...before, ...own.flatMap(m => range(m, begins.find(next => next > m)))];
    };
    return starts.map((start, n) => ({
      own: range(start, starts[n + 1] ?? to + 1), beside: others.map((_, k) => part(k, start)) }));
  };

  /* ======== rows ======== */

  const absent = (why, words, place = why) => make("span.absent", {
    textContent: words[why] || "[–]", "data-extra": "", "data-place": place });

  /* the entries in which not all columns have the same reading */
  const differing = (columns, [from, to]) => {
    const readings = new Map();
    const known = one => Array.isArray(one) && one.length > 1 && one[0] !== 0 && one[1] !== null;
    for (const { read } of columns) {
      for (const row of range(from, to + 1).map(read).filter(Array.isArray)) {
        for (const [entry, reading] of row.filter(known)) {
          readings.set(entry, (readings.get(entry) || new Set()).add(reading));
        }
      }
    }
    return new Set([...readings].filter(([, found]) => found.size > 1).map(([entry]) => entry));
  };

  /* (a mark over many words is quieter) */
  const marked = (text, place) => make("mark", {
    className: text.length > 80 ? "long" : "", "data-place": place }, text);

  const write = (block, column, row, places, words) => {
    for (const one of row) {
      const [entry, reading, status] = one;
      if (typeof one === "string") {
        const place = [...column.open].find(name => places.has(name));
        block.append(place !== undefined && one.trim() ? marked(one, place) : one);
      } else if (entry === 0) block.append(absent(reading, words));
      else if (one.length === 1) column.open.delete(entry);
      else {
        column.open.add(entry);
        if (status) block.append(absent(status, words, entry));
      }
    }
  };

  const rows = (chosen, base, article, words) => {
    const columns = chosen.map(one => ({
      ...one, read: reader(base, one), open: new Set(), rows: one.text.states ? base.rows : one.text.rows }));
    const others = columns.filter(one => one.rows !== base.rows);
    const page = onPage(base, article);
    const places = differing(columns.filter(one => !others.includes(one)), page);

    const block = (column, n) => {
      const made = make("div", { className: `block row-${column.rows[n][0]}`, dir: "auto" });
      const row = column.read(n);
      if (!row.silent) write(made, column, row, places, words);
      else if (pieces(base.rows[n][3]).length) made.append(absent(row.silent, words));
      return made;
    };

    const cell = (column, numbers) => make("div", {
      role: "cell", lang: column.lang || (others.includes(column) ? "" : article.lang), dir: "auto",
      "data-column": column.id, "data-name": column.short,
    }, ...numbers.map(n => block(column, n)).filter(one => one.hasChildNodes()));

    const pair = ({ own, beside }) => {
      const cells = columns.map(one => cell(one, others.includes(one) ? beside[others.indexOf(one)] : own));
      if (!cells.some(one => one.hasChildNodes())) return [];
      const [, n, ids] = base.rows[own[0]];
      const link = n && ids.length ? make("a", { href: "#" + encodeURIComponent(ids.at(-1)) }, n) : n;
      const where = make("div.where", { role: n ? "rowheader" : "cell" }, link);
      return [make("div.pair", { role: "row" }, where, ...cells)];
    };
    return { rows: groups(base, others, page).flatMap(pair), places: places.size };
  };

  window.recensioTexts = { load, rows };
})();
