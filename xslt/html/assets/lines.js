/* Lines and zones of <edition-facsimile> (facsimile.js): which line is pointed at, which words it has, and the way between the
   two. Put into the element's prototype, because one thing of 150 lines is enough. */
window.recensioFacsimileLines = (prototype, highlight, isBehind) => {
  const isBreak = (one) => one.hasAttribute("data-extra");

  const methods = {
    /* the words of something that has a zone: from a break to the next one, or all in it */
    words(line) {
      const range = new Range();
      if (!isBreak(line)) { range.selectNodeContents(line); return range; }
      const next = this.breaks[this.breaks.indexOf(line) + 1];
      range.setStartAfter(line);
      if (next) range.setEndBefore(next); else range.setEnd(this.article, this.article.childNodes.length);
      return range;
    },

    spoken(line) { return this.words(line).toString().replace(/\s+/g, " ").trim().slice(0, 90); },

    called(zone) {
      const line = this.lineOf(zone);
      return line ? `${this.dataset.zone}: ${this.spoken(line)}` : `${this.dataset.zone} ${zone}`;
    },

    lineOf(zone) {
      const found = this.lines.filter((one) => one.dataset.zones.split(" ").includes(zone));
      return found.find(isBreak) || found.at(-1);
    },

    /* the line that a place in the text is on: the innermost thing around it, or the break before it inside of that */
    lineAt(node) {
      const own = (node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement)?.closest("[data-zones]");
      if (own && isBreak(own)) return own;
      let [low, high] = [0, this.breaks.length];
      while (low < high) {
        const at = (low + high) >> 1;
        if (isBehind(this.breaks[at], node)) low = at + 1; else high = at;
      }
      const before = this.breaks[low - 1];
      const line = before && before.dataset.zones ? before : null;
      return line && own && !own.contains(line) && isBehind(line, own) ? own : line || own;
    },

    pointed(event) {
      if (!this.open || event.pointerType !== "mouse" || this.pointing) return;
      this.pointing = requestAnimationFrame(() => { this.pointing = 0; this.mark(this.under(event), false); });
    },

    under({ clientX, clientY, target }) {
      const at = document.caretPositionFromPoint ? document.caretPositionFromPoint(clientX, clientY)?.offsetNode
        : document.caretRangeFromPoint?.(clientX, clientY)?.startContainer;
      const node = at && this.article.contains(at) ? at : target;
      return this.article.contains(node) && node !== this.article ? this.lineAt(node) : null;
    },

    /* a tap or click on a line; the sign of a page opens its picture here, unless it is asked for elsewhere */
    clicked(event) {
      if (event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
      if (event.target.closest("nav.views a[href='#part:facsimiles']")) { event.preventDefault(); this.go(this.inSight()); return; }
      const sign = event.target.closest("article.reading a.facs");
      const leaf = sign && this.leaf(sign.closest("[data-leaf]").dataset.leaf);
      if (leaf && leaf.pictures.length) {
        event.preventDefault();
        this.go(leaf);
      } else if (this.open && this.article.contains(event.target)) {
        this.mark(this.under(event), true);
      }
    },

    focused(event) { if (this.open) this.mark(this.lineAt(event.target), false); },

    /* outline the zone of a line; where it was asked for, on whatever leaf that is */
    mark(line, asked) {
      if (!line || line === this.line) return;
      const names = line.dataset.zones.split(" ");
      const leaf = this.leaves.find((one) => one.zones.some((zone) => names.includes(zone.name)));
      if (leaf && leaf !== this.open && asked) { this.show(leaf); this.held = true; }
      this.line = line;
      this.tint(line);
      this.sheet.mark(names);
    },

    unmark() { this.line = null; this.tint(null); this.status.textContent = ""; },

    tint(line) {
      if (!window.Highlight) return;
      if (line) CSS.highlights.set(highlight, new Highlight(this.words(line))); else CSS.highlights.delete(highlight);
    },

    /* from a zone to its line */
    lead({ name, chosen, follow }) {
      const line = name && this.lineOf(name);
      this.line = line || null;
      this.tint(line);
      if (!line) return;
      this.sheet.mark([name], follow);
      this.status.textContent = chosen ? this.spoken(line) : "";
      if (!chosen) return;
      this.held = true;
      line.scrollIntoView({ block: "center" });
    },
  };
  for (const [name, method] of Object.entries(methods)) Object.defineProperty(prototype, name, { value: method });
};
