/* Where the words of entries stand in the text: in an .app, or from a [data-from] to a [data-place] with the same id; a
   [data-place] alone is a place between words. Where the words go on over the end of the page, they go to its end.
     const places = recensioPlaces(article)
     places.words(id)        ranges, as many as the entry has places
     places.beside(id)       the ids of all entries about words of this one, itself among them, in the order of the text
     places.under(x, y)      the id of the entry about the fewest words at a point of the window
     places.outside()        ids of the entries whose words are in no element of their own
   Marks are also put where pages can't have them: behind a link that a mark stands in, and in front of words that end on the
   next page. */
(() => {
  const mark = (entry, name, number) => {
    const made = Object.assign(document.createElement("a"), { className: "variant", textContent: number });
    made.setAttribute("href", `#${document.getElementById(entry) ? entry : `again:${entry}`}`);
    made.setAttribute("aria-label", name);
    made.setAttribute("data-extra", "");
    return made;
  };
  for (const one of document.querySelectorAll("a span.variant[data-entry]")) {
    one.closest("a").after(mark(one.dataset.entry, one.dataset.name, one.textContent));
    one.remove();
  }
  for (const one of document.querySelectorAll("article.reading [data-from][id]")) {
    const entry = document.getElementById(one.dataset.from);
    if (!entry || document.querySelector(`[data-place="${CSS.escape(entry.id)}"]`)) continue;
    const number = entry.querySelector(".back").textContent;
    one.before(mark(entry.id, `${number} ${entry.querySelector(".lem bdi")?.textContent || ""}`.trim(), number));
  }
})();

window.recensioPlaces = (root) => {
  const spans = new Map();
  const open = new Map();
  let at = 0;

  const add = (id, span) => spans.set(id, [...(spans.get(id) || []), span]);
  const between = (from, place) => {
    const range = new Range();
    if (from) range.setStartAfter(from); else range.setStart(root, 0);
    if (place) range.setEndBefore(place); else range.setEnd(root, root.childNodes.length);
    return range;
  };
  const inside = (element) => { const range = new Range(); range.selectNodeContents(element); return range; };
  const goesOn = (id) => document.getElementById(`again:${id}`) !== null;

  const meet = (element) => {
    const { from, place } = element.dataset;
    if (from) open.set(from, { element, start: at });
    if (!place) return;
    const begun = open.get(place);
    open.delete(place);
    const start = begun ? begun.start : goesOn(place) ? 0 : at;
    const make = begun || goesOn(place) ? () => between(begun && begun.element, element) : () => null;
    add(place, { start, end: at, make });
  };

  /* letters are counted, so that places can be compared; what is not the text counts nothing */
  const walk = (node) => {
    if (node.nodeType === Node.TEXT_NODE) { at += node.data.replace(/\s+/g, "").length; return; }
    if (node.nodeType !== Node.ELEMENT_NODE || node.hasAttribute("data-extra")) return;
    meet(node);
    const start = at;
    node.childNodes.forEach(walk);
    if (node.id.startsWith("place:") && node.classList.contains("app")) {
      add(node.id.slice(6), { start, end: at, make: () => inside(node), own: true });
    }
  };
  walk(root);
  for (const [id, { element, start }] of open) add(id, { start, end: at, make: () => between(element, null) });

  const overlap = (a, b) => (a.start === a.end || b.start === b.end
    ? (a.start === b.start && a.end === b.end) || (a.start < b.start && b.end < a.end) || (b.start < a.start && a.end < b.end)
    : a.start < b.end && b.start < a.end);
  const all = () => [...spans].flatMap(([id, list]) => list.map((span) => ({ id, ...span })));
  const range = (span) => (span.range === undefined ? (span.range = span.make()) : span.range);

  return {
    words: (id) => (spans.get(id) || []).map(range).filter(Boolean),
    outside: () => [...spans].filter(([, list]) => list.some((span) => !span.own)).map(([id]) => id),
    beside: (id) => {
      const own = spans.get(id) || [];
      const found = all().filter((one) => one.id === id || own.some((span) => overlap(span, one)));
      found.sort((a, b) => a.start - b.start || b.end - a.end);
      return [...new Set([...found.map((one) => one.id), id])];
    },
    under: (x, y) => {
      const point = document.caretPositionFromPoint && document.caretPositionFromPoint(x, y);
      if (!point) return null;
      const hit = [...spans].flatMap(([id, list]) => list.filter((span) => span.start < span.end && range(span)
        && range(span).isPointInRange(point.offsetNode, point.offset)).map((span) => ({ id, length: span.end - span.start })));
      return hit.length ? hit.reduce((a, b) => (b.length < a.length ? b : a)).id : null;
    },
  };
};
