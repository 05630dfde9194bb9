/* What is shown, as the address of the page says it. #b1.l12 names a place in the text or an entry;
   #view:at=b1.l12;wit=A,B says more: keys and their values, each value percent-encoded. (No address of the text has a
   colon, so whoever looks for a place leaves such fragments alone.) Other scripts read and change the view here; a
   change is told by "hashchange".
     recensioView.read()                  a Map of keys and lists of values
     recensioView.write({wit: ["A"]})     an empty list takes a key away; other keys stay as they are
   What comes or goes is a step that leads back; what only changes is not, but for the texts side by side. */
(() => {
  const { decoded } = recensio;
  const SIGN = /^view(:|%3A)/i;
  const NO_PLACE = /^(part|place|from|call|witness):/;

  const read = () => {
    const fragment = location.hash.slice(1);
    if (!SIGN.test(fragment)) return new Map(fragment ? [["at", [decoded(fragment)]]] : []);
    const pairs = fragment.replace(SIGN, "").split(";").map(pair => pair.split("=")).filter(pair => pair[1]);
    return new Map(pairs.map(([key, values]) => [decoded(key), values.split(",").map(decoded)]));
  };

  const valuesOf = ([key, values]) => key + "=" + values.map(encodeURIComponent).join();

  const written = view => {
    const pairs = [...view].sort();
    if (!pairs.length) return "";
    if (pairs.length === 1 && view.has("at")) return "#" + encodeURIComponent(view.get("at")[0]);
    return "#view:" + pairs.map(valuesOf).join(";");
  };

  const stepsOf = view => [...view.keys()].sort().join() + view.get("with");

  const write = changes => {
    const view = read();
    const before = stepsOf(view);
    if (NO_PLACE.test(view.get("at"))) view.delete("at");
    for (const [key, values] of Object.entries(changes)) {
      if (values.length) view.set(key, values); else view.delete(key);
    }
    const fragment = written(view);
    if (fragment === location.hash) return;
    const address = location.href.split("#")[0] + fragment;
    if (stepsOf(view) === before) history.replaceState(null, "", address); else history.pushState(null, "", address);
    window.dispatchEvent(new HashChangeEvent("hashchange"));
  };

  window.recensioView = { read, write };
})();
