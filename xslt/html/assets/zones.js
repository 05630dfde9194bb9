/* Zones on a picture (sheet.js): pointed at, reached by keyboard, chosen. They are one stop; arrows lead on from one
   to the next.
     recensioZones(element, {zones, told(name, by), hasMoved})     zones: the svg that holds them; by: pointer,
                                                                   focus, choice */
window.recensioZones = (element, { zones, told, hasMoved }) => {
  const zoneOf = event => event.target.dataset?.zone;
  const tell = (name, by, isMeant) => element.addEventListener(name, event => {
    if (zoneOf(event) && isMeant(event)) told(zoneOf(event), by);
  });
  tell("pointerover", "pointer", event => event.pointerType === "mouse");
  tell("focusin", "focus", event => event.target.matches(":focus-visible"));
  tell("click", "choice", () => !hasMoved());
  tell("keydown", "choice", ({ key }) => key === "Enter" || key === " ");
  element.addEventListener("pointerleave", () => told("", "pointer"));

  const turn = by => element.dispatchEvent(new CustomEvent("turn", { detail: by }));
  const STEPS = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 };
  const TURNS = { PageDown: 1, PageUp: -1 };

  element.addEventListener("keydown", event => {
    const { key, target } = event;
    if (recensio.hasKey(event)) return;
    const step = zoneOf(event) && STEPS[key];
    if (step || TURNS[key] || (zoneOf(event) && key === " ")) event.preventDefault();
    if (TURNS[key]) turn(TURNS[key]);
    const all = [...zones.children];
    const next = step && all[all.indexOf(target) + step];
    if (!next) return;
    target.setAttribute("tabindex", -1);
    next.setAttribute("tabindex", 0);
    recensio.focus(next);
  });
};
