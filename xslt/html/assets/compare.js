/* Two to four texts side by side. <edition-compare> holds a list of links to the pages of those that can be
   chosen: a[data-id][data-script], with data-states if there are several states, data-lang; data-id "~": the text
   of this page, "~x": that of another file. Its own data-… are the words that it says. Which texts are shown
   stands in the address (view.js): #view:with=~,A,B.2 (B.2: the second state). The table is made by texts.js: its
   rows are paragraphs, verses … of the base text. The rest of the page is hidden meanwhile. */
(() => {
  const { find, findAll, make, button, center, Widget } = recensio;
  const MOST = 4;

  customElements.define("edition-compare", class extends Widget {
    connectedCallback() {
      this.words = { ...this.dataset };
      this.links = [...this.children];
      this.choices = findAll("a[data-id]", this).flatMap(link => this.states(link));
      this.status = make("span.compare-status", { role: "status" });
      this.table = make("div.columns", { role: "table", "aria-labelledby": "part:compare-name" });
      this.hear(window, "hashchange", this.restore);
      this.restore();
    }

    leave() { this.close(); }

    /* a text that can be chosen, in all its states */
    states(link) {
      const { id, script, lang, states = 1 } = link.dataset;
      const short = (link.querySelector("b") || link).textContent;
      const one = { id, script: new URL(script, link.href).href, lang, name: link.textContent.trim(), short, state: 0 };
      const further = (n, name) => ({ ...one, id: `${id}.${n + 1}`, name, short: name, state: n });
      return Array.from({ length: states }, (_, n) => (n ? further(n, `${short} (${n + 1})`) : one));
    }

    named(id) { return this.choices.find(one => one.id === id); }

    /* what the address says; an id that nobody has is passed over */
    restore() {
      const first = this.choices.slice(0, 2).map(one => encodeURIComponent(one.id)).join();
      if (location.hash === "#part:compare") history.replaceState(null, "", `#view:with=${first}`);
      const ids = recensioView.read().get("with") || [];
      const wanted = [...new Set(ids.map(id => this.named(id)))].filter(Boolean).slice(0, MOST);
      if (wanted.length === 1) wanted.push(this.choices.find(one => one !== wanted[0]) || wanted[0]);
      if (wanted.length) this.open(wanted); else if (this.columns) this.close();
    }

    choose(columns) { recensioView.write({ with: columns.map(one => one.id) }); }

    /* the menu says what is shown */
    tell(name) {
      const summary = find(".views summary");
      this.reading ??= summary.textContent;
      const [view, reading] = this.reading.split(": ");
      summary.textContent = `${view}: ${name || reading}`;
    }

    close() {
      if (!this.columns) return;
      const focused = this.contains(document.activeElement);
      this.tell("");
      delete document.body.dataset.view;
      this.replaceChildren(...this.links);
      this.columns = null;
      if (focused) find(".views summary").focus();
    }

    open(columns) {
      const isFirst = !this.columns;
      this.columns = columns;
      if (isFirst) {
        document.body.dataset.view = "compare";
        this.replaceChildren(this.bar(), this.table);
        this.tell(document.getElementById("part:compare-name").textContent);
        this.closest("section").scrollIntoView();
      }
      this.table.style.setProperty("--columns", columns.length);
      this.ready = this.fill(columns);
    }

    async fill(columns) {
      const asked = [this.choices[0], ...columns];
      const loaded = await Promise.allSettled(asked.map(one => recensioTexts.load(one.script)));
      if (this.columns !== columns) return;
      const focused = this.controls.indexOf(document.activeElement);
      const failed = loaded.findIndex(one => one.status === "rejected");
      const [base, ...texts] = loaded.map(one => one.value);
      const shown = columns.map((one, n) => ({ ...one, text: texts[n] }));
      const made = failed < 0 ? recensioTexts.rows(shown, base, find("article.reading"), this.words)
        : { rows: [] };
      const { differ, failed: missing } = this.words;
      this.status.textContent = failed < 0 ? `${differ} ${made.places}` : `${missing} ${asked[failed].name}`;
      this.table.replaceChildren(this.heads(), ...made.rows);
      this.table.classList.toggle("numbered", this.table.querySelector(".pair > .where:not(:empty)") !== null);
      this.step.hidden = !this.table.querySelector("[data-place]");
      if (focused >= 0) (this.controls[focused] || this.controls.at(-1)).focus();
    }

    get controls() { return findAll("select, button:not([hidden])", this.table); }

    /* ======== choosing ======== */

    bar() {
      const { add, next, close } = this.words;
      const another = () => this.choices.find(one => !this.columns.includes(one));
      this.add = button("", add, add, () => this.choose([...this.columns, another()]));
      this.step = button("", next, next, () => this.goOn());
      const back = button("", close, close, () => recensioView.write({ with: [] }));
      return make("p.compare-bar", this.add, this.step, back, this.status);
    }

    /* to the next place where the texts differ */
    goOn() {
      const signs = findAll("[data-place]", this.table);
      const places = [...new Set(signs.map(one => one.dataset.place))];
      this.place = places[(places.indexOf(this.place) + 1) % places.length];
      for (const one of signs) one.classList.toggle("current", one.dataset.place === this.place);
      center(signs.find(one => one.dataset.place === this.place));
    }

    heads() {
      this.add.disabled = this.columns.length >= Math.min(MOST, this.choices.length);
      return make("div.heads", { role: "row" }, make("div.where", { role: "cell" }),
        ...this.columns.map((column, n) => this.head(column, n)));
    }

    head(column, n) {
      /* (what another column shows changes places with this one) */
      const put = one => this.columns.map((old, at) => (at === n ? one : old === one ? column : old)).filter(Boolean);
      const option = one => make("option", { value: one.id, textContent: one.name, selected: one === column });
      const select = make("select", { ariaLabel: `${this.words.column} ${n + 1}` }, ...this.choices.map(option));
      select.addEventListener("change", () => this.choose(put(this.named(select.value))));
      const remove = button("", "×", `${this.words.remove}: ${column.short}`, () => this.choose(put(null)));
      remove.hidden = this.columns.length < 3;
      return make("div", { role: "columnheader" }, select, remove);
    }
  });
})();
