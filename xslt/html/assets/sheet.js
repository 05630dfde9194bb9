/* A picture that can be moved and made larger, with zones on it.
     const sheet = recensioSheet(words)          words: move, zone, missing
     sheet.element                               what is seen; it sends "zone" (detail: name, chosen, follow) when a zone is
                                                 pointed at, reached or chosen, and "turn" (detail: 1, -1) for PageDown and PageUp
     sheet.show(leaf)                            pictures [{href, width, height, info}], box "x y w h", zones [{name, points, label}], label
     sheet.zoom(factor)  sheet.whole()           larger and smaller; all of it
     sheet.mark(names, follow)                   outlines these zones, and brings the first of them into sight
   Mouse: drag, wheel, double click. Touch: drag, two fingers. Keyboard: arrows, + - 0; in the zones, which are one stop, up
   and down. Of a IIIF image service it takes tiles (tiles.js). */
(() => {
  const SVG = "http://www.w3.org/2000/svg";
  const [STEP, MOST] = [1.3, 6];
  const make = (name, properties = {}) => Object.assign(document.createElement(name), properties);
  const fits = (value, least, most) => Math.min(Math.max(value, least), most);

  window.recensioSheet = (words) => {
    const element = make("div", { className: "sheet", tabIndex: 0 });
    const paper = make("div", { className: "paper" });
    const tiles = make("div", { className: "tiles" });
    const zones = document.createElementNS(SVG, "svg");
    element.setAttribute("role", "group");
    element.append(paper);
    let [turn, x, y, scale, least, width, height, source, own] = [0, 0, 0, 1, 1, 1, 1, null, 1];

    const place = () => {
      x = fits(x, Math.min(0, element.clientWidth - width * scale), Math.max(0, element.clientWidth - width * scale));
      y = fits(y, Math.min(0, element.clientHeight - height * scale), Math.max(0, element.clientHeight - height * scale));
      if (width * scale < element.clientWidth) x = (element.clientWidth - width * scale) / 2;
      if (height * scale < element.clientHeight) y = (element.clientHeight - height * scale) / 2;
      paper.style.transform = `translate(${x}px, ${y}px) scale(${scale})`;
      const shown = paper.querySelector("img");
      if (shown && shown.srcset) shown.sizes = `${Math.ceil(width * scale)}px`;
      if (source && source.parts) draw();
    };

    /* the tiles that are in sight, where the picture below them is too coarse */
    const draw = () => {
      const dense = scale * devicePixelRatio;
      const view = { x: -x / scale, y: -y / scale, width: element.clientWidth / scale, height: element.clientHeight / scale };
      const wanted = dense > own * 1.1 ? source.parts(dense, view) : [];
      const there = new Map([...tiles.children].map((one) => [one.src, one]));
      for (const one of wanted) {
        const src = new URL(one.src, document.baseURI).href;
        if (there.delete(src)) continue;
        const tile = make("img", { alt: "", src, referrerPolicy: "no-referrer", onerror: () => tile.remove() });
        Object.assign(tile.style, { left: `${one.x}px`, top: `${one.y}px`, width: `${one.width}px`, height: `${one.height}px` });
        tiles.append(tile);
      }
      if (wanted.length) for (const old of there.values()) if (there.size > 60 || old.complete) old.remove();
    };

    const zoomAt = (factor, left, top) => {
      const next = fits(scale * factor, least, Math.max(MOST, least * 8));
      [x, y, scale] = [left - (left - x) * (next / scale), top - (top - y) * (next / scale), next];
      place();
    };
    const zoom = (factor) => zoomAt(factor, element.clientWidth / 2, element.clientHeight / 2);
    const whole = () => {
      least = Math.min(element.clientWidth / width, element.clientHeight / height) || 1;
      [scale, x, y] = [least, 0, 0];
      place();
    };

    const told = (name, by) => element.dispatchEvent(new CustomEvent("zone", { detail: { name, chosen: by === "choice", follow: by !== "pointer" } }));
    const zone = ({ name, points, label }, n) => {
      const made = document.createElementNS(SVG, "polygon");
      for (const [key, value] of Object.entries({ points, role: "button", tabindex: n ? -1 : 0, "aria-label": label, "data-zone": name })) made.setAttribute(key, value);
      return made;
    };

    const said = (text) => {
      paper.replaceChildren();
      element.querySelector(".no-image")?.remove();
      if (text) element.append(make("p", { className: "no-image", textContent: text }));
    };

    /* the picture is there: now its measures are known */
    const laid = (leaf, image) => {
      paper.style.width = `${width}px`;
      paper.style.height = `${height}px`;
      zones.setAttribute("viewBox", leaf.box || `0 0 ${width} ${height}`);
      zones.setAttribute("preserveAspectRatio", "none");
      zones.replaceChildren(...leaf.zones.map(zone));
      tiles.replaceChildren();
      paper.replaceChildren(image, tiles, zones);
      whole();
      element.dispatchEvent(new CustomEvent("laid"));
    };

    const show = async (leaf) => {
      const mine = turn += 1;
      element.setAttribute("aria-label", `${leaf.label}. ${words.move}`);
      const [first] = leaf.pictures;
      said(first ? "" : words.missing);
      if (!first) return;
      let found = null;
      if (first.info !== undefined) try { found = await window.recensioTiles(first); } catch { /* the whole picture, then */ }
      if (mine !== turn) return;
      const image = make("img", { alt: leaf.label, referrerPolicy: "no-referrer", draggable: false });
      image.onerror = () => { if (mine === turn) said(`${words.missing}: ${decodeURIComponent(image.src.split("/").pop())}`); };
      image.onload = () => {
        if (mine !== turn) return;
        source = found;
        [width, height] = found ? [found.width, found.height] : [first.width || image.naturalWidth || 1000, first.height || image.naturalHeight || 1000];
        own = image.naturalWidth / width;
        image.onload = null;
        laid(leaf, image);
      };
      const sized = leaf.pictures.filter((one) => one.width && Math.abs(one.width / one.height / (first.width / first.height) - 1) < 0.02);
      if (!found && sized.length > 1) Object.assign(image, { sizes: `${element.clientWidth}px`, srcset: sized.map((one) => `${one.href} ${one.width}w`).join(", ") });
      image.src = (found && found.small) || first.href;
    };

    const mark = (names, follow = true) => {
      const marked = [...zones.children].filter((one) => one.classList.toggle("marked", names.includes(one.dataset.zone)));
      if (!marked.length || !follow) return;
      const [seen, at] = [element.getBoundingClientRect(), marked[0].getBoundingClientRect()];
      if (at.left < seen.left) x += seen.left - at.left + 12; else if (at.right > seen.right) x -= Math.min(at.right - seen.right + 12, at.left - seen.left);
      if (at.top < seen.top) y += seen.top - at.top + 12; else if (at.bottom > seen.bottom) y -= Math.min(at.bottom - seen.bottom + 12, at.top - seen.top);
      place();
    };

    window.recensioSheetMoves(element, { zoom, zoomAt, whole, told, zones, step: STEP, move: (dx, dy) => { x += dx; y += dy; place(); } });
    if (window.ResizeObserver) new ResizeObserver(() => { if (scale <= least) whole(); else place(); }).observe(element);
    return { element, show, zoom: (n) => zoom(n > 0 ? STEP : 1 / STEP), whole, mark };
  };
})();
