/* What stands around the picture beside the text: buttons, the name of the leaf, the words of a zone.
     const frame = recensioFrame(words, acts)    words: title and the names of the buttons; acts: turn(by), close(),
                                                 lead(zone)
     frame.element, frame.sheet (sheet.js)
     frame.show(leaf, count)                     a leaf as recensioLeaf(item) reads it from its li.leaf, with the
                                                 names of its zones
     frame.say(words) */
(() => {
  const { find, findAll, make, button } = recensio;

  window.recensioLeaf = item => {
    const pictures = findAll(".picture.is-shown", item).map(one => ({
      href: one.href || one.querySelector("img").src, info: one.dataset.info,
      width: Number(one.dataset.width), height: Number(one.dataset.height) }));
    const polygons = [...(item.querySelector("template")?.content.querySelectorAll("polygon") || [])];
    const { leaf, label, box } = item.dataset;
    return {
      name: leaf, label, box, link: find("a.is-linked", item), pictures: pictures.sort((a, b) => b.width - a.width),
      zones: polygons.map(one => ({ name: one.dataset.zone, points: one.getAttribute("points") })) };
  };

  window.recensioFrame = (words, acts) => {
    const sheet = recensioSheet(words);
    const label = make("a.leaf-label");
    const status = make("p.zone-words", { role: "status" });
    const control = (name, sign, act) => button(name, sign, words[name], act);
    const bar = make("div.panel-bar", { dir: "ltr" },
      control("before", "‹", () => acts.turn(-1)), label, control("next", "›", () => acts.turn(1)),
      control("smaller", "−", () => sheet.zoom(-1)), control("larger", "+", () => sheet.zoom(1)),
      control("whole", "⤢", sheet.whole), control("close", "×", acts.close));
    const element = make("div.facsimile-view", { hidden: true, role: "region", ariaLabel: words.title },
      bar, sheet.element, status);
    element.addEventListener("keydown", event => { if (event.key === "Escape") acts.close(); });
    sheet.element.addEventListener("turn", ({ detail }) => acts.turn(detail));
    sheet.element.addEventListener("zone", ({ detail }) => acts.lead(detail));

    const show = (leaf, count) => {
      element.hidden = false;
      label.textContent = `${leaf.label} (${count})`;
      label.href = leaf.link ? leaf.link.href : `#facs:${leaf.name}`;
      sheet.show({ ...leaf, label: `${words.title} ${leaf.label}` });
      if (!leaf.pictures.length && leaf.link) element.querySelector(".no-image").append(" ", leaf.link.cloneNode(true));
    };

    return { element, sheet, show, say: text => { status.textContent = text; } };
  };
})();
