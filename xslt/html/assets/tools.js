/* What the scripts of all pages share; it comes first.
     const { make, button, … } = recensio;
     find(selector, root), findAll(selector, root)   the first element, an array of all
     make("p.class", properties, ...children) an element; what is no property of it becomes an attribute. Properties
     may
                                              be left out
     button(className, sign, label, act)
     decoded(text), named(link)               what stands in an address; what the fragment of a link names
     hasKey(event)                            whether a key is held that makes it something of the browser's own
     isPlain(event)                           a click that nobody has dealt with, without a key that asks for a new
                                              tab
     oncePerFrame(act)                        a listener that acts at most once before the page is drawn again
     focus(element), center(element)          the focus without scrolling; scrolling until it is in the middle
     light(name, ranges)                      highlights words; the style sheet knows them by that name
     caret(x, y)                              { node, offset } at a point of the window, or null
     Widget                           an element whose listeners go when it goes:
                                      this.hear(target, names, listener, options) */
(() => {
  const find = (selector, root = document) => root.querySelector(selector);
  const findAll = (selector, root = document) => [...root.querySelectorAll(selector)];

  const make = (name, properties, ...children) => {
    const [tag, className] = name.split(".");
    const made = document.createElement(tag);
    if (className) made.className = className;
    const isTold = properties?.constructor === Object;
    for (const [key, value] of isTold ? Object.entries(properties) : []) {
      if (key in made) made[key] = value; else made.setAttribute(key, value);
    }
    made.append(...(isTold || properties === undefined ? [] : [properties]), ...children);
    return made;
  };

  const button = (className, sign, label, act) => {
    const made = make("button", { type: "button", className, textContent: sign, ariaLabel: label });
    if (sign !== label) made.title = label;
    made.addEventListener("click", act);
    return made;
  };

  const decoded = text => { try { return decodeURIComponent(text); } catch { return text; } };
  const named = link => decoded(link.hash.slice(1));

  const focus = element => element?.focus({ preventScroll: true });
  const center = element => element?.scrollIntoView({ block: "center" });

  const light = (name, ranges) => { if (window.Highlight) CSS.highlights.set(name, new Highlight(...ranges)); };

  const hasKey = event => event.ctrlKey || event.metaKey || event.altKey;
  const isPlain = event => !(event.defaultPrevented || event.button || event.shiftKey || hasKey(event));

  const oncePerFrame = act => {
    let asked = 0;
    return event => {
      asked ||= requestAnimationFrame(() => {
        asked = 0;
        act(event);
      });
    };
  };

  const caret = (x, y) => {
    const at = document.caretPositionFromPoint?.(x, y);
    if (at) return { node: at.offsetNode, offset: at.offset };
    const range = document.caretRangeFromPoint?.(x, y);
    return range ? { node: range.startContainer, offset: range.startOffset } : null;
  };

  class Widget extends HTMLElement {
    hear(target, names, listener, options) {
      this.going ??= new AbortController();
      const { signal } = this.going;
      const heard = event => listener.call(this, event);
      for (const name of names.split(" ")) target.addEventListener(name, heard, { ...options, signal });
    }

    disconnectedCallback() {
      this.going?.abort();
      this.going = null;
      this.leave?.();
    }
  }

  window.recensio = {
    find, findAll, make, button, decoded, named, hasKey, isPlain, oncePerFrame, focus, center, light, caret, Widget };
})();
