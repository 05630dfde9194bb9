/* What is shown, as the address of the page says it. #b1.l12 names a place in the text or an entry; #view:at=b1.l12;wit=A,B
   says more: keys and their values, each value percent-encoded. (No address of the text has a colon, so whoever looks for a
   place leaves such fragments alone.) Other scripts read and change the view here; a change is told by "hashchange".
     recensioView.read()                  a Map of keys and lists of values
     recensioView.write({wit: ["A"]})     an empty list takes a key away; other keys stay as they are */
(() => {
  const SIGN = /^view(:|%3A)/i;
  const decoded = (text) => { try { return decodeURIComponent(text); } catch { return text; } };

  const read = () => {
    const fragment = location.hash.slice(1);
    if (!SIGN.test(fragment)) return new Map(fragment ? [["at", [decoded(fragment)]]] : []);
    const pairs = fragment.replace(SIGN, "").split(";").map((pair) => pair.split("=")).filter((pair) => pair[1]);
    return new Map(pairs.map(([key, values]) => [decoded(key), values.split(",").map(decoded)]));
  };

  const written = (view) => {
    const keys = [...view.keys()].sort();
    if (!keys.length) return "";
    if (keys.join() === "at") return `#${encodeURIComponent(view.get("at")[0])}`;
    return `#view:${keys.map((key) => `${key}=${view.get(key).map(encodeURIComponent).join(",")}`).join(";")}`;
  };

  const write = (changes) => {
    const view = read();
    if (view.has("at") && /^(part|place|from|call|witness):/.test(view.get("at")[0])) view.delete("at");
    for (const [key, values] of Object.entries(changes)) if (values.length) view.set(key, values); else view.delete(key);
    const fragment = written(view);
    if (fragment === location.hash) return;
    history.replaceState(null, "", location.href.split("#")[0] + fragment);
    window.dispatchEvent(new HashChangeEvent("hashchange"));
  };

  window.recensioView = { read, write };
})();
