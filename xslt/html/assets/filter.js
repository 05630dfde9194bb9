/* Choosing among variants by witness, type and cause. <edition-filter> (empty, hidden) reads what the readings of
   the entries at the foot of the page say (data-wit, data-type, data-cause), and offers what there is, with
   numbers of entries: when it is opened, or the address asks for it. An entry is shown if one of its readings is
   of the kinds that are chosen. The choice stands in the address: #view:wit=A,B;type=omission. What is not shown
   gets data-off; "recensio-filter" tells of it. */
(() => {
  const { find, findAll, make, button, named, Widget } = recensio;
  const KINDS = ["wit", "type", "cause"];
  const words = text => (text || "").split(" ").filter(Boolean);

  /* those that the page names, with all ids that stand for each of them */
  const witnesses = () => {
    const listed = [...(find("template.witness-names")?.content.children || [])];
    return listed.map(one => ({
      value: one.dataset.id, name: [...find("b", one).cloneNode(true).childNodes], title: find("span", one).textContent,
      answers: words(`${one.dataset.id} ${one.dataset.answers || ""}`) }));
  };

  customElements.define("edition-filter", class extends Widget {
    connectedCallback() {
      if (!find(".apparatus .rdg:not(.base):is([data-wit], [data-type], [data-cause])")) return;
      this.details = make("details", make("summary", this.dataset.title));
      this.status = make("p.status", { role: "status" });
      this.all = button("", this.dataset.all, this.dataset.all, () => {
        recensioView.write({ wit: [], type: [], cause: [] });
        this.details.querySelector("summary").focus();
      });
      this.all.hidden = true;
      this.replaceChildren(this.details, make("div.chosen", this.status, this.all));
      this.groups = null;
      this.key = "||";
      this.hear(this.details, "toggle", this.build);
      this.hear(this, "change", this.keep);
      this.hear(window, "hashchange", this.restore);
      this.hidden = false;
      this.restore();
    }

    build() {
      if (this.groups) return;
      const entries = findAll("section.apparatus .entry[id]");
      this.entries = entries.map(element => ({ element, readings: this.read(element), marks: [] }));
      const known = new Map(this.entries.map(entry => [entry.element.id, entry]));
      for (const mark of findAll("a.variant")) known.get(named(mark))?.marks.push(mark);
      this.groups = KINDS.map(kind => [kind, this.options(kind)])
        .filter(([, options]) => options.length > 1 || options.some(one => one.value));
      const sets = this.groups.map(([kind, options]) => this.fieldset(kind, options));
      this.details.append(make("div.groups", ...sets));
    }

    /* the readings that are not the text: who has each, what it is */
    read(entry) {
      return findAll(".rdg:not(.base)", entry).map(({ dataset }) => ({
        wit: words(dataset.wit), type: [dataset.type || ""], cause: [dataset.cause || ""] }));
    }

    /* values of a kind, with a name and the number of entries that have it; witnesses as listed, others the
       frequent first */
    options(kind) {
      const options = kind === "wit" ? witnesses() : [];
      const known = new Set(options.flatMap(one => one.answers));
      const met = new Set(this.entries.flatMap(({ readings }) => readings.flatMap(reading => reading[kind])));
      for (const value of met) {
        if (!known.has(value)) options.push({ value, name: [value || this.dataset.none], title: "", answers: [value] });
      }
      this.settle(kind, options);
      const counted = options.filter(one => one.number);
      return kind === "wit" ? counted : counted.sort((a, b) => !a.value - !b.value || b.number - a.number);
    }

    /* in the place of the values that a reading has: the options that mean them */
    settle(kind, options) {
      const meant = new Map();
      for (const one of options) {
        one.number = 0;
        for (const value of one.answers) meant.set(value, [...(meant.get(value) || []), one]);
      }
      for (const { readings } of this.entries) {
        for (const reading of readings) reading[kind] = new Set(reading[kind].flatMap(value => meant.get(value)));
        for (const one of new Set(readings.flatMap(reading => [...reading[kind]]))) one.number += 1;
      }
    }

    fieldset(kind, options) {
      const labels = options.map(one => {
        one.box = make("input", { type: "checkbox", name: kind, value: one.value });
        return make("label", { title: one.title }, one.box, " ", make("bdi", ...one.name), " ",
          make("span.count", one.number));
      });
      return make("fieldset", make("legend", this.dataset[kind]),
        make("div.boxes", ...labels));
    }

    get chosen() {
      const chosen = this.groups.map(([kind, options]) => [kind, options.filter(one => one.box.checked)]);
      return chosen.filter(([, options]) => options.length);
    }

    /* (the value of “none told” is empty; in the address it is a hyphen) */
    keep() {
      const told = this.chosen.map(([kind, options]) => [kind, options.map(one => one.value || "-")]);
      recensioView.write({ wit: [], type: [], cause: [], ...Object.fromEntries(told) });
    }

    restore() {
      const view = recensioView.read();
      const key = KINDS.map(kind => view.get(kind) || "").join("|");
      if (key === this.key) return;
      this.key = key;
      this.build();
      for (const [kind, options] of this.groups) {
        for (const one of options) one.box.checked = (view.get(kind) || []).includes(one.value || "-");
      }
      this.apply(this.chosen);
    }

    apply(chosen) {
      const fits = reading => chosen.every(([kind, options]) => options.some(one => reading[kind].has(one)));
      let shown = 0;
      for (const entry of this.entries) {
        const isShown = !chosen.length || entry.readings.some(fits);
        shown += isShown;
        this.put(entry, isShown);
      }
      this.status.textContent = chosen.length ? `${this.dataset.shown} ${shown} / ${this.entries.length}` : "";
      this.all.hidden = !chosen.length;
      if (chosen.length) this.details.open = true;
      document.dispatchEvent(new Event("recensio-filter"));
    }

    /* an entry, the marks that lead to it, and its words */
    put({ element, marks }, isShown) {
      const words = document.getElementById("place:" + element.id.replace(/^again:/, ""));
      for (const one of [element, words, ...marks]) one?.toggleAttribute("data-off", !isShown);
    }
  });
})();
