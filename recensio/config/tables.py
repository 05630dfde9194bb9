"""The tables of ``edition.toml``: every option once, with its type, its default and the sentence that documents it."""

from __future__ import annotations

from dataclasses import dataclass

from recensio.config import values
from recensio.config.option import option
from recensio.lasting import unfit


@dataclass(frozen=True, slots=True)
class EditionTable:
    """What the edition is, as its title pages say it."""

    title: str = option("", "The title of the edition; if empty, it is made from the titles of the texts.")
    subtitle: str = option("", "A second line below the title.")
    language: str = option("en", "The language of the interface, labels and registers.", allowed=values.LANGUAGES)
    licence: str = option("", "The licence, as readers shall see it.")
    publisher: str = option("", "Who publishes the edition.")
    editors: tuple[str, ...] = option((), "The editors, in the order in which they are to be named.")
    url: str = option("", "The address at which the web edition will stand.", check=values.address)


@dataclass(frozen=True, slots=True)
class SourcesTable:
    """Where the TEI files are. A pattern without `/` fits a name in any folder; hidden files are never taken."""

    folder: str = option("tei", "The folder that is built when no path is named.", inside=True)
    exclude: tuple[str, ...] = option(
        (), "Files to leave out, as patterns below the folder: `*` is any name or part of one, `**/` any folders."
    )
    registers: tuple[str, ...] = option(
        ("registers/**",), "Files that are registers of names even if they hold text, as patterns below the folder."
    )
    imported: str = option(
        "imported",
        "The folder, below it, of texts that each holder imports for himself (`import` writes there, git ignores it):"
        " pointers to a file in it are no mistake while the file is not there.",
        inside=True,
        shapes=False,
    )


@dataclass(frozen=True, slots=True)
class BuildTable:
    """How the build runs and where its result goes."""

    output: str = option("output", "The folder for the result; every build replaces it.", inside=True, shapes=False)
    to: tuple[str, ...] = option(
        values.USUAL, "What to make; tex is LaTeX source for reledmac.",
        allowed=values.OUTPUTS, check=values.some, shapes=False,
    )  # fmt: skip
    jobs: int = option(
        0, "How many files to build at a time; 0 is one for each core.", check=values.at_least(0), shapes=False
    )
    strict: bool = option(False, "Whether warnings make the build fail, as errors do.", shapes=False)
    max_file_mb: int = option(200, "A file larger than this many megabytes is refused.", check=values.at_least(1))


@dataclass(frozen=True, slots=True)
class TextTable:
    """Which text is the base text."""

    base: str = option(
        "reading",
        "`reading` takes corrections, regularised forms and expansions; `diplomatic` takes what the page has.",
        allowed=("reading", "diplomatic"),
    )


@dataclass(frozen=True, slots=True)
class ApparatusTable:
    """How the critical apparatus is set."""

    language: str = option(
        "edition",
        "The language of its abbreviations and headings: that of the edition, or another. `grc` writes Latin.",
        allowed=("edition", *values.LANGUAGES, "grc"),
    )
    style: str = option(
        "as-encoded",
        "Which witnesses stand with the lemma: those that the file names; `negative` none; `positive` all that have it,"
        " the ones that the file leaves out being found.",
        allowed=("as-encoded", "negative", "positive"),
    )
    order: str = option(
        "as-encoded",
        "The order of sigla in a reading: as in the file, or as the `list` of witnesses has them.",
        allowed=("as-encoded", "list"),
    )
    groups: str = option(
        "as-encoded",
        "Groups of witnesses: as in the file; `collapse` puts a group's siglum where all its members that have text are"
        " named; `expand` puts the members.",
        allowed=("as-encoded", "collapse", "expand"),
    )
    cett_after: int = option(
        0, "In positive style, a lemma with more sigla than these has the word for “the others”; 0: never.",
        check=values.at_least(0),
    )  # fmt: skip
    layers: tuple[str, ...] = option(
        (),
        "The order of layers, by the type of their entries or lists; entries without one are `criticus`. Layers that"
        " are not named follow.",
        check=values.layers,
    )
    separator: str = option("", "The sign between lemma and readings; if empty, that of the language.")
    om: str = option("", "The word for an omission; if empty, that of the language.")
    add: str = option("", "The word for an addition; if empty, that of the language.")
    words: tuple[tuple[str, str], ...] = option(
        (),
        f"Any of its other words, in a table: {', '.join(f'`{key}`' for key in values.APPARATUS_WORDS)};"
        " `layer-NAME` is the heading of a layer.",
        check=values.words,
    )
    witness_texts: bool = option(True, "Whether each witness gets a plain text of its own.")


@dataclass(frozen=True, slots=True)
class RightsTable:
    """What is published of texts that are not free (see rights.md). What is `restricted` is withheld in any case."""

    unknown: str = option(
        "",
        "What is published of a text whose rights are `unknown`: `full` all of it, `header` its header, apparatus and"
        " names; if empty, all of it, and the report says so.",
        allowed=("", "full", "header"),
    )


@dataclass(frozen=True, slots=True)
class PrintTable:
    """How the print edition looks."""

    paper: str = option(
        "155x235mm", "The trimmed page: width x height in mm, cm or in, or a4, a5, a6, b5, letter.", check=values.paper
    )
    fonts: tuple[str, ...] = option((), "Typefaces, the preferred one first; the shipped ones come after them.")
    size: str = option("10.5pt", "The type size of the text.", check=values.type_size)
    line_numbers: int = option(
        5, "Every how many lines a number stands in the margin; 0: never.", check=values.at_least(0)
    )
    numbering: str = option("page", "Where the lines begin again at 1.", allowed=("page", "section", "text"))
    font_folder: str = option("fonts", "The folder with the edition's own font files.", inside=True)
    inner: str = option("auto", "The margin at the spine; `auto`: in proportion to the paper.", check=values.margin)
    outer: str = option("auto", "The outer margin.", check=values.margin)
    top: str = option("auto", "The upper margin, with the running head.", check=values.margin)
    bottom: str = option("auto", "The lower margin.", check=values.margin)
    number_margin: str = option(
        "outer", "The margin of the line numbers; pages of the sources stand in the other one.",
        allowed=("outer", "inner"),
    )  # fmt: skip
    figures: str = option(
        "old-style", "The figures in running text; in tables, lists and margins they are always lining.",
        allowed=("old-style", "lining"),
    )  # fmt: skip
    foot: tuple[str, ...] = option(
        values.FOOT, "What stands at the foot of the page, from top to bottom: the author's notes, what the transcriber"
        " says of the source, the apparatus (in the order of `[apparatus] layers`), the editors' notes.",
        allowed=values.FOOT, check=values.foot,
    )  # fmt: skip
    entries: str = option(
        "run-in", "Whether the entries of the apparatus are one paragraph, or each begins a line (`block`).",
        allowed=("run-in", "block"),
    )  # fmt: skip
    language: str = option(
        "edition", "The language of headings and labels in print: that of the edition, or another.",
        allowed=("edition", *values.LANGUAGES),
    )  # fmt: skip
    title_page: str = option(
        "auto", "Whether a text has a title page and an imprint of its own; `auto`: if it has 12,000 words or more.",
        allowed=values.WHETHER,
    )  # fmt: skip
    contents: str = option(
        "auto", "Whether a text has a list of its headings in front; `auto`: of three or more on two or more pages.",
        allowed=values.WHETHER,
    )  # fmt: skip
    standard: str = option(
        "",
        "A standard that the PDFs have to meet: `ua-1` (accessible), `a-2b`, `a-2u`, `a-2a`, `a-3b`, `a-4` … (for"
        " archives), or both: `ua-1+a-2a`. Without it they are tagged, too, but what a text lacks for it is no error.",
        check=unfit,
    )
    book: bool = option(
        True, "Whether the whole edition is made into one book, too (`pdf/edition.pdf`), with one index of names."
    )

    def language_in(self, edition: str) -> str:
        """The language of headings and labels in print, where the edition's is ``edition``."""
        return edition if self.language == "edition" else self.language


@dataclass(frozen=True, slots=True)
class WebTable:
    """How the web edition looks."""

    css: str = option("", "A style sheet of the edition, loaded after the shipped one.", inside=True)
    about: str = option(
        "", "What the page about the edition says first: a file in Markdown (.md) or plain text (.txt).",
        inside=True, check=values.prose,
    )  # fmt: skip
    imprint: str = option(
        "", "What the imprint says first: a file in Markdown (.md) or plain text (.txt).",
        inside=True, check=values.prose,
    )  # fmt: skip
    tei: bool = option(True, "Whether readers can download the TEI file of each text.")
    search: bool = option(True, "Whether the web edition has a search.")
    page_words: int = option(
        15_000, "A text of more words is shown in pages of about so many at most; 0: always on one page.",
        check=values.at_least(0),
    )  # fmt: skip
    images: tuple[str, ...] = option(
        (), "Sites whose pictures the pages show (`https://iiif.example.org`, or a folder on one): readers' browsers"
        " fetch them from there. Pictures on other sites are linked.", check=values.image_sites,
    )  # fmt: skip
    page_division: str = option(
        "", "The divisions that begin a page of a long text: their level (`1` is the outermost) or their `@type`; if"
        " empty, those that make pages of a fair size.",
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class ValidateTable:
    """What the files are validated by. A schema named here holds for all of them."""

    schema: str = option(
        "",
        "The schema, RELAX NG in XML (.rng) or compact (.rnc); if empty, the local one that a file names by"
        " `xml-model`, else Recensio's.",
        inside=True,
        check=values.grammar,
        shapes=False,
    )
    rules: tuple[str, ...] = option(
        (), "Files of the edition's own Schematron rules (.sch), besides Recensio's.", check=values.rules, shapes=False
    )
    apparatus: str = option(
        "",
        "The style that the apparatus has to follow: in a `positive` one each entry names all witnesses, in a"
        " `negative` one the lemma names none; if empty, neither is asked for.",
        allowed=("", "positive", "negative"),
        shapes=False,
    )
    baseline: str = option(
        "", "The file that `validate --write-baseline` writes and `validate` goes by.", inside=True, shapes=False
    )


@dataclass(frozen=True, slots=True)
class ContentsTable:
    """A group of texts on the front page, in the order of the groups. Each group has a heading of its own in double
    brackets, `[[contents]]`, and takes the texts that no group before it has taken; one that names none takes all that
    are left. Texts that no group takes follow. Without any, texts are grouped by what their headers call them:
    introductions, calendar entries, texts, translations, handbooks."""

    title: str = option("", "The heading of the group; if empty, the word for texts.")
    files: tuple[str, ...] = option((), "The texts in it, as patterns below the folder of the sources.")
    kinds: tuple[str, ...] = option(
        (), "The texts in it, by what their header or text is called (`catRef`, `@type` or `@ana` of `TEI` or `text`)."
    )
    order: str = option(
        "date",
        "Their order: by `date` (texts without one last), by `title`, by the name of the `file`, or as `listed` in"
        " `files`.",
        allowed=("date", "title", "file", "listed"),
    )


@dataclass(frozen=True, slots=True)
class ParallelTable:
    """Texts that are printed side by side, besides each by itself: a source and its translation, versions, witnesses.
    Each such edition has a heading of its own in double brackets, `[[parallel]]` (see facing-pages.md)."""

    id: str = option("", "Its name: the file is `pdf/ID.pdf`.", check=values.file_stem)
    title: str = option("", "Its title; if empty, those of the texts.")
    texts: tuple[str, ...] = option(
        (), "The texts from left to right: `id` is a text, `id@SIGLUM` one of its witnesses, `id#xmlid` a part of it."
    )
    layout: str = option("facing", "Two `facing` pages, or `columns` on each page.", allowed=("facing", "columns"))
    apparatus: bool = option(True, "Whether each text has its apparatus at its foot; notes stand there in any case.")
    paper: str = option(
        "", "A page of its own, as in `[print]`; if empty, that one; for three and more columns, turned.",
        check=lambda value: values.paper(value) if value else "",
    )  # fmt: skip
