/* A IIIF image service: what it has of a picture, in versions 2 and 3 of its protocol, level 0 (ready-made tiles) included.
     await recensioTiles({href, info})      href: of a picture that the service makes; info: its description as JSON ("": it is asked for it)
   gives { width, height, small, parts } or null: small is the address of all of it in a size that suits a screen, parts(scale, view)
   the tiles that show a part of it at a scale, each { x, y, width, height, src } in the measure of the whole. */
(() => {
  const REQUEST = /\/(full|square|[\d,.]+|pct:[\d,.]+)\/[^/]+\/!?[\d.]+\/[a-z]+(\.\w+)?$/;
  const [SIDE, MOST] = [1400, 150];

  /* (the versions differ in how they write a size) */
  const service = (base, info) => {
    const v3 = info.version ? info.version === 3 : !!info.id;
    const size = (w, h) => (v3 ? `${w},${h}` : `${w},`);
    const picture = (region, w, h) => `${base}/${region}/${size(w, h)}/0/default.jpg`;
    const [tile] = info.tiles || [];
    const small = (info.sizes || []).filter((one) => one.width <= SIDE && one.height).sort((a, b) => b.width - a.width)[0];
    const parts = (scale, view) => {
      const factor = Math.max(1, ...tile.scaleFactors.filter((n) => n * scale <= 1));
      const [w, h] = [tile.width * factor, (tile.height || tile.width) * factor];
      const made = [];
      for (let y = Math.max(0, Math.floor(view.y / h)) * h; y < Math.min(info.height, view.y + view.height) && made.length < MOST; y += h) {
        for (let x = Math.max(0, Math.floor(view.x / w)) * w; x < Math.min(info.width, view.x + view.width); x += w) {
          const [width, height] = [Math.min(w, info.width - x), Math.min(h, info.height - y)];
          const region = width === info.width && height === info.height ? "full" : `${x},${y},${width},${height}`;
          made.push({ x, y, width, height, src: picture(region, Math.ceil(width / factor), Math.ceil(height / factor)) });
        }
      }
      return made;
    };
    return { width: info.width, height: info.height, small: small ? picture("full", small.width, small.height) : "", parts: tile && tile.scaleFactors ? parts : null };
  };

  window.recensioTiles = async (picture) => {
    const base = picture.href.replace(REQUEST, "");
    const info = picture.info ? JSON.parse(picture.info)
      : await (await fetch(`${base}/info.json`, { credentials: "omit", referrerPolicy: "no-referrer" })).json();
    return Number(info.width) && Number(info.height) ? service(base, info) : null;
  };
})();
