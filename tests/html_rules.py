"""What the validator of HTML would say of a page, as far as it can be told without it: how elements nest, what they may
hold, ids and what points at them, headings, attributes and their values. (Written after the rules of the HTML standard.)
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import unquote


def _named(*words: str) -> frozenset[str]:
    return frozenset(" ".join(words).split())


VOID = _named("area base br col embed hr img input link meta source track wbr")
#: What closes a paragraph, and so may not stand in one; nor in a heading, a link or any other run of text.
BLOCKS = _named(
    "address article aside blockquote dd details div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header",
    " hr li main nav ol p pre section summary table tbody td tfoot th thead tr ul"
)
RUNS = _named(
    "abbr b bdi bdo button cite code del dfn em h1 h2 h3 h4 h5 h6 i ins kbd label mark output p pre q s samp small span strong",
    " sub summary sup time u var"
)
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
#: Those that a run of text may hold all the same: a heading may be the summary.
ALLOWED_IN = {"summary": frozenset(HEADINGS)}
ELEMENTS = BLOCKS | RUNS | VOID | _named(
    "a audio body caption colgroup datalist html head title script style template select option optgroup progress meter",
    " legend picture ruby rt rp textarea video math svg noscript"
)  # fmt: skip
SVG = _named("svg g path rect circle line text title polygon polyline tspan defs use image a desc ellipse")
INTERACTIVE = _named("a button input select textarea summary label")
PARENTS = {
    "li": {"ul", "ol", "menu"}, "dt": {"dl", "div"}, "dd": {"dl", "div"}, "tr": {"thead", "tbody", "tfoot", "table"},
    "td": {"tr"}, "th": {"tr"}, "thead": {"table"}, "tbody": {"table"}, "figcaption": {"figure"}, "option": {"select", "datalist", "optgroup"},
    "summary": {"details"}, "caption": {"table"},
}  # fmt: skip
CHILDREN = {
    "ul": {"li", "script", "template"}, "ol": {"li", "script", "template"}, "dl": {"dt", "dd", "div"}, "table": {"caption", "colgroup", "thead", "tbody", "tfoot", "tr"},
    "tr": {"td", "th"}, "thead": {"tr"}, "tbody": {"tr"}, "select": {"option", "optgroup", "hr"},
}  # fmt: skip
EVERYWHERE = _named("class id lang dir title hidden tabindex role popover inert translate is slot")
OWN = {
    "a": "href rel target download hreflang type", "img": "src alt width height loading srcset sizes decoding", "link": "rel href type sizes",
    "meta": "charset name content http-equiv", "script": "src defer async type", "th": "scope colspan rowspan abbr headers",
    "td": "colspan rowspan headers", "time": "datetime", "ol": "start reversed type", "li": "value", "html": "xmlns", "button": "type popovertarget disabled name value",
    "input": "maxlength type name value checked placeholder autocomplete spellcheck min max step required list", "label": "for", "details": "open name", "form": "action method",
    "select": "name multiple disabled", "option": "value selected disabled label", "output": "for name", "col": "span", "colgroup": "span", "blockquote": "cite",
    "q": "cite", "ins": "cite datetime", "del": "cite datetime", "data": "value", "dialog": "open",
}  # fmt: skip
ROLES = _named(
    "region group img note search status alert dialog button link list listitem navigation none presentation radiogroup",
    " toolbar tablist tab tabpanel table row cell columnheader rowheader doc-noteref doc-backlink doc-footnote doc-endnotes math text"
)
POINTING = ("aria-labelledby", "aria-describedby", "aria-controls", "aria-owns", "for", "popovertarget", "headers", "aria-details")
TAG = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*|x(-[A-Za-z0-9]{1,8})+")
TIME = re.compile(r"\d{4,}(-\d\d(-\d\d)?)?(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?)?|--\d\d-\d\d|\d\d:\d\d(:\d\d)?|\d{4}-W\d\d|\d\d-\d\d")
NUMBER = re.compile(r"-?\d+")
NEVER_IN_ADDRESS = re.compile(r"[\s<>\"{}|\\^`\x00-\x20]")


@dataclass
class Open:
    """An element that has begun."""

    name: str
    foreign: bool
    has_text: bool = False
    children: list[str] = field(default_factory=list)
    attributes: dict[str, str] = field(default_factory=dict)


class Page(HTMLParser):
    """A page, read tag by tag; ``faults`` is what is wrong with it."""

    def __init__(self, markup: str) -> None:
        super().__init__(convert_charrefs=True)
        self.faults: list[str] = []
        self.open: list[Open] = []
        self.ids: Counter[str] = Counter()
        self.pointers: list[tuple[str, str]] = []
        self.headings: list[int] = []
        self.seen: Counter[str] = Counter()
        self.feed(markup)
        self.close()
        self._ended()

    def fault(self, said: str) -> None:
        self.faults.append(f"{said} (in {'/'.join(one.name for one in self.open[-4:])}, line {self.getpos()[0]})")

    # --- reading ---

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._start(tag, attrs, ends=tag in VOID)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        foreign = tag == "svg" or self._is_foreign()
        if not foreign and tag not in VOID:
            self.fault(f"<{tag}/> is not closed by that")
        self._start(tag, attrs, ends=True)

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID and not self._is_foreign():
            self.fault(f"</{tag}> of an element that has no end")
        elif not self.open or self.open[-1].name != tag:
            self.fault(f"</{tag}> does not close what is open")
        else:
            self._leave(self.open.pop())

    def handle_data(self, data: str) -> None:
        if data.strip() and self.open:
            self.open[-1].has_text = True
            if self.open[-1].name in CHILDREN and not self.open[-1].foreign:
                self.fault(f"words straight in <{self.open[-1].name}>")

    def _is_foreign(self) -> bool:
        return bool(self.open) and self.open[-1].foreign

    # --- an element ---

    def _start(self, tag: str, attrs: list[tuple[str, str | None]], *, ends: bool) -> None:
        values = {name: value or "" for name, value in attrs}
        if len(values) < len(attrs):
            self.fault(f"<{tag}> has an attribute twice")
        foreign = tag in {"svg", "math"} or self._is_foreign()
        self.seen[tag] += 1
        for check in (self._names, self._nests, self._points, self._values):
            check(tag, values, foreign)
        if self.open:
            self.open[-1].children.append(tag)
        made = Open(tag, foreign, attributes=values)
        if ends:
            self._leave(made)
        else:
            self.open.append(made)

    def _names(self, tag: str, values: dict[str, str], foreign: bool) -> None:
        if foreign:
            if tag not in SVG and not any(one.name == "math" for one in self.open) and tag != "math":
                self.fault(f"<{tag}> in a drawing")
            return
        if tag not in ELEMENTS and "-" not in tag:
            self.fault(f"no element of HTML: <{tag}>")
        own = EVERYWHERE | _named(OWN.get(tag, ""))
        for name in values:
            if not (name in own or name.startswith(("data-", "aria-")) or "-" in tag):
                self.fault(f"<{tag}> may not have @{name}")

    def _nests(self, tag: str, values: dict[str, str], foreign: bool) -> None:
        if foreign:
            return
        around = [one.name for one in self.open]
        parent = around[-1] if around else ""
        if tag in BLOCKS and parent != "template":
            run = next((name for name in reversed(around) if name in RUNS), "")
            inner = around[len(around) - around[::-1].index(run):] if run else []
            if run and "svg" not in inner and tag not in ALLOWED_IN.get(run, ()):
                self.fault(f"<{tag}> in <{run}>")
        if tag in INTERACTIVE and not (tag == "a" and "href" not in values):
            outer = next((name for name in reversed(around) if name in {"a", "button", "summary"}), "")
            labelled = "label" in around and tag in {"a", "button", "label"}
            if outer or labelled:
                self.fault(f"<{tag}> in <{outer or 'label'}>")
        if tag in PARENTS and parent not in PARENTS[tag]:
            self.fault(f"<{tag}> in <{parent}>")
        if parent in CHILDREN and tag not in CHILDREN[parent]:
            self.fault(f"<{tag}> straight in <{parent}>")
        if tag == "main" and any(name in {"article", "aside", "footer", "header", "nav", "main"} for name in around):
            self.fault("<main> inside a part of the page")
        if tag in HEADINGS:
            self.headings.append(int(tag[1]))

    def _points(self, tag: str, values: dict[str, str], foreign: bool) -> None:
        if "id" in values:
            self.ids[values["id"]] += 1
            if not values["id"] or re.search(r"\s", values["id"]):
                self.fault(f"an id that is none: {values['id']!r}")
        for name in POINTING:
            self.pointers += [(name, one) for one in values.get(name, "").split()]
        if values.get("href", "").startswith("#") and not values["href"].startswith("#view:"):
            self.pointers.append(("href", values["href"][1:]))

    def _values(self, tag: str, values: dict[str, str], foreign: bool) -> None:
        if values.get("dir", "ltr") not in {"ltr", "rtl", "auto"}:
            self.fault(f"@dir is {values['dir']!r}")
        if "lang" in values and not TAG.fullmatch(values["lang"]) and values["lang"]:
            self.fault(f"@lang is {values['lang']!r}")
        if values.get("role", "region") not in ROLES:
            self.fault(f"@role is {values['role']!r}")
        if tag == "time" and "datetime" in values and not TIME.fullmatch(values["datetime"]):
            self.fault(f"@datetime is {values['datetime']!r}")
        for name in ("width", "height", "colspan", "rowspan", "tabindex", "start", "value"):
            if name in values and tag not in {"input", "option", "button"} and not foreign and not NUMBER.fullmatch(values[name]):
                self.fault(f"@{name} is {values[name]!r}")
        for name in ("href", "src"):
            if NEVER_IN_ADDRESS.search(values.get(name, "")):
                self.fault(f"@{name} is no address: {values[name]!r}")
        if tag == "img" and "alt" not in values:
            self.fault("a picture without @alt")
        if tag == "svg" and "template" not in (one.name for one in self.open) and not ("aria-hidden" in values or values.get("aria-label") or values.get("aria-labelledby")):
            self.fault("a drawing without a name")
        if any(name in values and not values[name].strip() for name in ("aria-label", "title", "aria-labelledby")):
            self.fault(f"<{tag}> with an empty name")

    def _leave(self, one: Open) -> None:
        wants_words = one.name in {"title", *HEADINGS, "summary", "th", "figcaption", "option"} and not one.foreign
        if one.has_text and self.open:
            self.open[-1].has_text = True
        named = one.has_text or "img" in one.children or one.attributes.get("aria-label")
        if wants_words and not named:
            self.fault(f"an empty <{one.name}>")
        if one.name == "a" and "href" in one.attributes and not one.foreign and not (named or "svg" in one.children or one.attributes.get("title")):
            self.fault(f"a link without a name to {one.attributes['href']!r}")
        if one.name == "button" and not (named or one.attributes.get("title")):
            self.fault("a button without a name")
        if one.name == "dl" and one.children and (one.children[0] == "dd" or one.children[-1] == "dt"):
            self.fault("a <dl> that does not begin with <dt> and end with <dd>")
        if one.name in {"dl", "table", "tr", "tbody"} and not one.children:
            self.fault(f"an empty <{one.name}>")

    # --- the whole ---

    def _ended(self) -> None:
        if self.open:
            self.fault("not all elements are closed")
        self.faults += [f"the id {one!r} stands {n} times" for one, n in self.ids.items() if n > 1]
        for name, one in self.pointers:
            if one and one not in self.ids and unquote(one) not in self.ids:
                self.faults.append(f"@{name} points at no id: {one!r}")
        self.faults += _of_headings(self.headings)
        for name in ("html", "head", "title", "body", "main", "h1"):
            wanted = self.seen[name] - (self.seen["title"] - 1 if name == "title" and self.seen["svg"] else 0)
            if wanted != 1:
                self.faults.append(f"<{name}> stands {wanted} times")


def _of_headings(levels: list[int]) -> Iterator[str]:
    """No level is left out on the way down."""
    for before, after in zip([0, *levels], levels, strict=False):
        if after > before + 1:
            yield f"<h{after}> behind <h{before}>"


def faults(markup: str) -> list[str]:
    """What is wrong with a page."""
    found = Page(markup).faults
    if not re.search(r"<html[^>]* lang=\"[A-Za-z]", markup[:600]):
        found.append("the page has no language")
    if not markup.lstrip().lower().startswith("<!doctype html>"):
        found.append("no doctype")
    return list(dict.fromkeys(found))
