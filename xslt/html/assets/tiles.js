/* A IIIF image service: what it has of a picture, in versions 2 and 3 of its protocol, level 0 (ready-made tiles)
   included.
     await recensioTiles({href, info})      href: of a picture that the service makes; info: its description as JSON
                                            ("": it is asked for it)
   gives { width, height, small, parts } or null: small is the address of all of it in a size that suits a screen,
   parts(scale, view) the tiles that show a part of it at a scale, each { x, y, width, height, src } in the measure
   of the whole. */
(() => {
  const REQUEST = /\/(full|square|[\d,.]+|pct:[\d,.]+)\/[^/]+\/!?[\d.]+\/[a-z]+(\.\w+)?$/;
  const [SIDE, MOST] = [1400, 150];

  const service = (base, info) => {
    const [tile] = info.tiles || [];
    /* (the versions differ in how they write a size) */
    const isThird = info.version ? info.version === 3 : !!info.id;
    const picture = (region, w, h) => `${base}/${region}/${w},${isThird ? h : ""}/0/default.jpg`;
    const sizes = (info.sizes || []).filter(one => one.width <= SIDE && one.height);
    const [small] = sizes.sort((a, b) => b.width - a.width);

    const part = (x, y, w, h, factor) => {
      const [width, height] = [Math.min(w, info.width - x), Math.min(h, info.height - y)];
      const isAll = width === info.width && height === info.height;
      const region = isAll ? "full" : [x, y, width, height].join();
      return { x, y, width, height, src: picture(region, Math.ceil(width / factor), Math.ceil(height / factor)) };
    };

    const parts = (scale, view) => {
      const factor = Math.max(1, ...tile.scaleFactors.filter(n => n * scale <= 1));
      const [w, h] = [tile.width * factor, (tile.height || tile.width) * factor];
      const made = [];
      const first = (at, side) => Math.max(0, Math.floor(at / side)) * side;
      const [right, bottom] = [Math.min(info.width, view.x + view.width), Math.min(info.height, view.y + view.height)];
      for (let y = first(view.y, h); y < bottom && made.length < MOST; y += h) {
        for (let x = first(view.x, w); x < right; x += w) made.push(part(x, y, w, h, factor));
      }
      return made;
    };
    return {
      width: info.width, height: info.height, small: small ? picture("full", small.width, small.height) : "",
      parts: tile?.scaleFactors ? parts : null };
  };

  window.recensioTiles = async picture => {
    const base = picture.href.replace(REQUEST, "");
    const asked = () => fetch(`${base}/info.json`, { credentials: "omit", referrerPolicy: "no-referrer" });
    const info = picture.info ? JSON.parse(picture.info) : await (await asked()).json();
    return Number(info.width) && Number(info.height) ? service(base, info) : null;
  };
})();
