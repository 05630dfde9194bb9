"""What class names, ids and roles on pages mean: those in wide use, and those of the great collections of texts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


@dataclass(frozen=True, slots=True)
class Names:
    """Class names (ids too, in ``dropped``) by what they mean.

    ``dropped`` gives the reason why what bears the name is no text; ``parts`` the kind of a ``Part``; ``headings`` how
    many levels below the last heading a paragraph of that name stands; ``styles`` words of ``@rend``.
    """

    dropped: Mapping[str, str] = field(default_factory=dict)
    styles: Mapping[str, str] = field(default_factory=dict)
    parts: Mapping[str, str] = field(default_factory=dict)
    headings: Mapping[str, int] = field(default_factory=dict)
    quotes: frozenset[str] = frozenset()
    verse: frozenset[str] = frozenset()
    stanzas: frozenset[str] = frozenset()
    lines: frozenset[str] = frozenset()
    pages: frozenset[str] = frozenset()
    captions: frozenset[str] = frozenset()
    figures: frozenset[str] = frozenset()
    calls: frozenset[str] = frozenset()
    bodies: frozenset[str] = frozenset()
    beside: frozenset[str] = frozenset()
    backs: frozenset[str] = frozenset()
    labels: frozenset[str] = frozenset()
    rules: frozenset[str] = frozenset()

    def __or__(self, other: Names) -> Names:
        """Both together; of what is in both, ``other`` counts."""
        return Names(**{one.name: _joined(getattr(self, one.name), getattr(other, one.name)) for one in fields(self)})


def _joined(one: Any, other: Any) -> Any:
    return {**one, **other} if isinstance(one, Mapping) else one | other


_NAVIGATION = "navigation of the website"
_TOOLS = "a tool of the website"
_PEOPLE = "links for sharing, comments or advertising"

GENERIC = Names(
    dropped={
        **dict.fromkeys(
            _words(
                "nav navbar navigation navigator menu main-menu breadcrumb breadcrumbs sidebar site-header site-footer"
                " skip-link skip-to-content pagination pager page-nav nav-links toplink toc-toggle topbar masthead-nav"
                " screen-reader-shortcut searchform search-form site-navigation post-navigation"
            ),
            _NAVIGATION,
        ),
        **dict.fromkeys(
            _words(
                "noprint no-print cookie-banner cookie-notice cookies-banner cookie-consent print-button copy-button"
                " navigation-not-searchable mw-jump-link mw-editsection headerlink anchorjs-link heading-anchor"
                " header-anchor permalink"
            ),
            _TOOLS,
        ),
        **dict.fromkeys(
            _words(
                "share sharing social social-share sharedaddy share-buttons social-links comments-area comment-list"
                " comment-respond advert advertisement ads ad-container adsbygoogle newsletter newsletter-signup"
                " related-posts related-articles jp-relatedposts wp-block-comments disqus_thread"
            ),
            _PEOPLE,
        ),
    },
    styles={
        **dict.fromkeys(_words("smcap sc small-caps smallcaps smallcap small_caps caps-small"), "smallcaps"),
        **dict.fromkeys(_words("italic italics ital"), "italic"),
        **dict.fromkeys(_words("bold strong"), "bold"),
        **dict.fromkeys(_words("underline underlined"), "underlined"),
        **dict.fromkeys(_words("gesperrt spaced letterspaced"), "spaced"),
        **dict.fromkeys(_words("antiqua"), "antiqua"),
        **dict.fromkeys(_words("blackletter fraktur"), "blackletter"),
        **dict.fromkeys(_words("superscript sup"), "superscript"),
        **dict.fromkeys(_words("subscript"), "subscript"),
        **dict.fromkeys(_words("allcaps uppercase"), "uppercase"),
    },
    parts={
        **dict.fromkeys(_words("signature sig signed author-signature"), "signed"),
        **dict.fromkeys(_words("dateline"), "dateline"),
        **dict.fromkeys(_words("salutation salute greeting"), "salute"),
        **dict.fromkeys(_words("byline"), "byline"),
        **dict.fromkeys(_words("epigraph"), "epigraph"),
        **dict.fromkeys(_words("postscript"), "postscript"),
        **dict.fromkeys(_words("argument"), "argument"),
    },
    headings={"subtitle": 1, "subhead": 1, "subheading": 1, "chapter-title": 0},
    quotes=_words("blockquote blockquot quote quotation block-quote extract bq pullquote"),
    verse=_words("poem poetry verse poetry-container lyrics"),
    stanzas=_words("stanza strophe ws-poem-stanza"),
    lines=_words("verse line l ws-poem-line"),
    pages=_words("pagenum pageno pagenumber page-number page-num pagebreak pb ws-pagenum newpage"),
    captions=_words("caption wp-caption-text thumbcaption figcaption illustration-caption"),
    figures=_words(
        "figcenter figleft figright figure illus illustration wp-caption thumb image-container figcontainer"
    ),
    calls=_words(
        "fnanchor reference footnote-ref footnoteref noteref footnote-reference footnotecall mw-ref enote anote"
    ),
    bodies=_words("footnote endnote fn footnote-body footnote-item footnotetext endnotetext fnote"),
    beside=_words("sidenote marginnote margin-note marginalia sidebar-note wst-sidenote"),
    backs=_words("footnote-backref footnote-back mw-cite-backlink reversefootnote backlink data-footnote-backref"),
    labels=_words("label footnote-label footnotenumber mw-reference-label"),
    rules=_words("tb thoughtbreak thought-break scenebreak separator asterism wst-rule"),
)
"""Names in wide use."""
