/* How pages are displayed: the size of the text, and light or dark colours. What was chosen is remembered, where
   the browser lets a page remember (from a disk not all do). This script is not deferred, so that a page never
   appears in other colours first. <edition-settings hidden> holds button[data-size] (1: larger, -1: smaller),
   output, input[name=colours] (auto, light, dark). */
(() => {
  const SIZES = [80, 90, 100, 112, 125, 140, 160, 180, 200];
  const root = document.documentElement;
  const remembered = key => { try { return localStorage.getItem(`recensio-${key}`); } catch { return null; } };
  const remember = (key, value) => {
    try { localStorage.setItem(`recensio-${key}`, value); } catch { /* for this page only */ }
  };

  let size = Number(remembered("size"));
  if (!SIZES.includes(size)) size = 100;
  let colours = remembered("colours");

  const apply = () => {
    root.style.setProperty("--text-scale", size / 100);
    if (/^(light|dark)$/.test(colours)) root.dataset.colours = colours; else delete root.dataset.colours;
  };
  apply();

  class EditionSettings extends HTMLElement {
    connectedCallback() {
      this.hidden = false;
      this.addEventListener("click", event => this.resize(event.target.closest("[data-size]")));
      this.addEventListener("change", event => this.recolour(event.target.value));
      this.tell();
    }

    tell() {
      this.querySelector("output").textContent = `${size} %`;
      for (const one of this.querySelectorAll("[data-size]")) {
        one.disabled = !SIZES[SIZES.indexOf(size) + Number(one.dataset.size)];
      }
      for (const one of this.querySelectorAll("[name=colours]")) {
        one.checked = one.value === (root.dataset.colours || "auto");
      }
    }

    resize(button) {
      if (!button) return;
      size = SIZES[SIZES.indexOf(size) + Number(button.dataset.size)] || size;
      remember("size", size);
      apply();
      this.tell();
    }

    recolour(value) {
      colours = value;
      remember("colours", value);
      apply();
    }
  }

  document.addEventListener("DOMContentLoaded", () => customElements.define("edition-settings", EditionSettings));
})();
