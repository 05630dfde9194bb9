"""The law of the text: no word is lost and none is invented.

Words are counted in the source (:func:`source_words`) and in the finished outputs, without the stylesheets, and
compared (:func:`check`). What is counted, and why, is told in docs/developers/text-law.md.
"""

from recensio.law.check import Kept, Outputs, Place, PlaceOf, check
from recensio.law.compare import Comparison, Difference, compare
from recensio.law.pages import NoReadingText, all_words_of_html, words_of_html
from recensio.law.printed import words_of_pdf
from recensio.law.source import SourceWords, source_words
from recensio.law.words import Words, words_of_text

__all__ = [
    "Comparison",
    "Difference",
    "Kept",
    "NoReadingText",
    "Outputs",
    "Place",
    "PlaceOf",
    "SourceWords",
    "Words",
    "all_words_of_html",
    "check",
    "compare",
    "source_words",
    "words_of_html",
    "words_of_pdf",
    "words_of_text",
]
