/* The lists of words that recensio/search/lists.py writes and describes, read part by part:
     await recensioLists.open(folder)     the kinds of passage: [[kind, how many, how many in a file], …]
     await recensioLists.find(asked)      what is asked for (see recensioWords): { passages, settled }: a Map from their
                                          numbers to { often, whole }; unless settled, they have all words, but maybe
                                          not in the order of a phrase
     await recensioLists.like(form)       words of the edition that are like it
     await recensioLists.passage(number)  [kind, page, title, text, places, latin]
   They are scripts, because a page opened from a disk may load nothing else. */
(() => {
  const parts = new Map();
  let [base, head] = ["", null];

  const script = name => new Promise((done, failed) => {
    const made = Object.assign(document.createElement("script"), { src: `${base}/${name}.js` });
    made.onload = () => done(made.remove());
    made.onerror = () => failed(new Error(`no ${name}`));
    document.head.append(made);
  });

  const part = name => {
    if (!parts.has(name)) {
      const made = {};
      parts.set(name, made);
      made.bytes = script(name).then(() => unpacked(made));
      made.bytes.catch(() => parts.delete(name));
    }
    return parts.get(name).bytes;
  };

  async function unpacked(made) {
    const bytes = Uint8Array.from(atob(made.packed), sign => sign.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
    made.packed = "";
    return new Uint8Array(await new Response(stream).arrayBuffer());
  }

  /* the rows of a part whose key is wanted: [key, Map of passages to how often] */
  function* rows(bytes, wanted) {
    const decoder = new TextDecoder();
    let [at, key] = [0, []];
    const number = () => {
      let [value, unit, byte] = [0, 1, 0];
      do { byte = bytes[at++]; value += (byte & 127) * unit; unit *= 128; } while (byte > 127);
      return value;
    };
    const numbers = count => Array.from({ length: count }, number);
    while (at < bytes.length) {
      const [same, more] = numbers(2);
      key = [...key.slice(0, same), ...bytes.subarray(at, at += more)];
      const word = decoder.decode(Uint8Array.from(key));
      const count = number();
      const [steps, often] = [numbers(count), numbers(count)];
      let passage = 0;
      if (wanted(word)) yield [word, new Map(steps.map((step, n) => [passage += step, often[n]]))];
    }
  }

  const partOf = (list, key) => Math.max(0, head[list].findLastIndex(beginning => beginning <= key));
  const bytesOf = async (list, n) => (n < head[list].length ? part(`${list}/${n}`) : new Uint8Array(0));
  const add = (sum, more) => { for (const [n, value] of more) sum.set(n, (sum.get(n) || 0) + value); };
  const both = (one, two, join) => {
    const shared = [...one].filter(([n]) => two.has(n));
    return new Map(shared.map(([n, value]) => [n, join(value, two.get(n))]));
  };

  async function row(list, key) {
    const [found] = rows(await bytesOf(list, partOf(list, key)), word => word === key);
    return found ? found[1] : new Map();
  }

  /* passages with words that begin so: from a row of its own if these words fill many parts */
  async function begun(start) {
    const [first, last] = [partOf("words", start), partOf("words", `${start}\uffff`)];
    if (last - first >= head.few) return row("starts", start);
    const found = new Map();
    for (let n = first; n <= last; n++) {
      const words = rows(await bytesOf("words", n), word => word.startsWith(start));
      for (const [, passages] of words) add(found, passages);
    }
    return found;
  }

  async function word(forms, whole) {
    const [found, wholly] = [new Map(), new Map()];
    for (const form of forms) {
      add(wholly, await row("words", form));
      if (!whole) add(found, await begun(form));
    }
    const passages = [...(whole ? wholly : found)].map(([n, often]) => [n, { often, whole: wholly.has(n) }]);
    return { passages: new Map(passages), settled: true };
  }

  /* words next to each other: from a list if both are common, else passages with both, which have to be read */
  async function pair(one, two) {
    const [first, second] = [await row("words", one), await row("words", two)];
    const common = first.size > head.common && second.size > head.common;
    const found = common ? await row("pairs", `${one} ${two}`) : both(first, second, () => 1);
    return { found, settled: common || !found.size };
  }

  async function phrase(words) {
    const all = new Map();
    let settled = words.length === 2;
    for (let form = 0; form < Math.max(...words.map(forms => forms.length)); form++) {
      const forms = words.map(one => one[form] ?? one[0]);
      const pairs = await Promise.all(forms.slice(1).map((next, n) => pair(forms[n], next)));
      add(all, pairs.map(({ found }) => found).reduce((one, two) => both(one, two, Math.min)));
      settled &&= pairs.every(one => one.settled);
    }
    const passages = new Map([...all].map(([n, often]) => [n, { often, whole: true }]));
    return { passages, settled: settled || !all.size };
  }

  async function find(asked) {
    const each = ({ words, whole }) => (words.length > 1 ? phrase(words) : word(words[0], whole));
    const found = await Promise.all(asked.map(each));
    const join = (one, two) => ({ often: one.often + two.often, whole: one.whole && two.whole });
    const passages = found.map(one => one.passages).reduce((one, two) => both(one, two, join));
    return { passages, settled: found.every(({ settled }) => settled) };
  }

  async function like(form) {
    const start = [...form].slice(0, Math.max(2, Math.ceil(form.length / 2))).join("");
    const shared = one => [...form].filter((sign, n) => one.startsWith(form.slice(0, n + 1))).length;
    const near = [...rows(await bytesOf("words", partOf("words", form)), one => one.startsWith(start))];
    return near.map(([one]) => one).sort((a, b) => shared(b) - shared(a) || a.length - b.length).slice(0, 5);
  }

  async function open(folder) {
    base = folder;
    if (!head) await script("lists");
    return head.kinds;
  }

  async function passage(number) {
    let [first, file] = [0, 0];
    for (const [, count, together] of head.kinds) {
      const at = number - first;
      if (at < count) {
        const bytes = await part(`passages/${file + Math.floor(at / together)}`);
        return JSON.parse(new TextDecoder().decode(bytes))[at % together];
      }
      [first, file] = [first + count, file + Math.ceil(count / together)];
    }
    throw new RangeError(`no passage ${number}`);
  }

  window.recensioPart = (name, packed) => { parts.get(name).packed = packed; };
  window.recensioLists = Object.assign(told => { head = told; }, { open, find, like, passage });
})();
