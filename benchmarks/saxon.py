"""Transform a folder with one stylesheet in one process, as the yardstick that the build is measured against.

python benchmarks/saxon.py identity FOLDER OUT        the identity transform
python benchmarks/saxon.py STYLESHEET.xsl FOLDER OUT  any other, for example of the TEI Stylesheets
"""

from __future__ import annotations

import sys
from pathlib import Path

from saxonche import PySaxonProcessor

IDENTITY = """<xsl:stylesheet version="3.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
<xsl:mode on-no-match="shallow-copy"/></xsl:stylesheet>"""


def transform_folder(stylesheet: str, folder: Path, out: Path) -> int:
    """Transform every text of ``folder`` (its registers are left out) into ``out``; give back how many there were."""
    out.mkdir(parents=True, exist_ok=True)
    with PySaxonProcessor(license=False) as processor:
        compiler = processor.new_xslt30_processor()
        if stylesheet == "identity":
            compiled = compiler.compile_stylesheet(stylesheet_text=IDENTITY)
        else:
            compiled = compiler.compile_stylesheet(stylesheet_file=str(Path(stylesheet).resolve()))
        paths = sorted(folder.resolve().glob("*.xml"))
        for path in paths:
            target = out.resolve() / f"{path.stem}.out"
            compiled.transform_to_file(source_file=str(path), output_file=str(target))
            if not target.is_file():
                raise RuntimeError(f"the stylesheet wrote nothing for {path.name}")
    return len(paths)


if __name__ == "__main__":
    print(transform_folder(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])))
