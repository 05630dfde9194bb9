/* A drawing that can be made larger. <edition-chart> holds div.chart > svg; data-larger, data-smaller, data-whole, data-move are its words.
   Points and letters keep their size; names that had no room are shown as soon as there is some. Buttons, dragging,
   double click, Ctrl and wheel; + - 0 and arrows where the drawing has the focus. A point leads to its entry. */
(() => {
  const make = (name, properties) => Object.assign(document.createElement(name), properties);
  const MOST = 64;

  class EditionChart extends HTMLElement {
    connectedCallback() {
      this.svg = this.querySelector("svg");
      const { width, height } = this.svg.viewBox.baseVal;
      this.all = { x: 0, y: 0, width, height };
      this.view = { ...this.all };
      this.points = [...this.svg.querySelectorAll(".point")].map((group) => {
        const [circle, text] = [group.querySelector("circle"), group.querySelector("text")];
        const at = ["cx", "cy", "r"].map((name) => Number(circle.getAttribute(name)));
        return { circle, text, at, off: text && [Number(text.getAttribute("x")) - at[0], Number(text.getAttribute("y")) - at[1]], count: Number(group.dataset.count) };
      }).sort((a, b) => b.count - a.count);
      const chart = this.querySelector(".chart");
      const bar = make("div", { className: "chart-bar" });
      for (const [name, sign, act] of [["smaller", "−", () => this.zoom(1 / 1.6)], ["larger", "+", () => this.zoom(1.6)], ["whole", "⤢", () => this.whole()]]) {
        const button = make("button", { type: "button", textContent: sign, title: this.dataset[name] });
        button.setAttribute("aria-label", this.dataset[name]);
        button.addEventListener("click", act);
        bar.append(button);
      }
      chart.before(bar);
      chart.tabIndex = 0;
      chart.setAttribute("role", "group");
      chart.setAttribute("aria-label", this.dataset.move);
      chart.addEventListener("keydown", (event) => this.pressed(event));
      chart.addEventListener("dblclick", (event) => this.zoom(2, event));
      chart.addEventListener("wheel", (event) => { if (event.ctrlKey) { event.preventDefault(); this.zoom(Math.exp(-event.deltaY * 0.004), event); } }, { passive: false });
      chart.addEventListener("pointerdown", (event) => { if (!event.button) { this.drag = [event.clientX, event.clientY]; this.moved = 0; } });
      chart.addEventListener("pointermove", (event) => this.dragged(event));
      for (const name of ["pointerup", "pointerleave", "pointercancel"]) chart.addEventListener(name, () => { this.drag = null; });
      chart.addEventListener("click", (event) => { const href = event.target.closest(".point")?.dataset.href; if (href && !(this.moved > 4)) location.href = href; });
      this.draw();
    }

    get factor() { return this.all.width / this.view.width; }

    whole() { this.view = { ...this.all }; this.draw(); }

    /* where the pointer is; without one towards the middle of the points in sight */
    zoom(by, event) {
      const factor = Math.min(Math.max(this.factor * by, 1), MOST);
      const [width, height] = [this.all.width / factor, this.all.height / factor];
      if (event) {
        const seen = this.svg.getBoundingClientRect();
        const [right, down] = [(event.clientX - seen.left) / seen.width, (event.clientY - seen.top) / seen.height];
        this.view = { x: this.view.x + (this.view.width - width) * right, y: this.view.y + (this.view.height - height) * down, width, height };
      } else {
        const [x, y] = this.middle();
        this.view = { x: x - width / 2, y: y - height / 2, width, height };
      }
      this.draw();
    }

    middle() {
      const { x, y, width, height } = this.view;
      const seen = this.points.map(({ at }) => at).filter(([cx, cy]) => cx >= x && cx <= x + width && cy >= y && cy <= y + height);
      const half = (n) => seen.map((at) => at[n]).sort((a, b) => a - b)[seen.length >> 1];
      return seen.length ? [half(0), half(1)] : [x + width / 2, y + height / 2];
    }

    dragged(event) {
      if (!this.drag || this.factor === 1) return;
      const scale = this.view.width / this.svg.getBoundingClientRect().width;
      const [dx, dy] = [event.clientX - this.drag[0], event.clientY - this.drag[1]];
      this.moved += Math.abs(dx) + Math.abs(dy);
      this.drag = [event.clientX, event.clientY];
      this.move(-dx * scale, -dy * scale);
    }

    move(x, y) { this.view.x += x; this.view.y += y; this.draw(); }

    pressed(event) {
      const step = this.view.width / 8;
      const acts = { "+": () => this.zoom(1.6), "=": () => this.zoom(1.6), "-": () => this.zoom(1 / 1.6), 0: () => this.whole(), ArrowLeft: () => this.move(-step, 0),
        ArrowRight: () => this.move(step, 0), ArrowUp: () => this.move(0, -step), ArrowDown: () => this.move(0, step) };
      if (!acts[event.key] || event.ctrlKey || event.metaKey || event.altKey || (this.factor === 1 && event.key.startsWith("Arrow"))) return;
      event.preventDefault();
      acts[event.key]();
    }

    draw() {
      for (const [at, size] of [["x", "width"], ["y", "height"]]) this.view[at] = Math.min(Math.max(this.view[at], 0), this.all[size] - this.view[size]);
      const { x, y, width, height } = this.view;
      this.svg.setAttribute("viewBox", `${x} ${y} ${width} ${height}`);
      this.svg.style.setProperty("--zoom", this.factor);
      const taken = this.points.map(({ at: [cx, cy, r] }) => ({ left: cx - r / this.factor, right: cx + r / this.factor, top: cy - r / this.factor, bottom: cy + r / this.factor }));
      this.points.forEach(({ circle, text, at: [cx, cy, r], off }, own) => {
        circle.setAttribute("r", r / this.factor);
        if (!text) return;
        text.setAttribute("x", cx + off[0] / this.factor);
        text.setAttribute("y", cy + off[1] / this.factor);
        text.classList.remove("crowded");
        const { x: left, y: top, width: wide, height: high } = text.getBBox();
        const box = { left, right: left + wide, top, bottom: top + high };
        const meets = taken.some((one, n) => n !== own && one.left < box.right && box.left < one.right && one.top < box.bottom && box.top < one.bottom);
        text.classList.toggle("crowded", meets);
        if (!meets) taken.push(box);
      });
    }
  }

  customElements.define("edition-chart", EditionChart);
})();
