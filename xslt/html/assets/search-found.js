/* Marks what the search has found, on the page that a result leads to. search-results.js leaves the words as they stand
   there in the browser's memory of this window; the place is in the address. Nothing of the page is changed for it. */
(() => {
  const KEY = "recensio-found";
  const [NEAR, LETTER] = [2000, "[\\p{L}\\p{N}\\p{M}]"];

  /* the text of an element or, if it is empty, behind it: nodes with the number of their first sign */
  function* nodes(place) {
    const walker = document.createTreeWalker(place.closest("article, section") || document.body, NodeFilter.SHOW_TEXT);
    const isWide = place.textContent.trim() && !place.hasAttribute("data-extra");
    let length = 0;
    while (walker.nextNode() && length < (isWide ? Infinity : NEAR)) {
      const node = walker.currentNode;
      const isBehind = place.compareDocumentPosition(node) & Node.DOCUMENT_POSITION_FOLLOWING;
      const isIn = isWide ? place.contains(node) : isBehind;
      if (!isIn || node.parentElement.closest("[data-extra]")) continue;
      yield [node, length];
      length += node.length;
    }
  }

  function ranges(place, words) {
    const all = [...nodes(place)];
    const text = all.map(([node]) => node.data).join("");
    const found = words.map(word => word.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&")).join("|");
    const at = sign => all.findLast(([, start]) => start <= sign);
    return [...text.matchAll(new RegExp(`(?<!${LETTER})(?:${found})(?!${LETTER})`, "gu"))].map(({ index, 0: word }) => {
      const [[first, start], [last, before]] = [at(index), at(index + word.length - 1)];
      const range = new Range();
      range.setStart(first, index - start);
      range.setEnd(last, index + word.length - before);
      return range;
    });
  }

  function mark() {
    const { page, words } = JSON.parse(sessionStorage.getItem(KEY) || "{}");
    const [id] = window.recensioView?.read().get("at") || [recensio.decoded(location.hash.slice(1))];
    const place = document.getElementById(id) || document.querySelector("article.reading");
    if (page !== location.pathname || !words?.length || !place || !CSS.highlights) return;
    const found = ranges(place, words);
    CSS.highlights.set("found", new Highlight(...found));
    if (found.length && place.closest("article")) scrollBy(0, found[0].getBoundingClientRect().top - innerHeight / 2);
  }

  window.addEventListener("load", () => { try { mark(); } catch (error) { console.warn(error); } });
})();
