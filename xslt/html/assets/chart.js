/* A drawing that can be made larger. <edition-chart> holds div.chart > svg; data-larger, data-smaller, data-whole,
   data-move are its words. Points and letters keep their size; names that had no room are shown as soon as there
   is some. Buttons, dragging, double click, Ctrl and wheel; + - 0 and arrows where the drawing has the focus
   (moves.js). A point leads to its entry. */
(() => {
  const { find, findAll, make, button, Widget } = recensio;
  const [STEP, MOST] = [1.6, 64];
  const fits = (value, least, most) => Math.min(Math.max(value, least), most);
  const meets = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
  const numbers = (element, ...names) => names.map(name => Number(element.getAttribute(name)));

  const point = group => {
    const [circle, text] = ["circle", "text"].map(name => group.querySelector(name));
    const at = numbers(circle, "cx", "cy", "r");
    const off = text && numbers(text, "x", "y").map((value, n) => value - at[n]);
    return { circle, text, at, off, count: Number(group.dataset.count) };
  };

  customElements.define("edition-chart", class extends Widget {
    connectedCallback() {
      this.svg = find("svg", this);
      const { width, height } = this.svg.viewBox.baseVal;
      this.all = { x: 0, y: 0, width, height };
      this.view = { ...this.all };
      this.points = findAll(".point", this.svg).map(point).sort((a, b) => b.count - a.count);
      const chart = find(".chart", this);
      this.bar = make("div.chart-bar", ...[
        ["smaller", "−", () => this.zoom(1 / STEP)], ["larger", "+", () => this.zoom(STEP)],
        ["whole", "⤢", () => this.whole()],
      ].map(([name, sign, act]) => button("", sign, this.dataset[name], act)));
      chart.before(this.bar);
      chart.tabIndex = 0;
      chart.role = "group";
      chart.ariaLabel = this.dataset.move;
      const hasMoved = recensioMoves(chart, {
        zoom: factor => this.zoom(factor), zoomAt: (...at) => this.zoomAt(...at), whole: () => this.whole(),
        move: (dx, dy) => this.move(dx, dy), step: STEP, wheel: event => event.ctrlKey });
      this.hear(chart, "click", ({ target }) => {
        const { href } = target.closest(".point")?.dataset || {};
        if (href && !hasMoved()) location.href = href;
      });
      this.draw();
    }

    leave() { this.bar.remove(); }

    get factor() { return this.all.width / this.view.width; }

    whole() { this.view = { ...this.all }; this.draw(); }

    /* keeps a point of the drawing (by its share of the width and the height) where it is seen */
    scale(by, x, y, right, down) {
      const factor = fits(this.factor * by, 1, MOST);
      const [width, height] = [this.all.width / factor, this.all.height / factor];
      this.view = { x: x - width * right, y: y - height * down, width, height };
      this.draw();
    }

    zoomAt(by, left, top) {
      const { x, y, width, height } = this.view;
      const seen = this.svg.getBoundingClientRect();
      const [right, down] = [left / seen.width, top / seen.height];
      this.scale(by, x + width * right, y + height * down, right, down);
    }

    /* towards the middle of the points in sight */
    zoom(by) { this.scale(by, ...this.middle(), 0.5, 0.5); }

    middle() {
      const { x, y, width, height } = this.view;
      const isSeen = ([cx, cy]) => cx >= x && cx <= x + width && cy >= y && cy <= y + height;
      const seen = this.points.map(({ at }) => at).filter(isSeen);
      const half = n => seen.map(at => at[n]).sort((a, b) => a - b)[seen.length >> 1];
      return seen.length ? [half(0), half(1)] : [x + width / 2, y + height / 2];
    }

    move(dx, dy) {
      if (this.factor === 1) return false;
      const scale = this.view.width / this.svg.getBoundingClientRect().width;
      this.view.x -= dx * scale;
      this.view.y -= dy * scale;
      return this.draw();
    }

    draw() {
      const { all, view, factor } = this;
      for (const [at, size] of [["x", "width"], ["y", "height"]]) view[at] = fits(view[at], 0, all[size] - view[size]);
      this.svg.setAttribute("viewBox", [view.x, view.y, view.width, view.height].join(" "));
      this.svg.style.setProperty("--zoom", factor);
      const box = (left, top, width, height) => ({ left, right: left + width, top, bottom: top + height });
      const room = ({ at: [x, y, r] }) => box(x - r / factor, y - r / factor, 2 * r / factor, 2 * r / factor);
      const taken = this.points.map(room);
      this.points.forEach(({ circle, text, at: [x, y, r], off }, own) => {
        circle.setAttribute("r", r / factor);
        if (!text) return;
        text.setAttribute("x", x + off[0] / factor);
        text.setAttribute("y", y + off[1] / factor);
        text.classList.remove("crowded");
        const seen = text.getBBox();
        const mine = box(seen.x, seen.y, seen.width, seen.height);
        const isCrowded = taken.some((one, n) => n !== own && meets(one, mine));
        text.classList.toggle("crowded", isCrowded);
        if (!isCrowded) taken.push(mine);
      });
    }
  });
})();
