/* What is shown of entries that are open.
     const panel = recensioPanel(words, acts)   words: title, close, next, before, witnesses; acts: functions before, next, close
     panel.element                              a region, to be put behind the control that opens it
     panel.fill(name, count, ids, current)      the entries with these ids, copied from the foot of the page, and who the
                                                witnesses in them are (template.witness-names), those of groups too
     panel.stand(control)                       tells the style sheet how high it would stand beside the control (--at), and on which side (data-side) */
(() => {
  const FEW = 8;
  const make = (name, properties, ...children) => {
    const made = Object.assign(document.createElement(name), properties);
    made.append(...children);
    return made;
  };

  const button = (name, sign, label, act) => {
    const made = make("button", { type: "button", className: name, textContent: sign, title: label });
    made.setAttribute("aria-label", label);
    made.addEventListener("click", act);
    return made;
  };

  /* an entry as it stands at the foot of the page, without its addresses */
  const copy = (id) => {
    const entry = document.getElementById(id) || document.getElementById(`again:${id}`);
    if (!entry) return null;
    const made = entry.cloneNode(true);
    for (const one of [made, ...made.querySelectorAll("[id]")]) one.removeAttribute("id");
    for (const back of made.querySelectorAll(".back, .continued")) back.remove();
    return made;
  };

  /* entries in readings of others have no place in the text: they are told with those */
  const withInner = (ids) => ids.flatMap((id) => [id, ...withInner([...document.querySelectorAll("section.apparatus .entry[data-inside]:not([data-off], :has(> a.back))")]
    .filter((one) => one.dataset.inside === id && !ids.includes(one.id)).map((one) => one.id))]);

  const witnessesIn = (entries) => {
    const wits = new Set(entries.flatMap((one) => [...one.querySelectorAll("[data-wit]")]).flatMap((one) => one.dataset.wit.split(" ")));
    const names = document.querySelector("template.witness-names");
    const answers = (one) => [one.dataset.id, ...(one.dataset.answers || "").split(" ")];
    return names ? [...names.content.children].filter((one) => answers(one).some((id) => wits.has(id))).map((one) => one.cloneNode(true)) : [];
  };

  window.recensioPanel = (words, acts) => {
    const counted = make("span", { className: "panel-count" });
    const bar = make("div", { className: "panel-bar" }, button("before", "‹", words.before, acts.before), counted,
      button("next", "›", words.next, acts.next), button("close", "×", words.close, acts.close));
    const element = make("div", { className: "panel", id: "part:panel" }, bar);
    element.setAttribute("role", "region");
    element.dir = document.documentElement.dir || "ltr";
    element.setAttribute("data-extra", "");

    const fill = (name, count, ids, current) => {
      counted.textContent = count;
      element.setAttribute("aria-label", `${words.title}: ${name}`);
      const made = withInner(ids).map((id) => [id, copy(id)]).filter(([, entry]) => entry);
      for (const [id, entry] of made) entry.classList.toggle("current", id === current && made.length > 1);
      while (element.lastChild !== bar) element.lastChild.remove();
      element.append(...made.map(([, entry]) => entry));
      const names = witnessesIn(made.map(([, entry]) => entry));
      if (names.length) {
        element.append(make("details", { open: names.length <= FEW }, make("summary", { textContent: `${words.witnesses} (${names.length})` }),
          make("ul", { className: "panel-witnesses" }, ...names.map((one) => make("li", {}, one)))));
      }
    };

    const stand = (control) => {
      element.dataset.side = getComputedStyle(control.closest("article, section")).direction === "rtl" ? "left" : "right";
      const height = Math.min(element.offsetHeight, innerHeight - 32);
      const top = Math.max(16, Math.min(control.getBoundingClientRect().top - 48, innerHeight - height - 16));
      element.style.setProperty("--at", `${top}px`);
    };

    return { element, fill, stand };
  };
})();
