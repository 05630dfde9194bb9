/* What the search page shows of what it has found. Texts are only ever written as text.
     await recensioResults.read(number, asked)     a passage in which all is found that is asked for, or null
     recensioResults.of(passage)                   a row for each address in it: the words around those that were found,
                                                   of a name all: { title, kind, href, parts }
     recensioResults.item(row, registers, kinds)   an entry of the list; the functions name registers and kinds
     await recensioResults.names(asked)            names and titles that are found in search-names.js */
(() => {
  const AROUND = 9;
  const { all, fold, hits } = window.recensioWords;
  const { make } = recensio;

  async function read(number, asked) {
    const [kind, page, title, text, places, latin] = await window.recensioLists.passage(number);
    const words = all(text);
    const isLatin = at => Boolean(latin.findLast(([from]) => from <= at)?.[1]);
    const found = hits(asked, words.map(([word], at) => fold(word, isLatin(at))));
    if (!found.every(starts => starts.length)) return null;
    const at = found.flatMap((starts, n) => starts.flatMap(first => asked[n].words.map((_, more) => first + more)));
    const marked = [...new Set(at)].sort((a, b) => a - b);
    const often = kind === "name" ? 1 : found.reduce((sum, starts) => sum + starts.length, 0);
    return { number, often, kind, page, title, text, places, words, marked };
  }

  /* where to begin and end, so that each marked word has some around it */
  const excerpts = (marked, first, end) => marked.reduce((found, at) => {
    const [from, until] = [Math.max(first, at - AROUND), Math.min(end, at + AROUND + 1)];
    const last = found.at(-1);
    if (last && from <= last[1]) last[1] = until; else found.push([from, until]);
    return found;
  }, []);

  function around({ text, words, marked }, from, until) {
    const end = until < words.length ? words[until].index : text.length;
    const inside = marked.filter(at => at >= from && at < until);
    let at = from ? words[from].index : 0;
    const parts = inside.flatMap(n => {
      const [start, word] = [words[n].index, words[n][0]];
      const before = text.slice(at, start);
      at = start + word.length;
      return [before, make("mark", {}, word)];
    });
    return [...parts, text.slice(at, end).trimEnd()];
  }

  function of(passage) {
    const { kind, page, title, places, marked, words } = passage;
    const at = marked.map(word => places.findLastIndex(([first]) => first <= word));
    return [...new Set(at)].map(place => {
      const inside = marked.filter((_, n) => at[n] === place);
      const cut = kind === "name" ? [[0, words.length]] : excerpts(inside, 0, words.length);
      const piece = ([from, until]) => [from ? " … " : "", ...around({ ...passage, marked: inside }, from, until)];
      const shown = cut.flatMap(piece);
      const href = [page, place < 0 ? "" : places[place][1]].filter(Boolean).join("#");
      return { title, kind, href, parts: [...shown, cut.at(-1)[1] < words.length ? " …" : ""] };
    });
  }

  /* for search-found.js, which marks the words on the page that the link leads to */
  function remember({ pathname }, parts) {
    const words = parts.filter(part => part.localName === "mark").map(part => part.textContent);
    const told = JSON.stringify({ page: pathname, words: [...new Set(words)] });
    try { sessionStorage.setItem("recensio-found", told); } catch { /* it is only not marked */ }
  }

  /* a name is its own link, with the register behind it; words stand below the title of their text */
  function item({ title, kind, href, parts }, registers, kinds) {
    const made = make("li");
    const isName = kind === "name";
    const link = make("a", { href }, isName ? "" : title);
    const words = isName ? link : make("p", { dir: "auto" });
    words.append(...parts);
    link.addEventListener("click", () => remember(link, parts));
    made.append(link, " ", make("span.kind", {}, isName ? registers(title) : kinds(kind)));
    if (!isName) made.append(words);
    return made;
  }

  async function names(asked) {
    const src = "assets/search-names.js";
    const script = (onload, onerror) => document.head.append(make("script", { src, onload, onerror }));
    if (!window.recensioNames) await new Promise(script);
    const found = window.recensioNames.filter(([, , , spellings]) =>
      hits(asked, spellings.split(" ")).every(places => places.length));
    const rows = found.map(([label, title, href]) => [{ title, kind: "name", href, parts: [label] }]);
    return { rows, counts: { all: rows.length, name: rows.length }, settled: true, namesOnly: true };
  }

  window.recensioResults = { read, of, item, names };
})();
