"""Plain text as a document: what its lines are, told from how they look, or by the side file.

The order of things; no module knows of a later one:

1. ``lines``: the text in lines, and whether a line is a paragraph or paragraphs are wrapped; ``edits``: corrections
   in them; ``shapes``: what a line looks like by itself; ``language``;
2. ``side``: what an editor says of the lines;
3. ``pages``: where pages begin, and what stands at their head and foot;
4. ``chunks``: lines that belong together;
5. ``calls``: the calls of notes in the text; ``notes``: their bodies, taken out;
6. ``roles``: what each chunk is: heading, paragraph, quotation …;
7. ``opening``: what the source says about itself before the text begins;
8. ``content``: the words of a chunk, with breaks, calls and corrections in their places; ``build``: chunks to blocks;
9. ``reading``: 1 to 5 and 7 for one text; ``assembly``: the rest, to a document.
"""
