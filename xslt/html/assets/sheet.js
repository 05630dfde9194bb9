/* A picture that can be moved and made larger, with zones on it.
     const sheet = recensioSheet(words)          words: move, zone, missing
     sheet.element                               what is seen; it sends "zone" (detail: name, chosen, follow) when a
                                                 zone is pointed at, reached or chosen, "turn" (detail: 1, -1) for
                                                 PageDown and PageUp, "laid" when a picture is there
     sheet.show(leaf)                            pictures [{href, width, height, info}], box "x y w h", zones [{name,
                                                 points, label}], label
     sheet.zoom(by)  sheet.whole()               larger (1) and smaller (-1); all of it
     sheet.mark(names, follow)                   outlines these zones, and brings the first of them into sight
   How it is moved: moves.js; how zones are reached: zones.js. Of a IIIF image service it takes tiles (tiles.js). */
(() => {
  const { make, decoded } = recensio;
  const SVG = "http://www.w3.org/2000/svg";
  const [STEP, MOST] = [1.3, 6];
  const fits = (value, least, most) => Math.min(Math.max(value, least), most);
  /* where something that is so long begins in a room: it fills the room, or stands in its middle */
  const settled = (at, length, room) => (length < room ? (room - length) / 2 : fits(at, room - length, 0));
  /* how far it has to move to be seen */
  const astray = (at, length, room) => {
    const behind = at + length - room;
    return at < 0 ? 12 - at : behind > 0 ? -Math.min(behind + 12, at) : 0;
  };

  const polygon = ({ name, points, label }, n) => {
    const made = document.createElementNS(SVG, "polygon");
    const told = { points, role: "button", tabindex: n ? -1 : 0, "aria-label": label, "data-zone": name };
    for (const [key, value] of Object.entries(told)) made.setAttribute(key, value);
    return made;
  };

  window.recensioSheet = words => {
    const element = make("div.sheet", { tabIndex: 0, role: "group" });
    const paper = make("div.paper");
    const tiles = make("div.tiles");
    const zones = document.createElementNS(SVG, "svg");
    element.append(paper);
    let [turn, x, y, scale, least, width, height, source, own] = [0, 0, 0, 1, 1, 1, 1, null, 1];

    const place = () => {
      x = settled(x, width * scale, element.clientWidth);
      y = settled(y, height * scale, element.clientHeight);
      paper.style.transform = `translate(${x}px, ${y}px) scale(${scale})`;
      const shown = paper.querySelector("img");
      if (shown?.srcset) shown.sizes = `${Math.ceil(width * scale)}px`;
      if (source?.parts) draw();
    };

    const tile = (src, { x: left, y: top, width: wide, height: high }) => {
      const made = make("img", { alt: "", src, referrerPolicy: "no-referrer", onerror: () => made.remove() });
      const measures = { left, top, width: wide, height: high };
      for (const [name, value] of Object.entries(measures)) made.style[name] = `${value}px`;
      return made;
    };

    /* the tiles that are in sight, where the picture below them is too coarse */
    const draw = () => {
      const dense = scale * devicePixelRatio;
      const view = {
        x: -x / scale, y: -y / scale, width: element.clientWidth / scale, height: element.clientHeight / scale };
      const wanted = dense > own * 1.1 ? source.parts(dense, view) : [];
      const there = new Map([...tiles.children].map(one => [one.src, one]));
      for (const one of wanted) {
        const src = new URL(one.src, document.baseURI).href;
        if (!there.delete(src)) tiles.append(tile(src, one));
      }
      if (wanted.length) for (const old of there.values()) if (there.size > 60 || old.complete) old.remove();
    };

    const zoomAt = (factor, left, top) => {
      const next = fits(scale * factor, least, Math.max(MOST, least * 8));
      [x, y, scale] = [left - (left - x) * (next / scale), top - (top - y) * (next / scale), next];
      place();
    };
    const zoom = factor => zoomAt(factor, element.clientWidth / 2, element.clientHeight / 2);
    const whole = () => {
      least = Math.min(element.clientWidth / width, element.clientHeight / height) || 1;
      [scale, x, y] = [least, 0, 0];
      place();
    };
    const move = (dx, dy) => { x += dx; y += dy; place(); };

    const told = (name, by) => {
      const detail = { name, chosen: by === "choice", follow: by !== "pointer" };
      element.dispatchEvent(new CustomEvent("zone", { detail }));
    };

    const say = text => {
      paper.replaceChildren();
      element.querySelector(".no-image")?.remove();
      if (text) element.append(make("p.no-image", text));
    };

    /* the picture is there: now its measures are known */
    const lay = (leaf, image) => {
      paper.style.width = `${width}px`;
      paper.style.height = `${height}px`;
      zones.setAttribute("viewBox", leaf.box || `0 0 ${width} ${height}`);
      zones.setAttribute("preserveAspectRatio", "none");
      zones.replaceChildren(...leaf.zones.map(polygon));
      tiles.replaceChildren();
      paper.replaceChildren(image, tiles, zones);
      whole();
      element.dispatchEvent(new CustomEvent("laid"));
    };

    /* several sizes of one picture, for the browser to choose from */
    const sizes = ([first, ...others]) => {
      const isSame = one => Math.abs((one.width / one.height) / (first.width / first.height) - 1) < 0.02;
      return [first, ...others].filter(one => one.width && isSame(one)).map(one => `${one.href} ${one.width}w`);
    };

    const show = async leaf => {
      const mine = turn += 1;
      element.ariaLabel = `${leaf.label}. ${words.move}`;
      const [first] = leaf.pictures;
      say(first ? "" : words.missing);
      if (!first) return;
      let found = null;
      if (first.info !== undefined) try { found = await recensioTiles(first); } catch { /* the whole picture, then */ }
      const image = make("img", { alt: leaf.label, referrerPolicy: "no-referrer", draggable: false });
      const srcset = sizes(leaf.pictures);
      if (!found && srcset.length > 1) [image.sizes, image.srcset] = [`${element.clientWidth}px`, srcset.join(", ")];
      const src = found?.small || first.href;
      image.onerror = () => { if (mine === turn) say(`${words.missing}: ${decoded(src.split("/").pop())}`); };
      image.onload = () => {
        image.onload = null;
        if (mine !== turn) return;
        source = found;
        width = (found || first).width || image.naturalWidth || 1000;
        height = (found || first).height || image.naturalHeight || 1000;
        own = image.naturalWidth / width;
        lay(leaf, image);
      };
      if (mine === turn) image.src = src;
    };

    const mark = (names, isFollowed = true) => {
      const isMeant = zone => zone.classList.toggle("marked", names.includes(zone.dataset.zone));
      const [first] = [...zones.children].filter(isMeant);
      if (!first || !isFollowed) return;
      const [seen, at] = [element.getBoundingClientRect(), first.getBoundingClientRect()];
      move(astray(at.left - seen.left, at.width, seen.width), astray(at.top - seen.top, at.height, seen.height));
    };

    recensioZones(element, { zones, told, hasMoved: () => hasMoved() });
    const hasMoved = recensioMoves(element, { zoom, zoomAt, whole, move, step: STEP });
    new ResizeObserver(() => (scale <= least ? whole() : place())).observe(element);
    return { element, show, zoom: by => zoom(by > 0 ? STEP : 1 / STEP), whole, mark };
  };
})();
