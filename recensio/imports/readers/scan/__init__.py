"""Recognised pages (PAGE XML, ALTO): what the two formats have in common.

1. ``layout``: a page as regions and lines, whatever the format calls them;
2. ``kinds``: what the names of regions mean, those of the formats and those of the common vocabularies;
3. ``files``: one file or an archive of them, in the order of the pages, as trees;
4. ``lines``: lines put together, words joined that go over their ends;
5. ``notes``: notes at the foot and in the margin, and where they are called;
6. ``document``: the pages as a document.
"""
