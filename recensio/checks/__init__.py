"""The checks above the schema: identity, pointers, apparatus, characters, languages, dates and the header.

``file`` is what one file alone can tell, and what it tells the others (``index``); ``corpus`` judges that with all
files at hand. Each check is a module; what it finds (``findings``) are codes of the catalogue. ``schemas`` has the file
validated by RELAX NG and Schematron.
"""
