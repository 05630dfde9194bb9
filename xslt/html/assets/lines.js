/* Lines of a text, and the zones of pictures that show them: what bears data-zones is a paragraph, or a break whose
   line runs to the next one.
     const lines = recensioLines(article)
     lines.spoken(line)      its first words
     lines.ofZone(zone)      the line that a zone shows
     lines.called(zone, kind)    the name of a zone: what it is, and the words of its line
     lines.at(node)          the line that a place in the text is on
     lines.under(event)      the line under the pointer
     lines.tint(line)        highlights its words; without a line, none */
(() => {
  const { findAll, caret, light } = recensio;
  const isBreak = line => line.hasAttribute("data-extra");
  const isBehind = (one, node) => Boolean(one.compareDocumentPosition(node) & Node.DOCUMENT_POSITION_FOLLOWING);

  window.recensioLines = article => {
    const breaks = findAll(".lb, .pb, .cb", article);
    const lines = findAll("[data-zones]", article);

    /* from a break to the next one, or all in it */
    const words = line => {
      const range = new Range();
      range.selectNodeContents(isBreak(line) ? article : line);
      if (!isBreak(line)) return range;
      const next = breaks[breaks.indexOf(line) + 1];
      range.setStartAfter(line);
      if (next) range.setEndBefore(next);
      return range;
    };

    /* the last break that stands before a place */
    const breakBefore = node => {
      let [low, high] = [0, breaks.length];
      while (low < high) {
        const middle = (low + high) >> 1;
        if (isBehind(breaks[middle], node)) low = middle + 1; else high = middle;
      }
      return breaks[low - 1];
    };

    /* the innermost thing around it, or the break before it inside of that */
    const at = node => {
      const own = (node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement)?.closest("[data-zones]");
      if (own && isBreak(own)) return own;
      const before = breakBefore(node);
      if (!before?.dataset.zones) return own;
      return own && !own.contains(before) && isBehind(before, own) ? own : before;
    };

    const spoken = line => words(line).toString().replace(/\s+/g, " ").trim().slice(0, 90);
    const ofZone = zone => {
      const found = lines.filter(one => one.dataset.zones.split(" ").includes(zone));
      return found.find(isBreak) || found.at(-1);
    };

    return {
      at, spoken, ofZone,
      called: (zone, kind) => {
        const line = ofZone(zone);
        return kind + (line ? `: ${spoken(line)}` : ` ${zone}`);
      },
      under: ({ clientX, clientY, target }) => {
        const found = caret(clientX, clientY)?.node;
        const node = found && article.contains(found) ? found : target;
        return article.contains(node) && node !== article ? at(node) : null;
      },
      tint: line => light("recensio-line", line ? [words(line)] : []),
    };
  };
})();
