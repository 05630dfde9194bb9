/* What is shown of entries that are open.
     const panel = recensioPanel(words, acts)   words: title, close, next, before, witnesses; acts: functions before,
                                                next, close
     panel.element                              a region, to be put behind the control that opens it
     panel.fill(name, count, ids, current)      the entries with these ids, copied from the foot of the page, and who
                                                the witnesses in them are (template.witness-names), those of groups
                                                too
     panel.put(control)                         behind the control; what is around it gets data-holds. The style sheet
                                                is told how high it would stand beside the text (--at)
     panel.remove() */
(() => {
  const { find, findAll, make, button } = recensio;
  const FEW = 8;

  /* an entry as it stands at the foot of the page, without its addresses */
  const copy = id => {
    const entry = document.getElementById(id) || document.getElementById("again:" + id);
    if (!entry) return null;
    const made = entry.cloneNode(true);
    for (const one of [made, ...made.querySelectorAll("[id]")]) one.removeAttribute("id");
    for (const back of made.querySelectorAll(".back, .continued")) back.remove();
    return made;
  };

  /* entries in readings of others have no place in the text: they are told with those */
  let inner;
  const innerOf = id => {
    inner ??= findAll("section.apparatus .entry[data-inside]").filter(one => !one.querySelector(":scope > a.back"));
    return inner.filter(one => one.dataset.inside === id && !one.hasAttribute("data-off")).map(one => one.id);
  };
  const withInner = ids => ids.flatMap(id => [id, ...withInner(innerOf(id).filter(one => !ids.includes(one)))]);

  const witnessesIn = entries => {
    const named = entries.flatMap(one => findAll("[data-wit]", one));
    const wits = new Set(named.flatMap(one => one.dataset.wit.split(" ")));
    const rows = [...(find("template.witness-names")?.content.children || [])];
    const answers = one => [one.dataset.id, ...(one.dataset.answers || "").split(" ")];
    return rows.filter(one => answers(one).some(id => wits.has(id))).map(one => one.cloneNode(true));
  };

  /* the block around a control, and all that might not be laid out while it is out of sight */
  const around = control => {
    const found = [];
    for (let at = control.parentElement; at && !at.matches("article, section.notes"); at = at.parentElement) {
      const { display, contentVisibility } = getComputedStyle(at);
      if (contentVisibility === "auto" || !(found.length || display.startsWith("inline"))) found.push(at);
    }
    return found;
  };

  window.recensioPanel = (words, acts) => {
    const counted = make("span.panel-count");
    const bar = make("div.panel-bar", {},
      button("before", "‹", words.before, acts.before), counted,
      button("next", "›", words.next, acts.next), button("close", "×", words.close, acts.close));
    const element = make("div.panel", { id: "part:panel", role: "region", "data-extra": "" }, bar);
    element.dir = document.documentElement.dir || "ltr";
    let holds = [];

    const fill = (name, count, ids, current) => {
      counted.textContent = count;
      element.ariaLabel = `${words.title}: ${name}`;
      const made = withInner(ids).map(id => [id, copy(id)]).filter(([, entry]) => entry);
      for (const [id, entry] of made) entry.classList.toggle("current", id === current && made.length > 1);
      const entries = made.map(([, entry]) => entry);
      element.replaceChildren(bar, ...entries);
      const names = witnessesIn(entries).map(one => make("li", one));
      if (!names.length) return;
      element.append(make("details", { open: names.length <= FEW },
        make("summary", { textContent: `${words.witnesses} (${names.length})` }),
        make("ul.panel-witnesses", ...names)));
    };

    const remove = () => {
      element.remove();
      for (const one of holds) delete one.dataset.holds;
      holds = [];
    };

    const put = control => {
      remove();
      holds = around(control);
      for (const one of holds) one.dataset.holds = "";
      control.after(element);
      const height = Math.min(element.offsetHeight, innerHeight - 32);
      const top = Math.max(16, Math.min(control.getBoundingClientRect().top - 48, innerHeight - height - 16));
      element.style.setProperty("--at", `${top}px`);
    };

    return { element, fill, put, remove };
  };
})();
