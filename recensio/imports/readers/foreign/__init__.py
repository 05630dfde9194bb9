"""Foreign TEI brought in: what ``recensio.parse`` leaves to be done before a file can be worked on as one of ours.

1. ``remains``: what is left of P4 when elements and attributes have got the names of P5: shapes that P5 has no more;
2. ``frame``: a root and a header around fragments, and what a header must have;
3. ``names``: ids that are no names, or given twice;
4. ``unknown``: elements that our schema does not have: kept, and told.
"""
