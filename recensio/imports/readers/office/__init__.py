"""Word processors' files: what Word (DOCX) and OpenDocument (ODT) have in common, and the reading of packages.

1. ``package``: a ZIP file opened safely, its parts as bytes and trees;
2. ``roles``: what the names of paragraph styles mean;
3. ``flow``: paragraphs put together to lists, quotations, poems, figures, and the title page before them;
4. ``words``: the parts of DOCX; ``open_document``: the parts of ODT.
"""
