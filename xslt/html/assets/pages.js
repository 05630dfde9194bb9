/* The pages of a long text: whoever comes with an address (#b2.l40) that stands on another of its pages is sent
   there. The table of addresses is only fetched when it is needed. Its <script> bears data-addresses (the table),
   data-first (the first page) and data-folder (of the other pages), all as seen from this page. */
(() => {
  const { make, named } = recensio;
  const { addresses, first, folder } = document.currentScript.dataset;

  /* an address and what it stands in: b2.l40.arma, b2.l40, b2 */
  const around = address => address.split(".").map((_, n, parts) => parts.slice(0, parts.length - n).join("."));

  const go = () => {
    const table = window.recensioAddresses;
    const parts = around(named(location));
    const known = parts.find(part => Object.hasOwn(table.on, part));
    if (known === undefined) return;
    const page = table.pages[table.on[known]];
    const target = new URL(page === "" ? first : `${folder}${encodeURIComponent(page)}.html`, document.baseURI);
    const here = target.pathname === location.pathname;
    const address = here ? parts.find(part => document.getElementById(part)) : parts[0];
    if (address !== undefined) location.replace((here ? "" : target.href) + "#" + encodeURIComponent(address));
  };

  const seek = () => {
    const address = named(location);
    if (!address || address.includes(":") || document.getElementById(address)) return;
    if (window.recensioAddresses) go(); else document.head.append(make("script", { src: addresses, onload: go }));
  };

  window.addEventListener("hashchange", seek);
  seek();
})();
