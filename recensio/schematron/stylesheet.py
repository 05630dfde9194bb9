"""A schema as one XSLT 3.0 stylesheet, which walks a document once and applies all patterns to each node.

Every rule is a template of one mode; the earlier the rule, the higher its priority. ``xsl:next-match`` hands a node on
to the next rule that matches, and tells it which pattern has been applied last, so that only the first matching rule
of a pattern is. The result is text: a line a finding, its parts divided by tabs.

Every expression of the schema stands in a line of its own, and :class:`Sheet` knows whose it is: so the processor's
complaints about the stylesheet become complaints about the schema.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, count
from xml.sax.saxutils import escape, quoteattr

from recensio.schematron.model import (
    Check,
    Declaration,
    Diagnostic,
    Instruction,
    Let,
    Message,
    Pattern,
    Query,
    Rule,
    Schema,
)
from recensio.schematron.xpath import Takes, renamed, takes, variables

Part = Check | Declaration | Diagnostic | Let | Rule
"""Whatever of a schema can be wrong by itself, and be left out."""

_STANDARD: Mapping[str, str] = {
    "array": "http://www.w3.org/2005/xpath-functions/array",
    "fn": "http://www.w3.org/2005/xpath-functions",
    "map": "http://www.w3.org/2005/xpath-functions/map",
    "math": "http://www.w3.org/2005/xpath-functions/math",
    "xs": "http://www.w3.org/2001/XMLSchema",
}
_RESERVED: Mapping[str, str] = {
    "_e": "http://www.w3.org/2005/xqt-errors",
    "_s": "urn:recensio:schematron",
    "_x": "http://www.w3.org/1999/XSL/Transform",
}
_FRAME = """\
<_x:output method="text"/>
<_x:mode name="_s:walk" on-no-match="shallow-skip" warning-on-no-match="no"/>
<_x:function name="_s:at" as="xs:string">
  <_x:param name="context" as="node()"/>
  <_x:param name="subject" as="item()*"/>
  <_x:sequence select="path(($subject[. instance of node()], $context)[1])"/>
</_x:function>
<_x:function name="_s:name" as="xs:string?">
  <_x:param name="found" as="item()*"/>
  <_x:sequence select="$found[1] ! (if (. instance of node()) then name() else string())"/>
</_x:function>
<_x:function name="_s:failed" as="xs:string">
  <_x:param name="check" as="xs:integer"/>
  <_x:param name="context" as="node()"/>
  <_x:param name="reason" as="xs:string?"/>
  <_x:sequence select="'failed&#9;' || $check || '&#9;' || path($context)
      || '&#9;' || normalize-space($reason) || '&#9;&#10;'"/>
</_x:function>"""
#: What a line of the result begins with: a finding, or a check that failed at run time.
FOUND, FAILED = "found", "failed"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A stylesheet; ``checks`` are in the order of their numbers in the result."""

    text: str
    checks: tuple[Check, ...]
    _starts: tuple[int, ...]
    _parts: tuple[Part | None, ...]

    def part_at(self, line: int) -> Part | None:
        """Whose expression stands in ``line`` (from 1) of the stylesheet; ``None`` if it is ours."""
        which = bisect_right(self._starts, line) - 1
        return self._parts[which] if which >= 0 else None


def stylesheet(schema: Schema, without: Collection[Part] = ()) -> Sheet:
    """The stylesheet of ``schema``, ``without`` those of its parts that turned out to be wrong.

    A check that fails at run time says so in the result, and the others go on.
    """
    return _Writer(schema, frozenset(without)).sheet()


def expressions(part: Part) -> Iterator[str]:
    """The XPath expressions of ``part`` alone, not those of the parts it holds."""
    match part:
        case Check():
            yield part.test
            yield from (piece.select for piece in part.message if isinstance(piece, Query))
            yield from filter(None, [part.subject])
        case Let():
            yield from filter(None, [part.select])
        case Diagnostic():
            yield from (piece.select for piece in part.message if isinstance(piece, Query))
        case Rule():
            yield part.context


def markup(part: Part) -> Iterator[str]:
    """What ``part`` holds of XSLT and other mark-up, as XML."""
    match part:
        case Check() | Diagnostic():
            yield from (piece.xml for piece in part.message if isinstance(piece, Instruction))
        case Declaration():
            yield part.xml
        case Let():
            yield part.content


def _uses(part: Part) -> frozenset[str]:
    return frozenset().union(*(variables(expression) for expression in expressions(part)))


class _Writer:
    def __init__(self, schema: Schema, without: frozenset[Part]) -> None:
        self._schema = schema
        self._without = without
        self._version = ' version="1.0"' if schema.compatible else ""
        self._lines: list[str] = []
        self._starts: list[int] = []
        self._parts: list[Part | None] = []
        self._next = 1
        self._checks: list[Check] = []
        self._global: set[str] = set()
        self._lost: frozenset[str] = frozenset()  # variables in scope that had to be left out
        self._names: Mapping[str, str] = {}  # variables in scope that go by another name
        self._rank = 1_000_000  # of the last rule; the earlier a rule, the higher

    def sheet(self) -> Sheet:
        self._head()
        for declaration in self._schema.declarations:
            if declaration not in self._without:
                self._line(declaration.xml, declaration)
        self._lets(self._schema.lets)
        self._walk(chain.from_iterable(map(self._pattern, count(), self._schema.patterns)))
        self._line("</_x:stylesheet>")
        return Sheet("\n".join(self._lines), tuple(self._checks), tuple(self._starts), tuple(self._parts))

    # --- the frame --------------------------------------------------------------------------------------------

    def _head(self) -> None:
        bound = {**_STANDARD, **self._schema.namespaces, **_RESERVED}
        prefixes = " ".join(f"xmlns:{prefix}={quoteattr(uri)}" for prefix, uri in bound.items())
        elements = f" xpath-default-namespace={quoteattr(self._schema.elements)}" if self._schema.elements else ""
        self._line(
            f'<_x:stylesheet version="3.0" default-mode="_s:walk" exclude-result-prefixes="#all" {prefixes}{elements}>'
        )
        self._line(_FRAME)

    def _walk(self, rules: Iterable[Rule]) -> None:
        """What becomes of nodes after their rules: on to their children, as far as any rule could match them."""
        kinds = Takes()
        for rule in rules:
            kinds |= takes(rule.context)
        onward = ("@*, " if kinds.attributes else "") + ("node()" if kinds.others else "*")
        self._line(f'<_x:template match="/|*" priority="-1"><_x:apply-templates select="{onward}"/></_x:template>')

    # --- patterns and rules -----------------------------------------------------------------------------------

    def _pattern(self, number: int, pattern: Pattern) -> Iterator[Rule]:
        before = self._lost
        self._lets(pattern.lets, f"_s:v{number}.")
        for rule in pattern.rules:
            if self._keeps(rule):
                self._rule(rule, number, alone=len(pattern.rules) == 1)
                yield rule
        self._lost, self._names = before, {}

    def _rule(self, rule: Rule, pattern: int, *, alone: bool) -> None:
        self._rank -= 1
        self._line(f'<_x:template match={self._quoted(rule.context)} priority="{self._rank}">', rule)
        if alone:
            self._body(rule)
            self._line("<_x:next-match/></_x:template>")
        else:
            self._line(f'<_x:param name="_s:done" as="xs:integer" select="-1"/><_x:if test="$_s:done ne {pattern}">')
            self._body(rule)
            passed = f'<_x:with-param name="_s:done" select="{pattern}"/>'
            self._line(f"</_x:if><_x:next-match>{passed}</_x:next-match></_x:template>")

    def _body(self, rule: Rule) -> None:
        names, lost = self._names, self._lost
        lets: list[Let] = []
        said: dict[tuple[bool, str, str | None], str | None] = {}
        for part in rule.body:
            if isinstance(part, Let):
                lets += [part] if self._known(part) else []
            elif self._keeps(part):
                key = (part.positive, part.test, part.subject)
                if said.setdefault(key, part.language) == part.language:  # else the same in another language
                    self._check(part, lets)
        self._names, self._lost = names, lost

    def _known(self, let: Let) -> bool:
        """Whether the variable can be used; from here on it hides one of the same name outside."""
        known = self._keeps(let)
        self._lost = self._lost - {let.name} if known else self._lost | {let.name}
        return known

    # --- checks -----------------------------------------------------------------------------------------------

    def _check(self, check: Check, lets: Iterable[Let]) -> None:
        number = len(self._checks)
        self._checks.append(check)
        self._line("<_x:try>")
        for let in lets:  # inside: an error in them must not get past
            self._variable(let, self._names.get(let.name, let.name))
        test = f"not(({check.test}))" if check.positive else check.test
        self._line(f"<_x:if{self._version} test={self._quoted(test)}>", check)
        self._line(f"<_x:text>{FOUND}&#9;{number}&#9;</_x:text>")
        self._line(f"<_x:value-of select={self._quoted(f'_s:at(., ({check.subject or ()}))')}/>", check)
        self._line("<_x:text>&#9;</_x:text>")
        self._told(check.message, check)
        self._line("<_x:text>&#9;</_x:text>")
        for diagnostic in check.diagnostics:
            if self._keeps(diagnostic):
                self._told(diagnostic.message, diagnostic)
                self._line("<_x:text> </_x:text>")
        self._line("<_x:text>&#10;</_x:text></_x:if>")
        failed = f"_s:failed({number}, ., $_e:description)"
        self._line(f'<_x:catch><_x:value-of select="{failed}"/></_x:catch></_x:try>')

    def _told(self, message: Message, part: Part) -> None:
        """The message as one line of text, its space normalised."""
        self._line('<_x:variable name="_s:told">')
        for piece in message:
            if piece:
                self._line(self._piece(piece), part)
        self._line('</_x:variable><_x:value-of select="normalize-space($_s:told)"/>')

    def _piece(self, piece: str | Query | Instruction) -> str:
        match piece:
            case Query(select, named):
                query = f"_s:name(({select}))" if named else select
                return f"<_x:value-of{self._version} select={self._quoted(query)}/>"
            case Instruction(xml):
                return xml
            case _:
                return f"<_x:text>{escape(piece)}</_x:text>"

    # --- variables --------------------------------------------------------------------------------------------

    def _lets(self, lets: Iterable[Let], prefix: str = "") -> None:
        """Variables of the schema or a pattern: all are global, and their expressions start at the document.

        One whose name is taken gets ``prefix`` before it; from the next variable on that is what the name means.
        """
        for let in filter(self._known, lets):
            name = prefix + let.name if let.name in self._global else let.name
            self._variable(let, name)
            self._global.add(let.name)
            if name != let.name:
                self._names = {**self._names, let.name: name}

    def _variable(self, let: Let, name: str) -> None:
        name = quoteattr(name)
        kind = f" as={quoteattr(let.type)}" if let.type else ""
        if let.select is None:
            self._line(f"<_x:variable name={name}{kind}>{let.content}</_x:variable>", let)
        else:
            self._line(f"<_x:variable{self._version} name={name}{kind} select={self._quoted(let.select)}/>", let)

    # --- parts ------------------------------------------------------------------------------------------------

    def _keeps(self, part: Part) -> bool:
        """Whether a part is used: it is not wrong, and needs no variable that is."""
        return part not in self._without and not (self._lost and self._lost & _uses(part))

    def _quoted(self, expression: str) -> str:
        return quoteattr(renamed(expression, self._names) if self._names else expression)

    def _line(self, text: str, part: Part | None = None) -> None:
        self._starts.append(self._next)
        self._parts.append(part)
        # the processor takes a line break inside an expression for one in the file, so there have to be as many
        self._lines.append(text + "\n" * text.count("&#10;"))
        self._next += self._lines[-1].count("\n") + 1
