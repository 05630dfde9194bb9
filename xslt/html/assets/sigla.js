/* Whose a siglum is, told on pointing at it or going to it by keyboard. The names stand once in a page, in
   template.witness-names (a[data-id] with b, the siglum, and span); .sigla holds sigla as links
   (a[href$="#witness:ID"]), or as the words of one link to the whole list, a.sigla: of that the word is taken that
   is pointed at, and a click leads to its witness. */
(() => {
  const { find, findAll, named, caret } = recensio;
  const list = find("template.witness-names");
  if (!list) return;
  const rows = findAll("[data-id]", list.content).map(one => ({
    id: one.dataset.id, siglum: find("b", one).textContent.trim(), name: find("span", one).textContent.trim() }));
  const byId = new Map(rows.map(row => [row.id, row]));
  const bySiglum = new Map(rows.map(row => [row.siglum, row]));

  /* the row of the word that is at a point of the window */
  const rowAt = ({ clientX, clientY }) => {
    const at = clientX === undefined ? null : caret(clientX, clientY);
    if (at?.node.nodeType !== Node.TEXT_NODE) return null;
    const [before, behind] = [at.node.data.slice(0, at.offset), at.node.data.slice(at.offset)];
    return bySiglum.get(before.match(/\S*$/)[0] + behind.match(/^\S*/)[0]);
  };

  const pointed = event => {
    const link = event.target.closest?.(".sigla a, a.sigla");
    if (!link) return;
    const row = link.matches("a.sigla") ? rowAt(event) : byId.get(named(link).replace("witness:", ""));
    if (row?.name) link.title = `${row.siglum}: ${row.name}`; else link.removeAttribute("title");
  };

  for (const name of ["pointermove", "focusin"]) document.addEventListener(name, pointed, { passive: true });
  document.addEventListener("click", event => {
    const link = event.target.closest("a.sigla");
    const row = link && event.detail && rowAt(event);
    if (link) link.hash = row ? `witness:${encodeURIComponent(row.id)}` : "part:witnesses";
  });
})();
