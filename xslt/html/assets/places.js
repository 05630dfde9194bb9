/* Where the words of entries stand in the text: in an .app, or from a [data-from] to a [data-place] with the same id;
   a [data-place] alone is a place between words. Where the words go on over the end of the page, they go to its end.
     const places = recensioPlaces(article)
     places.words(id)        ranges, as many as the entry has places
     places.beside(id)       the ids of all entries about words of this one, itself among them, in the order of the
                             text
     places.under(x, y)      the id of the entry about the fewest words at a point of the window
     places.outside()        ids of the entries whose words are in no element of their own
   Marks are also put where pages can't have them: behind a link that a mark stands in, and in front of words that
   end on the next page. */
(() => {
  const { findAll, make, caret } = recensio;

  const mark = (entry, name, number) => make("a.variant", {
    textContent: number, "data-extra": "", ariaLabel: name,
    href: "#" + (document.getElementById(entry) ? entry : "again:" + entry) });

  for (const one of findAll("a span.variant[data-entry]")) {
    one.closest("a").after(mark(one.dataset.entry, one.dataset.name, one.textContent));
    one.remove();
  }
  const ended = new Set(findAll("[data-place]").map(one => one.dataset.place));
  for (const one of findAll("article.reading [data-from][id]")) {
    const entry = document.getElementById(one.dataset.from);
    if (!entry || ended.has(entry.id)) continue;
    const number = entry.querySelector(".back").textContent;
    one.before(mark(entry.id, `${number} ${entry.querySelector(".lem bdi")?.textContent || ""}`.trim(), number));
  }

  const letters = text => text.replace(/\s+/g, "").length;
  const goesOn = id => document.getElementById("again:" + id) !== null;

  const meet = (a, b) => a.start < b.end && b.start < a.end;
  const within = (a, b) => b.start < a.start && a.end < b.end;
  const isPoint = one => one.start === one.end;
  const overlap = (a, b) => (isPoint(a) || isPoint(b)
    ? (a.start === b.start && a.end === b.end) || within(a, b) || within(b, a) : meet(a, b));

  const read = root => {
    const spans = [];
    const open = new Map();
    const starts = new Map();
    let at = 0;

    const between = (from, place) => () => {
      const range = new Range();
      if (from) range.setStartAfter(from); else range.setStart(root, 0);
      if (place) range.setEndBefore(place); else range.setEnd(root, root.childNodes.length);
      return range;
    };
    const inside = element => () => {
      const range = new Range();
      range.selectNodeContents(element);
      return range;
    };

    const meetMark = element => {
      const { from, place } = element.dataset;
      if (from) open.set(from, { element, start: at });
      if (!place) return;
      const begun = open.get(place);
      open.delete(place);
      const isWhole = begun || goesOn(place);
      const start = begun ? begun.start : isWhole ? 0 : at;
      spans.push({ id: place, start, end: at, words: isWhole ? between(begun?.element, element) : null });
    };

    /* letters are counted, so that places can be compared; what is not the text counts nothing */
    const walk = node => {
      if (node.nodeType === Node.TEXT_NODE) { starts.set(node, at); at += letters(node.data); return; }
      if (node.nodeType !== Node.ELEMENT_NODE || node.hasAttribute("data-extra")) return;
      meetMark(node);
      const start = at;
      for (let child = node.firstChild; child; child = child.nextSibling) walk(child);
      if (node.id.startsWith("place:") && node.classList.contains("app")) {
        spans.push({ id: node.id.slice(6), start, end: at, words: inside(node), own: true });
      }
    };
    walk(root);
    for (const [id, { element, start }] of open) spans.push({ id, start, end: at, words: between(element, null) });
    spans.sort((a, b) => a.start - b.start || b.end - a.end);

    const spansOf = id => spans.filter(one => one.id === id);

    return {
      words: id => spansOf(id).flatMap(one => (one.words ? [one.words()] : [])),
      outside: () => [...new Set(spans.filter(one => !one.own).map(one => one.id))],
      beside: id => {
        const own = spansOf(id);
        const found = spans.filter(one => one.id === id || own.some(span => overlap(span, one)));
        return [...new Set([...found.map(one => one.id), id])];
      },
      under: (x, y) => {
        const point = caret(x, y);
        if (!point || !starts.has(point.node)) return null;
        const before = point.node.data.slice(0, point.offset);
        const letter = starts.get(point.node) + letters(before);
        const last = /\S$/.test(before) ? letter - 1 : letter;
        const hit = spans.filter(one => one.start <= letter && last < one.end && one.start < one.end);
        return hit.length ? hit.reduce((a, b) => (b.end - b.start < a.end - a.start ? b : a)).id : null;
      },
    };
  };

  const known = new Map();
  window.recensioPlaces = root => {
    if (!known.has(root)) known.set(root, read(root));
    return known.get(root);
  };
})();
