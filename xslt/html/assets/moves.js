/* How a picture (sheet.js) is moved and made larger by mouse, touch and keyboard, and its zones chosen.
     recensioSheetMoves(element, {zoom, zoomAt, whole, move, told, zones, step}) */
window.recensioSheetMoves = (element, { zoom, zoomAt, whole, move, told, zones, step }) => {
  const fingers = new Map();
  let moved = 0;

  const middle = () => {
    const all = [...fingers.values()];
    const seen = element.getBoundingClientRect();
    const [x, y] = ["x", "y"].map((key) => all.reduce((sum, one) => sum + one[key], 0) / all.length);
    return { x: x - seen.left, y: y - seen.top, apart: all.length > 1 ? Math.hypot(all[0].x - all[1].x, all[0].y - all[1].y) : 0 };
  };

  element.addEventListener("pointerdown", (event) => {
    if (event.button) return;
    if (!fingers.size) moved = 0;
    fingers.set(event.pointerId, { x: event.clientX, y: event.clientY });
  });
  element.addEventListener("pointermove", (event) => {
    if (!fingers.has(event.pointerId)) return;
    const before = middle();
    fingers.set(event.pointerId, { x: event.clientX, y: event.clientY });
    const now = middle();
    moved += Math.hypot(now.x - before.x, now.y - before.y) + Math.abs(now.apart - before.apart);
    if (moved > 4 && !element.hasPointerCapture(event.pointerId)) element.setPointerCapture(event.pointerId);
    move(now.x - before.x, now.y - before.y);
    if (before.apart) zoomAt(now.apart / before.apart, now.x, now.y);
  });
  for (const name of ["pointerup", "pointercancel"]) element.addEventListener(name, (event) => fingers.delete(event.pointerId));

  element.addEventListener("wheel", (event) => {
    event.preventDefault();
    const seen = element.getBoundingClientRect();
    zoomAt(Math.exp(-event.deltaY * (event.deltaMode ? 0.05 : 0.0015)), event.clientX - seen.left, event.clientY - seen.top);
  }, { passive: false });
  element.addEventListener("dblclick", (event) => {
    const seen = element.getBoundingClientRect();
    zoomAt(step * step, event.clientX - seen.left, event.clientY - seen.top);
  });

  /* zones: pointed at, chosen */
  const zoneOf = (event) => event.target.dataset?.zone;
  element.addEventListener("pointerover", (event) => { if (zoneOf(event) && event.pointerType === "mouse") told(zoneOf(event), "pointer"); });
  element.addEventListener("pointerleave", () => told("", "pointer"));
  element.addEventListener("focusin", (event) => { if (zoneOf(event) && event.target.matches(":focus-visible")) told(zoneOf(event), "focus"); });
  element.addEventListener("click", (event) => { if (zoneOf(event) && moved <= 4) told(zoneOf(event), "choice"); });

  const MOVES = { ArrowLeft: [60, 0], ArrowRight: [-60, 0], ArrowUp: [0, 60], ArrowDown: [0, -60] };
  const turn = (by) => element.dispatchEvent(new CustomEvent("turn", { detail: by }));
  const KEYS = { "+": () => zoom(step), "=": () => zoom(step), "-": () => zoom(1 / step), 0: whole, PageDown: () => turn(1), PageUp: () => turn(-1) };

  const inZones = (event) => {
    const all = [...zones.children];
    const next = all[all.indexOf(event.target) + ({ ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key] || 0)];
    if (event.key === "Enter" || event.key === " ") { told(zoneOf(event), "choice"); return true; }
    if (!event.key.startsWith("Arrow")) return false;
    if (next) { event.target.setAttribute("tabindex", -1); next.setAttribute("tabindex", 0); next.focus({ preventScroll: true }); }
    return true;
  };

  element.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    if (zoneOf(event) && inZones(event)) event.preventDefault();
    else if (MOVES[event.key]) { event.preventDefault(); move(...MOVES[event.key]); }
    else if (KEYS[event.key]) { event.preventDefault(); KEYS[event.key](); }
  });
};
