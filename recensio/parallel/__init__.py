"""Several texts in step: on facing pages, or in columns.

``units`` finds what belongs together, ``witness_tree`` the text of one witness; ``xslt/print/parallel.xsl`` writes each
text as blocks (``pieces``); ``galley`` has them measured, ``makeup`` makes up the pages, ``frames`` and
:mod:`recensio.typeset.numbers` count the lines; ``setting`` brings all that together and makes the PDF; ``build`` makes
one edition of it, ``stage`` all that the settings ask for.
"""
