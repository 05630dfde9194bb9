"""Plain text to TEI: each construct in a specimen written for it."""

from __future__ import annotations

import pytest
from importing import document, found, made, names, texts, tree, words
from lxml import etree

RIVER = (
    "The river went by the mill as it had gone by it in the time of the old keeper, and of the keeper before him, and it "
    "took no notice of either of them. "
)
PROSE = RIVER * 2


def paragraphs(*parts: str) -> str:
    return "\n\n".join(parts)


# --- Paragraphs and lines


def test_a_line_is_a_paragraph_where_lines_are_long() -> None:
    root = tree(f"{PROSE}\n\n{PROSE}\n{PROSE}")
    assert names(root) == ["p", "p", "p"]


def test_wrapped_lines_become_one_paragraph() -> None:
    root = tree(
        """
        It had rained for eleven days, and the keeper of the weir, who was
        called Barnaby, had long ago stopped counting. He looked at the sky
        and went in again.

        Nobody answered. The water went by with the sound of a great many
        people leaving a theatre.
        """
    )
    assert names(root) == ["p", "p"]
    assert texts(root, "//t:body/t:p")[1] == (
        "Nobody answered. The water went by with the sound of a great many people leaving a theatre."
    )


def test_paragraphs_told_by_indentation() -> None:
    root = tree(
        """
        It had rained for eleven days, and the keeper of the weir, who was
        called Barnaby, had long ago stopped counting. He looked at the sky.
           Nobody answered. The water went by with the sound of a great many
        people leaving a theatre, and it was dark before anybody spoke again.
           On the twelfth day the rain stopped, as it had been bound to do
        sooner or later, and he came out upon the wall to see what was left.
        """
    )
    assert names(root) == ["p", "p", "p"]


def test_paragraphs_told_by_a_short_last_line_are_guesses() -> None:
    text = "\n".join(
        [
            "It had rained for eleven days, and the keeper of the weir, who",
            "was called Barnaby, had long ago stopped counting.",
            "Nobody answered. The water went by with the sound of a great",
            "many people leaving a theatre, and it was dark before anybody",
            "spoke again.",
        ]
        * 8
    )
    root = tree(text)
    assert len(found(root, "//t:body/t:p")) == 16
    assert len(found(root, "//t:body/t:p[@cert='medium'][@resp='#importer']")) == 15


@pytest.mark.parametrize(
    ("above", "below", "joined"),
    [
        ("the water stood un-", "moved as a bishop does", "unmoved"),
        ("it was a co-", "operative mill, and a co-operative weir", "co-operative"),
        ("they were Social-", "Democrats, all of them, to a man", "Social-Democrats"),
        ("the water stood un\u00ad", "moved as a bishop does", "unmoved"),
    ],
)
def test_words_divided_at_the_end_of_a_line(above: str, below: str, joined: str) -> None:
    line = "and the keeper of the weir had long ago stopped counting them"
    root = tree(f"{line}\n{line}\n{above}\n{below}\n{line}\n{line}")
    assert joined in words(found(root, "//t:body")[0])
    assert found(root, "//t:lb[@break='no']")


# --- Headings


def test_headings_without_blank_lines() -> None:
    root = tree(f"{PROSE}\nThe Clandestine Millers\n\n{PROSE}\n\n{PROSE}\nBefore the Flood\n{PROSE}")
    assert texts(root, "//t:head") == ["The Clandestine Millers", "Before the Flood"]
    assert {head.get("cert") for head in found(root, "//t:head")} <= {"high", "medium"}
    assert len(found(root, "//t:body/t:div")) == 2


def test_headings_without_blank_lines_in_wrapped_text() -> None:
    block = """It had rained for eleven days, and the keeper of the weir, who
was called Barnaby, had long ago stopped counting.
The Need of Millers
Nobody answered. The water went by with the sound of a great
many people leaving a theatre, and it was dark before anybody
spoke again."""
    root = tree("\n".join([block] * 4))
    assert texts(root, "//t:head") == ["The Need of Millers"] * 4


def test_levels_of_headings() -> None:
    root = tree(paragraphs("PART ONE", PROSE, "1. Of Water", PROSE, "1.1. Of Slow Water", PROSE, "PART TWO", PROSE))
    assert texts(root, "//t:body/t:div/t:head") == ["PART ONE", "PART TWO"]
    assert texts(root, "//t:body/t:div/t:div/t:div/t:head") == ["1.1. Of Slow Water"]
    assert found(root, "//t:div[@n='1.1']")


def test_the_number_and_the_name_of_a_chapter_are_one_heading() -> None:
    root = tree(paragraphs("THE WEIR", "CHAPTER I", "OF THE WEATHER", PROSE, "CHAPTER II", "OF THE KEEPER", PROSE))
    assert texts(root, "//t:body/t:div/t:head") == ["CHAPTER I OF THE WEATHER", "CHAPTER II OF THE KEEPER"]
    assert len(found(root, "//t:head/t:lb")) == 2


# --- Lists, quotations, verse, tables


def test_numbered_lists_and_numbered_headings() -> None:
    root = tree(
        paragraphs(
            PROSE, f"There are three things to be done:\n\n1. to wait;\n2. to complain;\n3. to move the mill.\n\n{PROSE}",
            "1. Of Waiting", PROSE, "2. Of Complaint", PROSE,
        )
    )  # fmt: skip
    assert [item.get("n") for item in found(root, "//t:list[@rend='numbered']/t:item")] == ["1", "2", "3"]
    assert texts(root, "//t:head") == ["1. Of Waiting", "2. Of Complaint"]


@pytest.mark.parametrize("mark", ["-", "•", "*"])
def test_bulleted_lists(mark: str) -> None:
    root = tree(paragraphs(PROSE, f"{mark} hens\n{mark} geese", PROSE))
    assert texts(root, "//t:list[@rend='bulleted']/t:item") == ["hens", "geese"]


def test_dialogue_is_no_list() -> None:
    root = tree(paragraphs(PROSE, "— Are you the keeper? — said the man.", "— I am, — said Barnaby.", PROSE))
    assert not found(root, "//t:list")


def test_a_quotation_is_told_by_what_announces_it() -> None:
    root = tree(paragraphs(PROSE, "He begins his book on the weir by writing:", RIVER, "It’s true. " + PROSE))
    assert texts(root, "//t:quote[@rend='block']/t:p") == [RIVER.strip()]
    assert found(root, "//t:quote")[0].get("cert") == "low"


def test_a_quotation_with_its_source_below() -> None:
    root = tree(f"{PROSE}\n\n{RIVER}\nHarrow, Mills and Millers, p. 12\n\n{PROSE}")
    assert texts(root, "//t:cit/t:quote") == [RIVER.strip()]
    assert texts(root, "//t:cit/t:bibl") == ["Harrow, Mills and Millers, p. 12"]


def test_a_quotation_in_quotation_marks_over_paragraphs() -> None:
    root = tree(
        paragraphs(PROSE, "As the keeper put it:", f"“{RIVER}", "It is quite new.", f"{RIVER}”", PROSE)
    )
    assert len(found(root, "//t:quote/t:p")) == 3


def test_a_quotation_whose_opening_mark_is_repeated() -> None:
    root = tree(paragraphs(PROSE, "He wrote to Barnaby:", f"“{RIVER}", f"“{RIVER}", f"“{RIVER}”", PROSE))
    assert len(found(root, "//t:quote")) == 1
    assert len(found(root, "//t:quote/t:p")) == 3


def test_speech_in_a_novel_is_no_quotation() -> None:
    said = "“I have stood here for thirty years, and it has never once gone the other way in all that time,” said he, at last."
    root = tree(paragraphs(*[said, PROSE] * 6))
    assert not found(root, "//t:quote")


def test_indented_lines_are_a_quotation_or_verse() -> None:
    text = """
        So they sang it in the village, and the parson had once written to the
        county about the song.

            When the water's at the sill
              And the cat is on the stair,
            Then the miller eats his fill
              Of the bread he did not share.

        The county had replied in these words, which the parson kept in a drawer
        of his desk until he died:

            The Council has considered the verses that you enclose, and can
            find nothing in them that is contrary to the by-laws of the river
            or of the county at large.

        Nobody sang it after that.
        """
    root = tree(text)
    assert texts(root, "//t:lg/t:l")[1] == "And the cat is on the stair,"
    assert [line.get("rend") for line in found(root, "//t:l")] == [None, "indent1", None, "indent1"]
    assert len(found(root, "//t:quote[@rend='block']")) == 1


def test_a_poem_in_stanzas() -> None:
    root = tree(
        """
        The Miller's Cat

        by Tobiah Quillfeather

        The miller's cat is white as flour,
        She sleeps upon the sack,
        And every quarter of the hour
        She turns upon her back.

        The miller's mice are grey as dust
        And do not sleep at all;
        They do whatever mice they must
        Behind the miller's wall.
        """
    )
    assert len(found(root, "//t:lg[@type='poem']/t:lg[@type='stanza']")) == 2
    assert texts(root, "//t:titleStmt/t:author") == ["Tobiah Quillfeather"]


def test_tables() -> None:
    root = tree(paragraphs(PROSE, "Year\tRain\tHens\n1870\t12\t4\n1871\t40\t2", PROSE))
    assert [len(found(row, "t:cell")) for row in found(root, "//t:row")] == [3, 3, 3]


@pytest.mark.parametrize("rule", ["* * * *", "***", "---", "⁂", "* * *"])
def test_thematic_breaks(rule: str) -> None:
    root = tree(paragraphs(PROSE, rule, PROSE))
    assert len(found(root, "//t:body/t:milestone[@unit='section']")) == 1


def test_captions_and_their_doubles() -> None:
    root = tree(f"{PROSE}\n\n| The keeper (1814-1889)\n| The keeper (1814-1889)\n\n{PROSE}\n\n[Illustration: The weir]\n\n{PROSE}")
    assert texts(root, "//t:figure/t:head") == ["The keeper (1814-1889)", "The weir"]
    assert any("once more" in item for item in texts(root, "//t:encodingDesc//t:item"))


# --- Letters


def test_a_letter() -> None:
    root = tree(
        """
                                                Lower Mill, 3 May 1871

        Mr. Josiah Pail
        Harrow Street

        Dear Mr. Pail,

            I have your parcel, and the proofs in it are wet. The carrier says
        that it rained upon him from Bath to the ford, and I believe him.
            Please send them again by the higher road. The printer must wait.

                                                Yours faithfully,
                                                T. Quillfeather

        P.S. The hens are well.
        """
    )
    assert names(root) == ["div"] and found(root, "//t:div")[0].get("type") == "letter"
    assert texts(root, "//t:opener/t:dateline") == ["Lower Mill, 3 May 1871"]
    assert texts(root, "//t:opener//t:addrLine") == ["Mr. Josiah Pail", "Harrow Street"]
    assert texts(root, "//t:opener/t:salute") == ["Dear Mr. Pail,"]
    assert texts(root, "//t:closer/t:salute") == ["Yours faithfully,"]
    assert texts(root, "//t:closer/t:signed") == ["T. Quillfeather"]
    assert texts(root, "//t:postscript") == ["P.S. The hens are well."]
    assert len(found(root, "//t:div/t:p")) == 2


def test_a_letter_with_a_headnote_and_a_date_at_its_end() -> None:
    root = tree(
        paragraphs(
            "Tobiah Quillfeather", "On the Weir", "(August 1871)", f"{RIVER} – ED.", "Dear Comrade Miller:", PROSE,
            "* * *", PROSE, "LOWER MILL, August 6, 1871", "With millers’ greetings,\nTobiah QUILLFEATHER",
        )
    )  # fmt: skip
    assert texts(root, "//t:front/t:div[@type='preface']/t:p")[0].endswith("– ED.")
    assert texts(root, "//t:opener/t:salute") == ["Dear Comrade Miller:"]
    closer = found(root, "//t:closer")[0]
    assert names(closer, "*") == ["dateline", "salute", "signed"]
    assert texts(root, "//t:titlePage/t:docAuthor") == ["Tobiah Quillfeather"]
    assert texts(root, "//t:titlePage/t:docDate") == ["(August 1871)"]


def test_a_signature_at_the_end_of_an_article() -> None:
    root = tree(paragraphs("On the Weir", PROSE, PROSE, "T. Quillfeather"))
    assert texts(root, "//t:closer/t:signed") == ["T. Quillfeather"]


# --- Notes


def linked(root: etree._Element) -> dict[str, str]:
    """For each note the words in front of its call; note and call must point at each other."""
    ids = {one.get("{http://www.w3.org/XML/1998/namespace}id"): one for one in found(root, "//*[@xml:id]")}
    answer = {}
    for call in found(root, "//t:ref[@type='noteAnchor'][@target]"):
        note = ids[call.get("target")[1:]]
        assert note.get("target") == "#" + call.get("{http://www.w3.org/XML/1998/namespace}id")
        assert note.get("n") == call.get("n")
        before = call.getprevious()
        text = (before.tail if before is not None else call.getparent().text) or ""
        answer[call.get("n")] = text.split()[-1] if text.split() else ""
    return answer


@pytest.mark.parametrize(
    ("calls", "labels"),
    [
        (("{}[1]", "{}[2]", "{}[3]"), ("1.", "2.", "3.")),
        (("{} (1)", "{} (2)", "{} (3)"), ("(1)", "(2)", "(3)")),
        (("{}¹", "{}²", "{}³"), ("¹", "²", "³")),
        (("{}1", "{}2", "{}3"), ("1.", "2.", "3.")),
        (("{}[^1]", "{}[^2]", "{}[^3]"), ("[^1]:", "[^2]:", "[^3]:")),
        (("{}{{1}}", "{}{{2}}", "{}{{3}}"), ("{1}", "{2}", "{3}")),
        (("{}*", "{}†", "{}‡"), ("*", "†", "‡")),
    ],
)
def test_every_system_of_notes(calls: tuple[str, ...], labels: tuple[str, ...]) -> None:
    body = [f"The keeper said that it would {call.format('stop.')} {PROSE}" for call in calls]
    bodies = [f"{label} Note {word}." for label, word in zip(labels, ("alpha", "beta", "gamma"), strict=True)]
    root = tree(paragraphs("On the Weir", *body, *bodies))
    assert list(linked(root).values()) == ["stop."] * 3
    assert texts(root, "//t:back/t:div[@type='notes']/t:note") == ["Note alpha.", "Note beta.", "Note gamma."]


def test_bare_digits_are_calls_only_in_their_turn() -> None:
    body = [
        "It had been 13.5 million years.1 " + RIVER,
        "The keeper said “so”.2 In the year 1921.3 " + RIVER,
        "The 3.5 hens, at 44.5% of the price,4 " + RIVER,
        "He was 54.5 Then came the Congress6 (the second), 190,000.7 " + RIVER,
    ]
    notes = [f"  {n}. Note {n}.↩︎" for n in range(1, 8)]
    root = tree(paragraphs("On the Weir", *body, "T. Quillfeather", *notes))
    assert linked(root) == {
        "1": "years.", "2": "“so”.", "3": "1921.", "4": "price,", "5": "54.", "6": "Congress", "7": "190,000.",
    }  # fmt: skip
    assert not any("↩" in text for text in texts(root, "//t:note"))


def test_the_doubtful_call_says_so() -> None:
    notes = ["  1. Note one.", "  2. Note two."]
    root = tree(paragraphs("On the Weir", f"He came.1 {RIVER}", f"He was 54.2 {RIVER}", "T. Quillfeather", *notes))
    certs = {call.get("n"): call.get("cert") for call in found(root, "//t:ref[@type='noteAnchor']")}
    assert certs == {"1": "high", "2": "medium"}


def test_a_note_of_two_paragraphs() -> None:
    notes = ["  1. Note one.", "  2. Note two.", "    It goes on.", "  3. ibid., p. 3."]
    body = [f"It stopped.{n} {RIVER}" for n in (1, 2, 3)]
    root = tree(paragraphs("On the Weir", *body, "T. Quillfeather", *notes))
    assert texts(root, "//t:note[@n='2']/t:p") == ["Note two.", "It goes on."]
    assert texts(root, "//t:note[@n='3']") == ["ibid., p. 3."]


def test_dangling_calls_are_kept_and_told() -> None:
    body = [f"It stopped (1). {RIVER}", f"It went on (1919-21), in the sequel, (2) for (CI) long [3]. {RIVER}", f"So (4) it went. {RIVER}"]
    text = paragraphs("On the Weir", *body)
    root = tree(text)
    assert texts(root, "//t:ref[@type='noteAnchor'][not(@target)]") == ["(1)", "(2)", "[3]", "(4)"]
    told = [one for one in document(text).problems if one.code == "IMP-008"]
    assert len(told) == 1 and "4 calls of notes, (1) to (4)" in told[0].message


def test_enumerations_are_no_calls() -> None:
    root = tree(paragraphs(PROSE, "There are (1) hens, (2) geese and (3) ducks at the weir, and nobody counts them.", PROSE))
    assert not found(root, "//t:ref")


def test_a_note_that_is_not_called_is_told() -> None:
    text = paragraphs("On the Weir", f"It stopped.[1] {RIVER}", "Notes", "1. Note one.", "2. Note two.")
    assert [one.code for one in document(text).problems] == ["IMP-010"]
    assert texts(tree(text), "//t:back//t:head") == ["Notes"]


def test_notes_behind_chapters() -> None:
    chapter = paragraphs("Of {}", f"It stopped.[1] {RIVER}", f"It went on.[2] {RIVER}", "Notes", "1. One {}.", "2. Two {}.")
    root = tree(paragraphs(chapter.format("Hens", "hens", "hens"), chapter.format("Geese", "geese", "geese")))
    assert texts(root, "//t:note") == ["One hens.", "Two hens.", "One geese.", "Two geese."]
    targets = [call.get("target") for call in found(root, "//t:ref[@type='noteAnchor']")]
    assert len(set(targets)) == 4


def test_notes_in_brackets() -> None:
    root = tree(
        """
        It had rained for eleven days, and the keeper of the weir, who was
        called Barnaby, had long ago stopped counting.[1]

        [Footnote 1: He was wrong. It went on until Thursday, as the register
        of the lower mill shows.]

        Nobody answered. The water went by with the sound of a great many.
        """
    )
    assert texts(root, "//t:note") == ["He was wrong. It went on until Thursday, as the register of the lower mill shows."]
    assert linked(root) == {"1": "counting."}


# --- Pages

PAGES = (
    "THE WEIR\n\nIt rains upon everybody alike, and nobody is any the dryer for having complained\n"
    "of it.1 The keeper of the weir stood on the wall, and the water went by him with the un-\n\n"
    "1 See the register of the lower mill.\n"
    "\x0c12                          THE WEIR\n\nmoved face of a bishop. He did not speak to it. He had spoken to it once, in\n"
    "the year of the great frost,2 and it had frozen. He went in, and he shut the door.\n\n2 That is, 1814.\n"
    "\x0c                          SLOW WATER                          13\n\nA new paragraph begins here and goes on for a while, as paragraphs will, until\n"
    "it comes to its end.\n\x0c14                          THE WEIR\n\nA last page, with nothing at its foot; it is as short as the others and says\nas little.\n"
)


def test_pages_heads_and_notes_at_the_foot() -> None:
    root = tree(PAGES.encode())
    assert [page.get("n") for page in found(root, "//t:pb")] == ["11", "12", "13", "14"]
    assert found(root, "//t:pb")[1].get("break") == "no"
    assert "unmoved face of a bishop" in texts(root, "//t:body/t:p")[0].replace("12 THE WEIR", "")
    assert texts(root, "//t:fw") == ["THE WEIR", "12 THE WEIR", "SLOW WATER 13", "14 THE WEIR"]
    assert texts(root, "//t:note[@place='bottom']") == ["See the register of the lower mill.", "That is, 1814."]
    assert linked(root) == {"1": "it.", "2": "frost,"}
    assert len(found(root, "//t:body/t:p")) == 2  # a page that begins with a sentence goes on, unless a line was short


def test_pages_told_by_heads_that_come_again() -> None:
    page = (
        "THE WEIR AND THE MILL\n\n{}\n\nthe keeper stood on the wall, and the water went by him with the face\n"
        "of a bishop. He did not speak to it, since he had spoken to it once, in\nthe year of the great frost, and it had "
        "frozen, and he had not seen why\n\n"
    )
    root = tree("".join(page.format(n) for n in range(21, 27)))
    assert [one.get("n") for one in found(root, "//t:pb")] == [str(n) for n in range(21, 27)]
    assert len(found(root, "//t:fw[@type='header']")) == 6


def test_chapters_with_numbers_are_no_page_heads() -> None:
    root = tree(paragraphs(*[part for n in range(1, 7) for part in (f"Chapter {n}", PROSE, PROSE)]))
    assert not found(root, "//t:pb") and len(found(root, "//t:body/t:div")) == 6


def test_markers_of_pages() -> None:
    root = tree(paragraphs("[Pg 1]", PROSE, "[Pg 2]", PROSE, "[Pg 3]", PROSE))
    assert [one.get("n") for one in found(root, "//t:pb")] == ["1", "2", "3"]


# --- Works, openings


def test_two_works_in_one_file() -> None:
    text = paragraphs("FOREWORD", PROSE, "THE WEIR", "The Rain", PROSE, PROSE, "Lower Mill, April, 1871.", "THE MILL", "The Hens", PROSE, PROSE)
    root = tree(text)
    assert texts(root, "//t:text/t:front//t:head") == ["FOREWORD"]
    assert len(found(root, "//t:group/t:text")) == 2
    assert texts(root, "//t:group/t:text[1]//t:closer/t:dateline") == ["Lower Mill, April, 1871."]
    assert [one.code for one in document(text).problems] == ["IMP-016"]


def test_labelled_lines_go_into_the_header() -> None:
    root = tree(
        f"""
Tobiah Quillfeather

On the Weir


First Published: in The Miller, No. 4, June 1871.
Source: The Archive of the Lower Mill.
HTML Markup: J. Pail


{PROSE}

{PROSE}

T. Quillfeather
"""
    )
    assert len(found(root, "//t:text//t:p")) == 2
    assert texts(root, "//t:sourceDesc/t:list/t:label") == ["First Published", "Source", "HTML Markup"]
    assert texts(root, "//t:titleStmt/t:title") == ["On the Weir"]
    assert texts(root, "//t:titleStmt/t:author") == ["Tobiah Quillfeather"]


def test_project_gutenberg() -> None:
    root = tree(
        """
        The Project Gutenberg eBook of The Weir

        Title: The Weir

        Author: Tobiah Quillfeather

        Language: English

        *** START OF THE PROJECT GUTENBERG EBOOK THE WEIR ***

        THE WEIR

        It had rained for eleven days, and the keeper of the weir, who was
        called _Barnaby_, had long ago stopped counting.

        THE END

        *** END OF THE PROJECT GUTENBERG EBOOK THE WEIR ***

        Updated editions will replace the previous one.
        """
    )
    assert texts(root, "//t:titleStmt/t:author") == ["Tobiah Quillfeather"]
    assert texts(root, "//t:body/t:p") == [
        "It had rained for eleven days, and the keeper of the weir, who was called Barnaby, had long ago stopped counting."
    ]
    assert texts(root, "//t:hi[@rend='italic']") == ["Barnaby"]
    assert texts(root, "//t:trailer") == ["THE END"]
    assert found(root, "//t:language[@ident='en']")


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Der Müller und die Mühle, und das Wasser ist nicht mit dem Wehr auf und davon, es ist für sich. " * 3, "de"),
        ("Le moulin et la rivière, dans les champs, ne se parlent pas, et le meunier ne dit que ce qui est. " * 3, "fr"),
        ("Мельница и река, и мельник не на мельнице, а у реки, но он и за рекой как дома, и это все. " * 3, "ru"),
    ],
)
def test_the_language_is_guessed(text: str, language: str) -> None:
    assert [one.get("ident") for one in found(tree(text), "//t:language")] == [language]


# --- The side file


def test_the_side_file_overrules_headings_and_quotations() -> None:
    text = f"{PROSE}\nThe Clandestine Millers\n\n{PROSE}\n\nwhat is to be done\n{PROSE}\n{RIVER}"
    root = tree(text, 'not = ["quotations"]\n[lines]\nparagraph = [2]\nheading = [6]\nquotation = [8]')
    assert texts(root, "//t:head") == ["what is to be done"]
    assert texts(root, "//t:quote") == [RIVER.strip()]
    assert not found(root, "//t:head/@cert")


@pytest.mark.parametrize(
    ("role", "path"),
    [
        ("list", "//t:list/t:item"), ("verse", "//t:lg/t:l"), ("caption", "//t:figure/t:head"), ("salute", "//t:body//t:*[self::t:salute or @type='salute']"),
        ("signed", "//t:body//t:*[self::t:signed or @type='signed']"), ("byline", "//t:body//t:*[self::t:byline or @type='byline']"),
        ("trailer", "//t:body//t:*[self::t:trailer or @type='trailer']"), ("preformatted", "//t:ab[@type='preformatted']"), ("heading-2", "//t:head"),
        ("epigraph", "//t:body//t:*[self::t:epigraph or @type='epigraph']"), ("rule", "//t:milestone"), ("header", "//t:sourceDesc//t:item"),
        ("title", "//t:titlePart[@type='main']"), ("author", "//t:docAuthor"), ("imprint", "//t:docImprint"), ("quotation", "//t:quote/t:p"),
    ],
)  # fmt: skip
def test_every_role_of_the_side_file(role: str, path: str) -> None:
    at = 1 if role in ("header", "title", "author", "imprint") else 3
    lines = ["The grey hens went by", "", "The grey geese went by", "", PROSE]
    root = tree("\n".join(lines), f"[lines]\n{role} = [{at}]\nparagraph = [{4 - at}]")
    expected = "" if role == "rule" else lines[at - 1]
    assert texts(root, path) == [expected]


def test_runs_on_and_paragraph() -> None:
    root = tree(paragraphs(PROSE, "It is a plus", "between the hen and the goose.", PROSE), "[lines]\nruns-on = [5]")
    assert "It is a plus between the hen and the goose." in texts(root, "//t:body/t:p")


def test_a_heading_of_two_lines() -> None:
    root = tree(f"{PROSE}\n\nOf Hens\nand of Geese\n\n{PROSE}", '[lines]\nheading = ["3-4"]')
    assert texts(root, "//t:head") == ["Of Hens and of Geese"] and found(root, "//t:head/t:lb")


def test_pages_notes_and_calls_of_the_side_file() -> None:
    text = "\n".join(
        [
            " It rained upon everybody alike (keepers)l and nobody was any the dryer",
            "i. That is, keepers of weirs.",
            " for having complained of it to the river, 1905/2 which does not lis-",
            "'The year is doubtful.",
            " ten. OLD",
            "WEIRS",
            "It never has.",
        ]
    )
    root = tree(
        text,
        """
        notes-by = "editors"
        [metadata]
        people = [{ name = "The editors", role = "notes", id = "editors" }]
        [pages]
        first = 4
        lines = [1, 3, 5]
        [lines]
        running-head = [6]
        [[notes]]
        label = "1"
        lines = 2
        printed = "i."
        [[notes]]
        label = "2"
        lines = 4
        printed = "'"
        [[calls]]
        label = "1"
        line = 1
        behind = "(keepers)"
        printed = "l"
        [[calls]]
        label = "2"
        line = 3
        behind = "1905"
        printed = "/2"
        [[drop]]
        lines = 5
        words = "OLD"
        because = "a head in the wrong place"
        """,
    )
    assert [page.get("n") for page in found(root, "//t:pb")] == ["4", "5", "6"]
    assert linked(root) == {"1": "(keepers)", "2": "1905"}
    assert {note.get("resp") for note in found(root, "//t:note")} == {"#editors"}
    assert "listen. It never has." in texts(root, "//t:body")[0].replace("WEIRS", "").replace("  ", " ")


def test_works_and_gaps_of_the_side_file() -> None:
    root = tree(
        paragraphs("Foreword", PROSE, "The Weir", PROSE, "There are several, for example:", PROSE, "The Mill", PROSE),
        '[lines]\ntitle = [5, 13]\n[[works]]\nline = 5\ndate = "1871"\nwhen = "1871"\n[[works]]\nline = 13\n[[gaps]]\nline = 9\nreason = "lost"\nunit = "item"\nquantity = 4',
    )
    assert texts(root, "//t:group/t:text//t:titlePart") == ["The Weir", "The Mill"]
    gap = found(root, "//t:gap")[0]
    assert (gap.get("reason"), gap.get("unit"), gap.get("quantity")) == ("lost", "item", "4")
    assert texts(root, "//t:sourceDesc/t:bibl/t:date") == ["1871"]


def test_metadata_of_the_side_file() -> None:
    root = tree(
        PROSE,
        """
        [metadata]
        title = "On the Weir"
        author = ["T. Quillfeather", "J. Pail"]
        translator = "Barnaby"
        recipient = "The Miller"
        date = "May 1871"
        when = "1871-05"
        language = "en"
        status = "restricted"
        rights = "Ask the keeper."
        keywords = ["weirs"]
        identifiers = { DOI = "10.1/1" }
        """,
    )
    assert texts(root, "//t:titleStmt/t:author") == ["T. Quillfeather", "J. Pail"]
    assert texts(root, "//t:availability[@status='restricted']/t:p") == ["Ask the keeper."]
    assert texts(root, "//t:correspAction[@type='received']") == ["The Miller"]
    assert texts(root, "//t:idno[@type='DOI']") == ["10.1/1"]


# --- Corrections


def test_corrections_that_are_accepted_stand_in_the_text() -> None:
    from recensio.imports.model import Edit

    text = f"{PROSE}\n\nThe w~ir arid the mill.\n\n(\n\n{PROSE}"
    edits = (
        Edit(3, 6, "~", "e", "ocr", "high", accepted=True),
        Edit(3, 10, "arid", "and", "ocr", "medium"),
        Edit(5, 1, "(", "", "ocr", "high", accepted=True),
    )
    root = tree(text, edits=edits)
    assert texts(root, "//t:body/t:p")[1] == "The weir aridand the mill."
    assert texts(root, "//t:choice/t:corr[@cert='medium'][@resp='#importer']") == ["and"]
    assert found(root, "//t:category[@xml:id='ocr']")
    assert "~ → e" in texts(root, "//t:correction//t:item")[0]
    assert any("noise" in item for item in texts(root, "//t:editorialDecl//t:item"))


def test_the_same_text_gives_the_same_bytes() -> None:
    assert made(PAGES.encode()).data == made(PAGES.encode()).data


GUTENBERG = """\
    The Project Gutenberg eBook of On Weirs, by Josiah Pail

    Title: On Weirs

    Author: Josiah Pail

    Translator: Ann Miller

    *** START OF THE PROJECT GUTENBERG EBOOK ON WEIRS ***

    ON WEIRS

    A STUDY IN TWO PARTS

    BY

    JOSIAH PAIL

    CHAPTER I.

    The river is older than the mill,[1] and knows it. Mr. Pail wrote to
    the Council on the 3d of June, which was a Monday; for on Mondays the
    Council met, and at no other time, unless the water was in the street,
    and even then it met only if somebody had thought of bringing the key
    to the room, and a candle, since it is dark there. He said:[A]

      "The weir, gentlemen, is ours,
          And so are all its hours;
      The hens may come and go,
          The keeper has to know."

        [Footnote A: See the minutes.]

    +-------+--------+
    | Hens  | Number |
    +-------+--------+
    | White |     12 |
    +-------+--------+

    THE END

    FOOTNOTES:

    [1] Older by
    far.

    *** END OF THE PROJECT GUTENBERG EBOOK ON WEIRS ***

    The full license.
    """


def test_a_text_of_project_gutenberg() -> None:
    root = tree(GUTENBERG)
    assert texts(root, "//t:titlePart") == ["ON WEIRS", "A STUDY IN TWO PARTS"]
    assert texts(root, "//t:titleStmt/t:author") == ["Josiah Pail"], "as the frame spells him, and once"
    assert texts(root, "//t:titleStmt/t:respStmt[t:resp='translator']/t:name") == ["Ann Miller"]
    assert len(found(root, "//t:body//t:p")) == 1, "its lines are one paragraph, be they ever so few"
    assert [len(found(verse, "t:l")) for verse in found(root, "//t:lg")] == [4]
    assert [texts(row, "t:cell") for row in found(root, "//t:table/t:row")] == [["Hens", "Number"], ["White", "12"]]
    assert [call.get("target") for call in found(root, "//t:ref[@type='noteAnchor']")] == ["#n1", "#nA"]
    assert texts(root, "//t:note") == ["See the minutes.", "Older by far."]
    assert texts(root, "//t:trailer") == ["THE END"]


def test_a_name_below_by_is_the_author() -> None:
    root = tree("On Weirs\n\nBy\n\nJosiah Pail\n\n" + "The river is older than the mill, and it knows that, and says so to nobody. " * 3)
    assert texts(root, "//t:titleStmt/t:author") == ["Josiah Pail"]


def test_pages_that_begin_within_lines() -> None:
    text = "The river [Pg 12] is old and [Pg 13] knows it, and the keeper [Pg 14] does not."
    root = tree(text)
    assert [one.get("n") for one in found(root, "//t:p/t:pb")] == ["12", "13", "14"]
    assert "Pg" not in texts(root, "//t:body//t:p")[0]
    assert not found(tree("See [Pg 12] of the minutes, and nothing else."), "//t:pb")


def test_an_address_ends_before_a_bracket() -> None:
    root = tree("See https://example.org/a_b[the minutes] and http://example.org/{x} of the Council, if you like.")
    assert [one.get("target") for one in found(root, "//t:body//t:ref")] == ["https://example.org/a_b", "http://example.org/"]
