"""Web pages, however broken: one way for HTML, for the chapters of EPUB, and for Markdown once it is HTML.

The order of things; no module knows of a later one:

1. ``decode``, ``tree``: bytes → a tree of plain HTML names, and what can be done to it without losing a word;
2. ``printed``: the words of the page as they are before anything is done;
3. ``names``, ``sites``: what the class names of the great collections mean, as data;
4. ``head``, ``colophon``: what the page says about itself, in its head and in blocks of its text;
5. ``sweep``: what is no text: programs, navigation, what is hidden;
6. ``marks``, ``bodies``, ``notes``: calls and bodies of notes, each found by the other;
7. ``pictures``, ``inline``, ``tables``, ``blocks``: the text;
8. ``page``: all of it together, from the tree to the document.
"""
