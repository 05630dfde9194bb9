/* Two to four texts side by side. <edition-compare> holds a list of links to the pages of those that can be chosen:
   a[data-id][data-script], with data-states if there are several states, data-lang; data-id "~": the text of this page, "~x": that
   of another file. Its own data-… are the words that it says. Which texts are shown stands in the address (view.js):
   #view:with=~,A,B.2 (B.2: the second state). The table is made by texts.js: its rows are paragraphs, verses … of the base text.
   The rest of the page is hidden meanwhile. */
(() => {
  const MOST = 4;
  const make = (name, properties = {}, ...children) => {
    const made = Object.assign(document.createElement(name), properties);
    made.append(...children);
    return made;
  };

  class EditionCompare extends HTMLElement {
    connectedCallback() {
      this.words = { ...this.dataset };
      this.links = [...this.children];
      this.choices = [...this.querySelectorAll("a[data-id]")].flatMap((link) => this.states(link));
      this.status = make("span", { className: "compare-status", role: "status" });
      this.table = make("div", { className: "columns", role: "table" });
      this.table.setAttribute("aria-labelledby", "part:compare-name");
      this.listener = () => this.restore();
      window.addEventListener("hashchange", this.listener);
      this.restore();
    }

    disconnectedCallback() {
      window.removeEventListener("hashchange", this.listener);
      this.close();
    }

    /* a text that can be chosen, in all its states */
    states(link) {
      const { id, script, lang, states = 1 } = link.dataset;
      const short = (link.querySelector("b") || link).textContent;
      const one = { id, script: new URL(script, link.href).href, lang, name: link.textContent.trim(), short, state: 0 };
      const further = (n) => ({ ...one, id: `${id}.${n + 1}`, name: `${short} (${n + 1})`, short: `${short} (${n + 1})`, state: n });
      return Array.from({ length: states }, (_, n) => (n ? further(n) : one));
    }

    named(id) { return this.choices.find((one) => one.id === id); }

    /* what the address says; an id that nobody has is passed over */
    restore() {
      const told = location.hash.match(/^#view=compare&with=(.*)$/);
      const first = this.choices.slice(0, 2).map((one) => encodeURIComponent(one.id)).join();
      if (told || location.hash === "#part:compare") history.replaceState(null, "", `#view:with=${told ? told[1] : first}`);
      const wanted = [...new Set((window.recensioView.read().get("with") || []).map((id) => this.named(id)))].filter(Boolean).slice(0, MOST);
      if (wanted.length === 1) wanted.push(this.choices.find((one) => one !== wanted[0]) || wanted[0]);
      if (wanted.length) this.open(wanted); else if (this.columns) this.close();
    }

    choose(columns) { window.recensioView.write({ with: columns.map((one) => one.id) }); }

    /* the menu says what is shown */
    tell(name) {
      const summary = document.querySelector(".views summary");
      this.reading ??= summary.textContent;
      summary.textContent = `${this.reading.split(": ")[0]}: ${name}`;
    }

    close() {
      if (this.columns) this.tell(this.reading.split(": ")[1]);
      delete document.body.dataset.view;
      this.replaceChildren(...this.links);
      this.columns = null;
    }

    open(columns) {
      const first = !this.columns;
      this.columns = columns;
      document.body.dataset.view = "compare";
      if (first) { this.replaceChildren(this.bar(), this.table); this.tell(document.getElementById("part:compare-name").textContent); }
      this.table.style.setProperty("--columns", columns.length);
      this.ready = this.fill(columns).then(() => { if (first) this.closest("section").scrollIntoView({ block: "start" }); });
    }

    async fill(columns) {
      const loaded = await Promise.allSettled([this.choices[0], ...columns].map((one) => window.recensioTexts.load(one.script)));
      if (this.columns !== columns) return;
      const focused = [...this.table.querySelectorAll("select, button")].indexOf(document.activeElement);
      const failed = loaded.findIndex((one) => one.status === "rejected");
      const [base, ...texts] = loaded.map((one) => one.value);
      const made = failed < 0 && window.recensioTexts.rows(columns.map((one, n) => ({ ...one, text: texts[n] })), base, document.querySelector("article.reading"), this.words);
      this.status.textContent = made ? `${this.words.differ} ${made.places}` : `${this.words.failed} ${[this.choices[0], ...columns][failed].name}`;
      this.table.replaceChildren(this.heads(), ...(made ? made.rows : []));
      this.table.classList.toggle("numbered", this.table.querySelector(".pair > .where:not(:empty)") !== null);
      this.step.hidden = !this.querySelector("[data-place]");
      if (focused >= 0) [...this.table.querySelectorAll("select, button")][focused]?.focus();
    }

    /* ======== choosing ======== */

    button(text, label, act) {
      const made = make("button", { type: "button", textContent: text, title: text === label ? "" : label });
      made.setAttribute("aria-label", label);
      made.addEventListener("click", act);
      return made;
    }

    bar() {
      const { add, next, close } = this.words;
      this.add = this.button(add, add, () => this.choose([...this.columns, this.choices.find((one) => !this.columns.includes(one))]));
      this.step = this.button(next, next, () => this.goOn());
      const back = this.button(close, close, () => { window.recensioView.write({ with: [] }); document.querySelector(".views summary").focus(); });
      return make("p", { className: "compare-bar" }, this.add, this.step, back, this.status);
    }

    /* to the next place where the texts differ */
    goOn() {
      const signs = [...this.table.querySelectorAll("[data-place]")];
      const places = [...new Set(signs.map((one) => one.dataset.place))];
      this.place = places[(places.indexOf(this.place) + 1) % places.length];
      for (const one of signs) one.classList.toggle("current", one.dataset.place === this.place);
      signs.find((one) => one.dataset.place === this.place).scrollIntoView({ block: "center" });
    }

    heads() {
      this.add.disabled = this.columns.length >= Math.min(MOST, this.choices.length);
      return make("div", { className: "heads", role: "row" }, make("div", { className: "where", role: "cell" }), ...this.columns.map((column, n) => this.head(column, n)));
    }

    head(column, n) {
      /* (what another column shows changes places with this one) */
      const others = (one) => this.columns.map((old, at) => (at === n ? one : old === one ? column : old)).filter(Boolean);
      const select = make("select", {}, ...this.choices.map((one) => make("option", { value: one.id, textContent: one.name, selected: one === column })));
      select.setAttribute("aria-label", `${this.words.column} ${n + 1}`);
      select.addEventListener("change", () => this.choose(others(this.named(select.value))));
      const remove = this.button("×", `${this.words.remove}: ${column.short}`, () => this.choose(others(null)));
      remove.hidden = this.columns.length < 3;
      return make("div", { role: "columnheader" }, select, remove);
    }
  }

  customElements.define("edition-compare", EditionCompare);
})();
