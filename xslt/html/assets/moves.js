/* How a drawing or a picture is moved and made larger by mouse, touch and keyboard.
     recensioMoves(element, {zoom(factor), zoomAt(factor, x, y), whole(), move(dx, dy), step, wheel})
   x and y are as seen from the corner of the element; wheel(event) says whether the wheel is meant for it. Gives a
   function that tells whether the last press of the pointer went further than a click. Keys: + - 0 and arrows;
   those are left to the page if move gives false. */
window.recensioMoves = (element, { zoom, zoomAt, whole, move, step, wheel = () => true }) => {
  const { hasKey } = recensio;
  const fingers = new Map();
  let moved = 0;

  const hear = (names, listener, options) => {
    for (const name of names.split(" ")) element.addEventListener(name, listener, options);
  };
  const inside = ({ clientX, clientY }) => {
    const seen = element.getBoundingClientRect();
    return [clientX - seen.left, clientY - seen.top];
  };
  const middle = () => {
    const all = [...fingers.values()];
    const [x, y] = [0, 1].map(n => all.reduce((sum, one) => sum + one[n], 0) / all.length);
    const [a, b] = all;
    return { x, y, apart: b ? Math.hypot(a[0] - b[0], a[1] - b[1]) : 0 };
  };

  hear("pointerdown", event => {
    if (event.button) return;
    if (!fingers.size) moved = 0;
    fingers.set(event.pointerId, inside(event));
  });
  hear("pointermove", event => {
    if (!fingers.has(event.pointerId)) return;
    const before = middle();
    fingers.set(event.pointerId, inside(event));
    const now = middle();
    moved += Math.hypot(now.x - before.x, now.y - before.y) + Math.abs(now.apart - before.apart);
    if (moved > 4 && !element.hasPointerCapture(event.pointerId)) element.setPointerCapture(event.pointerId);
    move(now.x - before.x, now.y - before.y);
    if (before.apart) zoomAt(now.apart / before.apart, now.x, now.y);
  });
  hear("pointerup pointercancel", event => fingers.delete(event.pointerId));
  hear("wheel", event => {
    if (!wheel(event)) return;
    event.preventDefault();
    zoomAt(Math.exp(-event.deltaY * (event.deltaMode ? 0.05 : 0.0015)), ...inside(event));
  }, { passive: false });
  hear("dblclick", event => zoomAt(step * step, ...inside(event)));

  const [larger, smaller] = [() => zoom(step), () => zoom(1 / step)];
  const acts = {
    "+": larger, "=": larger, "-": smaller, 0: whole,
    ArrowLeft: () => move(60, 0), ArrowRight: () => move(-60, 0),
    ArrowUp: () => move(0, 60), ArrowDown: () => move(0, -60) };
  hear("keydown", event => {
    if (event.defaultPrevented || hasKey(event) || !acts[event.key]) return;
    if (acts[event.key]() !== false) event.preventDefault();
  });

  return () => moved > 4;
};
