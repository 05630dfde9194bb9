/* Choosing among variants by witness, type and cause. <edition-filter> (empty, hidden) reads what the readings of the
   entries at the foot of the page say (data-wit, data-type, data-cause), and offers what there is, with numbers of entries.
   An entry is shown if one of its readings is of the kinds that are chosen. The choice stands in the address:
   #view:wit=A,B;type=omission. What is not shown gets data-off; "recensio-filter" tells of it. */
(() => {
  const KINDS = ["wit", "type", "cause"];
  const make = (name, properties, ...children) => {
    const made = Object.assign(document.createElement(name), properties);
    made.append(...children);
    return made;
  };

  const named = (mark) => { try { return decodeURIComponent(mark.hash.slice(1)); } catch { return mark.hash.slice(1); } };

  class EditionFilter extends HTMLElement {
    connectedCallback() {
      this.entries = [...document.querySelectorAll("section.apparatus .entry[id]")].map((element) => ({ element, readings: this.read(element) }));
      this.groups = KINDS.map((kind) => [kind, this.options(kind)]).filter(([, options]) => options.length > 1 || options.some((one) => one.value));
      if (!this.groups.length) return;
      this.marks = new Map();
      for (const mark of document.querySelectorAll("a.variant")) this.marks.set(named(mark), [...(this.marks.get(named(mark)) || []), mark]);
      this.status = make("p", { className: "status" });
      this.status.setAttribute("role", "status");
      this.all = make("button", { type: "button", textContent: this.dataset.all, hidden: true });
      this.all.addEventListener("click", () => { window.recensioView.write({ wit: [], type: [], cause: [] }); this.querySelector("input").focus(); });
      this.replaceChildren(make("details", {}, make("summary", { textContent: this.dataset.title }),
        make("div", { className: "groups" }, ...this.groups.map((group) => this.fieldset(...group)))), make("div", { className: "chosen" }, this.status, this.all));
      this.addEventListener("change", () => this.keep());
      this.asked = () => this.restore();
      window.addEventListener("hashchange", this.asked);
      this.hidden = false;
      this.restore();
    }

    disconnectedCallback() { window.removeEventListener("hashchange", this.asked); }

    /* the readings that are not the text: who has each, what it is */
    read(entry) {
      return [...entry.querySelectorAll(".rdg:not(.base)")].map(({ dataset }) => ({
        wit: (dataset.wit || "").split(" ").filter((one) => one), type: [dataset.type || ""], cause: [dataset.cause || ""] }));
    }

    /* values of a kind, with a name and the number of entries that have it; witnesses as listed, others the frequent first */
    options(kind) {
      const listed = kind === "wit" ? [...(document.querySelector("template.witness-names")?.content.children || [])].map((one) => ({
        value: one.dataset.id, name: one.querySelector("b").textContent.trim(), title: one.querySelector("span").textContent,
        answers: [one.dataset.id, ...(one.dataset.answers || "").split(" ")].filter((id) => id) })) : [];
      const known = new Set(listed.flatMap((one) => one.answers));
      const met = new Set(this.entries.flatMap(({ readings }) => readings.flatMap((reading) => reading[kind])).filter((value) => !known.has(value)));
      const options = [...listed, ...[...met].map((value) => ({ value, name: value || this.dataset.none, title: "", answers: [value] }))];
      this.settle(kind, options);
      const counted = options.filter((one) => one.number);
      return kind === "wit" ? counted : counted.sort((a, b) => !a.value - !b.value || b.number - a.number);
    }

    /* in the place of the values that a reading has: the options that mean them */
    settle(kind, options) {
      const meant = new Map();
      for (const one of options) for (const value of one.answers) meant.set(value, [...(meant.get(value) || []), one]);
      for (const one of options) one.number = 0;
      for (const { readings } of this.entries) {
        for (const reading of readings) reading[kind] = new Set(reading[kind].flatMap((value) => meant.get(value)));
        for (const one of new Set(readings.flatMap((reading) => [...reading[kind]]))) one.number += 1;
      }
    }

    fieldset(kind, options) {
      const boxes = options.map((one) => {
        one.box = make("input", { type: "checkbox", name: kind, value: one.value });
        const label = make("label", { title: one.title }, one.box, " ", make("bdi", { textContent: one.name }), " ", make("span", { className: "count", textContent: one.number }));
        return label;
      });
      return make("fieldset", {}, make("legend", { textContent: this.dataset[kind] }), make("div", { className: "boxes" }, ...boxes));
    }

    /* (the value of “none told” is empty; in the address it is a hyphen) */
    keep() {
      const chosen = this.groups.map(([kind, options]) => [kind, options.filter((one) => one.box.checked).map((one) => one.value || "-")]);
      window.recensioView.write(Object.fromEntries(chosen));
    }

    restore() {
      const view = window.recensioView.read();
      for (const [kind, options] of this.groups) {
        const asked = new Set(view.get(kind) || []);
        for (const one of options) one.box.checked = asked.has(one.value || "-");
      }
      const chosen = this.groups.map(([kind, options]) => [kind, options.filter((one) => one.box.checked)]).filter(([, options]) => options.length);
      const key = chosen.map(([kind, options]) => kind + options.map((one) => one.value).join()).join();
      if (key === this.key || (this.key === undefined && !key)) { this.key = key; return; }
      this.key = key;
      this.apply(chosen);
    }

    apply(chosen) {
      let shown = 0;
      for (const { element, readings } of this.entries) {
        const fits = !chosen.length || readings.some((reading) => chosen.every(([kind, options]) => options.some((one) => reading[kind].has(one))));
        shown += fits;
        this.put(element, fits);
      }
      this.status.textContent = chosen.length ? `${this.dataset.shown} ${shown} / ${this.entries.length}` : "";
      this.all.hidden = !chosen.length;
      if (chosen.length) this.querySelector("details").open = true;
      document.dispatchEvent(new CustomEvent("recensio-filter", { detail: { shown } }));
    }

    /* an entry, the marks that lead to it, and its words */
    put(entry, fits) {
      const id = entry.id.replace(/^again:/, "");
      for (const one of [entry, document.getElementById(`place:${id}`), ...(this.marks.get(entry.id) || [])]) one?.toggleAttribute("data-off", !fits);
    }
  }

  customElements.define("edition-filter", EditionFilter);
})();
