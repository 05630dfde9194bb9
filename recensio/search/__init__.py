"""The search of the web edition: what can be found, and the index that the browser asks.

What is found are passages: stretches of the base text, readings of the apparatus, notes, and names of the registers,
each with the addresses in it (:mod:`recensio.search.passages`). They are taken from the finished pages
(:mod:`recensio.search.taking`), so that each address is one that is there. Words are compared *folded*: without case
and accents, in Latin with one letter for u and v and one for i and j (:mod:`recensio.search.words`);
``search-words.js`` folds what the reader types in the same way.

Two indexes are made of the passages. :mod:`recensio.search.lists` writes the one that the search page asks: lists of
words in many small files, of which a query needs a few, and which can be read from a disk too.
:mod:`recensio.search.pagefind` has Pagefind make one of the pages as a whole, for other programs and for those who
search several sites together.
"""

from recensio.search.lists import write_lists
from recensio.search.names import Named, names_script, passages_of_names
from recensio.search.pagefind import SearchError, write_pagefind
from recensio.search.passages import KINDS, Page, Passage, page_from, row_of
from recensio.search.taking import page_of
from recensio.search.words import fold, words_of

__all__ = [
    "KINDS", "Named", "Page", "Passage", "SearchError", "fold", "names_script", "page_from", "page_of",
    "passages_of_names", "row_of", "words_of", "write_lists", "write_pagefind",
]  # fmt: skip
