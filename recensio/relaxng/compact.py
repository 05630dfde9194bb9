"""The compact syntax of RELAX NG (ISO 19757-2, annex C): text in, tree of the XML syntax out.

Each production is a method; its docstring or name says which. Annotations are read, so that mistakes in them are found,
and left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

from recensio.relaxng.compact_tokens import Kind, Source, Token, source, tokens
from recensio.relaxng.syntax import RNG, Node, SchemaError

XML = "http://www.w3.org/XML/1998/namespace"
XMLNS = ("http://www.w3.org/2000/xmlns/", "http://www.w3.org/2000/xmlns")
XSD = "http://www.w3.org/2001/XMLSchema-datatypes"

MAX_DEPTH = 100
"""How deep parentheses and braces may nest."""

KEYWORDS = frozenset(
    (
        *("attribute", "datatypes", "default", "div", "element", "empty", "external", "grammar", "include", "inherit"),
        *("list", "mixed", "namespace", "notAllowed", "parent", "start", "string", "text", "token"),
    )
)

_COMBINING = {"=": None, "|=": "choice", "&=": "interleave"}
_CONNECTING = {",": "group", "|": "choice", "&": "interleave"}
_REPEATING = {"?": "optional", "*": "zeroOrMore", "+": "oneOrMore"}


def parse_compact(text: str, file: str) -> Node:
    """The schema in ``text`` as a tree; ``file`` is its name in messages.

    ``include`` and ``external`` become nodes with ``href`` as it was written, and with ``ns`` where the namespace that
    they hand on is declared. Names have ``ns`` wherever a declaration fixes it. Raises ``SchemaError``.
    """
    return _Reader(source(text, file)).read()


class _Reader:
    """Reads a schema, one token ahead of itself (two where a grammar and a pattern begin alike)."""

    def __init__(self, src: Source) -> None:
        self._source = src
        self._tokens = tokens(src)
        self._at = 0
        self._depth = 0
        self._inside = False  # a grammar or braces: elsewhere an annotation may have no element to stand in
        self._default: str | None = None
        self._prefixes: dict[str, str | None] = {"xml": XML}
        self._libraries = {"xsd": XSD}
        self._namespaces: Mapping[str, str] = {}

    # ------------------------------------------------------------ tokens

    @property
    def _next(self) -> Token:
        return self._tokens[self._at]

    @property
    def _second(self) -> Token:
        return self._tokens[min(self._at + 1, len(self._tokens) - 1)]

    def _advance(self) -> Token:
        token = self._next
        self._at += token.kind is not Kind.END
        return token

    def _is_sign(self, *signs: str) -> bool:
        return self._next.kind is Kind.SIGN and self._next.text in signs

    def _second_is(self, *signs: str) -> bool:
        return self._second.kind is Kind.SIGN and self._second.text in signs

    def _is_keyword(self, *words: str) -> bool:
        return self._next.kind is Kind.NAME and self._next.text in words

    def _skip_sign(self, sign: str) -> bool:
        found = self._is_sign(sign)
        self._at += found
        return found

    def _error(self, reason: str, token: Token | None = None) -> SchemaError:
        return self._source.error(reason, (token or self._next).at)

    def _expect(self, sign: str, where: str) -> None:
        if not self._skip_sign(sign):
            raise self._error(f'{where} "{sign}" is expected, not {self._next}')

    def _node(
        self,
        name: str,
        token: Token,
        children: tuple[Node, ...] = (),
        attributes: Mapping[str, str | None] | None = None,
        text: str = "",
    ) -> Node:
        """A node; attributes that are ``None`` are left out."""
        given = {key: value for key, value in (attributes or {}).items() if value is not None}
        return Node(name, self._source.place(token.at), given, children, text, self._namespaces)

    @contextmanager
    def _braces(self, owner: str, opening: str = "{", closing: str = "}") -> Iterator[None]:
        """What stands between two brackets, which must be there."""
        opened = self._next
        self._expect(opening, f"after {owner}")  # without an owner, the caller has seen the bracket
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise self._error(f"brackets are nested more than {MAX_DEPTH} deep", opened)
        outside, self._inside = self._inside, self._inside or opening != "("
        yield
        if not self._skip_sign(closing):
            raise self._unclosed(owner, opened, closing)
        self._inside = outside
        self._depth -= 1

    def _unclosed(self, owner: str, opened: Token, closing: str) -> SchemaError:
        if self._next.kind is Kind.END:
            after = f" after {owner}" if owner else ""
            return self._error(f'the "{opened.text}"{after} is not closed', opened)
        return self._error(f'{self._next} is not expected here; {_MISSING} or a "{closing}" may be missing before it')

    # ------------------------------------------------------------ names and texts

    def _identifier(self, what: str) -> Token:
        """A name of a definition: no keyword, unless after a backslash."""
        token = self._next
        if token.kind is Kind.NAME and token.text in KEYWORDS:
            raise self._error(f'"{token.text}" is a keyword; write \\{token.text} for {what} of that name')
        if token.kind not in (Kind.NAME, Kind.QUOTED):
            raise self._error(f"{what} is expected, not {token}")
        return self._advance()

    def _any_name(self, what: str) -> Token:
        """A name that may be a keyword."""
        if self._next.kind not in (Kind.NAME, Kind.QUOTED):
            raise self._error(f"{what} is expected, not {self._next}")
        return self._advance()

    def _literal(self, what: str) -> str:
        """Texts in quotation marks, put together by ``~``."""
        if self._next.kind is not Kind.LITERAL:
            raise self._error(f"{what} in quotation marks is expected, not {self._next}")
        text = self._advance().text
        while self._skip_sign("~"):
            if self._next.kind is not Kind.LITERAL:
                raise self._error(f'after "~" a text in quotation marks is expected, not {self._next}')
            text += self._advance().text
        return text

    def _namespace_of(self, prefix: str, token: Token) -> str | None:
        """What a prefix stands for; ``None`` where it is inherited from the including schema."""
        if prefix not in self._prefixes:
            raise self._error(f'the prefix "{prefix}" is not declared; add: namespace {prefix} = "…"', token)
        return self._prefixes[prefix]

    def _library_of(self, prefix: str, token: Token) -> str:
        if prefix not in self._libraries:
            raise self._error(f'the datatype prefix "{prefix}" is not declared; add: datatypes {prefix} = "…"', token)
        return self._libraries[prefix]

    # ------------------------------------------------------------ declarations

    def read(self) -> Node:
        """``topLevel``: declarations, then a pattern or the contents of a grammar."""
        while self._is_keyword(*_DECLARATIONS):
            _DECLARATIONS[self._advance().text](self)
        self._namespaces = {prefix: uri for prefix, uri in self._scope() if uri is not None}
        node = self._grammar_file() if self._is_grammar() else self._pattern()
        if self._next.kind is not Kind.END:
            raise self._error(f"{self._next} is not expected here; {_MISSING} may be missing before it")
        return node

    def _scope(self) -> Iterator[tuple[str, str | None]]:
        yield from self._prefixes.items()
        yield "", self._default

    def _namespace_declaration(self) -> None:
        prefix = self._any_name("a prefix")
        uri = self._namespace_name(prefix.text)
        self._bind(prefix, uri)

    def _default_declaration(self) -> None:
        if not self._is_keyword("namespace"):
            raise self._error(f'after "default" the word "namespace" is expected, not {self._next}')
        self._advance()
        prefix = None if self._is_sign("=") else self._any_name("a prefix")
        self._default = self._namespace_name("default namespace")
        if prefix:
            self._bind(prefix, self._default)

    def _namespace_name(self, after: str) -> str | None:
        self._expect("=", f'after "{after}"')
        if self._is_keyword("inherit"):
            self._advance()
            return None
        return self._literal("the address of the namespace")

    def _bind(self, prefix: Token, uri: str | None) -> None:
        if prefix.text == "xmlns" or (prefix.text == "xml") != (uri == XML):
            raise self._error(f'the prefix "{prefix.text}" can\'t stand for "{uri or "inherit"}"', prefix)
        self._prefixes[prefix.text] = uri

    def _datatypes_declaration(self) -> None:
        prefix = self._any_name("a prefix")
        self._expect("=", f'after "{prefix.text}"')
        self._libraries[prefix.text] = self._literal("the address of the datatype library")

    # ------------------------------------------------------------ grammars

    def _is_grammar(self) -> bool:
        """Whether what follows is the contents of a grammar rather than a pattern."""
        if self._is_annotation_element():
            return True
        start = self._at
        self._annotations()
        found = self._is_keyword("start", "div", "include") or self._next.kind is Kind.END or self._is_definition()
        self._at = start
        return found

    def _is_definition(self) -> bool:
        named = self._next.kind in (Kind.NAME, Kind.QUOTED)
        return named and self._second_is(*_COMBINING)

    def _grammar_file(self) -> Node:
        first = self._next
        self._inside = True
        return self._node("grammar", first, self._components(_COMPONENTS))

    def _components(self, allowed: Mapping[str, Callable[[_Reader], Node]]) -> tuple[Node, ...]:
        """``grammarContent`` or ``includeContent``, up to a brace or the end."""
        found: list[Node] = []
        self._annotation_elements()
        while self._next.kind is not Kind.END and not self._is_sign("}"):
            self._annotations()
            found.append(self._component(allowed))
            self._annotation_elements()
        return tuple(found)

    def _component(self, allowed: Mapping[str, Callable[[_Reader], Node]]) -> Node:
        word = self._next.text
        if self._is_keyword(*_COMPONENTS) and word not in allowed:
            raise self._error(f'"{word}" can\'t stand inside an include; only start, div and definitions can')
        if self._is_keyword(*allowed):
            return allowed[word](self)
        return self._definition()

    def _start(self) -> Node:
        token = self._advance()
        combine = self._combining('after "start"')
        return self._node("start", token, (self._pattern(),), {"combine": combine})

    def _definition(self) -> Node:
        if self._next.kind not in (Kind.NAME, Kind.QUOTED):
            raise self._error(f"start, include, div or the name of a definition is expected, not {self._next}")
        name = self._identifier("a definition")
        combine = self._combining(f'after "{name.text}"')
        return self._node("define", name, _items(self._pattern()), {"name": name.text, "combine": combine})

    def _combining(self, where: str) -> str | None:
        if not self._is_sign(*_COMBINING):
            raise self._error(f'{where} "=", "|=" or "&=" is expected, not {self._next}')
        return _COMBINING[self._advance().text]

    def _div(self) -> Node:
        token = self._advance()
        with self._braces('"div"'):
            return self._node("div", token, self._components(_COMPONENTS))

    def _include_div(self) -> Node:
        token = self._advance()
        with self._braces('"div"'):
            return self._node("div", token, self._components(_INCLUDE_COMPONENTS))

    def _include(self) -> Node:
        token = self._advance()
        attributes = {"href": self._literal("the address of a schema"), "ns": self._handed_on()}
        if not self._is_sign("{"):
            return self._node("include", token, (), attributes)
        with self._braces('"include"'):
            return self._node("include", token, self._components(_INCLUDE_COMPONENTS), attributes)

    def _handed_on(self) -> str | None:
        """``inherit``: the namespace that an included schema gets."""
        if not self._is_keyword("inherit"):
            return self._default
        self._advance()
        self._expect("=", 'after "inherit"')
        prefix = self._any_name("a prefix")
        return self._namespace_of(prefix.text, prefix)

    # ------------------------------------------------------------ patterns

    def _pattern(self) -> Node:
        """Particles, connected by one kind of sign."""
        first, closed = self._particle()
        if not self._is_sign(*_CONNECTING):
            return first
        sign = self._next
        particles = [first]
        while self._is_sign(*_CONNECTING):
            self._check_connection(sign, closed=closed)
            self._advance()
            particle, closed = self._particle()
            particles.append(particle)
        self._check_closed(closed=closed)
        return Node(_CONNECTING[sign.text], first.place, {}, tuple(particles), "", self._namespaces)

    def _check_connection(self, sign: Token, *, closed: bool) -> None:
        self._check_closed(closed=closed)
        if self._next.text != sign.text:
            raise self._error(f'"{sign.text}" and "{self._next.text}" can\'t be mixed without parentheses')

    def _check_closed(self, *, closed: bool) -> None:
        if not closed:
            raise self._error('a type with "-" must be put in parentheses before it is connected or repeated')

    def _particle(self) -> tuple[Node, bool]:
        """A primary, repeated or not; and whether it may be connected: ``token - "a"`` may not."""
        node, closed = self._annotated_primary()
        if self._is_sign(*_REPEATING):
            self._check_closed(closed=closed)
            name = _REPEATING[self._advance().text]
            node = Node(name, node.place, {}, _items(node), "", self._namespaces)
            self._annotations_of_pattern()
        return node, closed

    def _annotated_primary(self) -> tuple[Node, bool]:
        token = self._next
        annotated = self._annotations()
        closed = self._is_sign("(")
        node = self._primary()
        if annotated and node.name == "value" and not self._inside:
            raise self._error("a value that is the whole schema can't have an annotation", token)
        self._annotations_of_pattern()
        return node, closed or not _has_except(node)

    def _primary(self) -> Node:
        token = self._next
        if token.kind is Kind.LITERAL:
            return self._value(token, {})
        if token.kind is Kind.CNAME or self._is_keyword("string", "token"):
            return self._data()
        if self._is_sign("("):
            with self._braces("", "(", ")"):
                return self._pattern()
        if self._is_keyword(*_PRIMARIES):
            return _PRIMARIES[token.text](self)
        return self._reference()

    def _reference(self) -> Node:
        if self._next.kind not in (Kind.NAME, Kind.QUOTED):
            raise self._error(f"a pattern is expected, not {self._next}")
        name = self._identifier("a definition")
        return self._node("ref", name, (), {"name": name.text})

    def _parent(self) -> Node:
        token = self._advance()
        name = self._identifier("a definition")
        return self._node("parentRef", token, (), {"name": name.text})

    def _bare(self) -> Node:
        token = self._advance()
        return self._node(token.text, token)

    def _wrapping(self) -> Node:
        token = self._advance()
        with self._braces(f'"{token.text}"'):
            return self._node(token.text, token, _items(self._pattern()))

    def _grammar(self) -> Node:
        token = self._advance()
        with self._braces('"grammar"'):
            return self._node("grammar", token, self._components(_COMPONENTS))

    def _external(self) -> Node:
        token = self._advance()
        href = self._literal("the address of a schema")
        return self._node("externalRef", token, (), {"href": href, "ns": self._handed_on()})

    def _element(self) -> Node:
        return self._named(self._default, _items)

    def _attribute(self) -> Node:
        return self._named("", lambda node: (node,))

    def _named(self, default: str | None, contents: Callable[[Node], tuple[Node, ...]]) -> Node:
        """``element`` or ``attribute``; a name without a prefix is in the namespace ``default``."""
        token = self._advance()
        name = self._name_class(default)
        with self._braces(f"the name of the {token.text}"):
            return self._node(token.text, token, (name, *contents(self._pattern())))

    # ------------------------------------------------------------ types and values

    def _data(self) -> Node:
        token = self._advance()
        prefix, _, name = token.text.rpartition(":")
        library = self._library_of(prefix, token) if prefix else ""
        attributes = {"type": name, "datatypeLibrary": library}
        if self._next.kind is Kind.LITERAL:
            return self._value(token, attributes)
        params = self._params() if self._is_sign("{") else ()
        return self._node("data", token, (*params, *self._except(self._excepted)), attributes)

    def _value(self, token: Token, attributes: Mapping[str, str]) -> Node:
        text = self._literal("a value")
        return self._node("value", token, (), {**attributes, "ns": self._default}, text)

    def _params(self) -> tuple[Node, ...]:
        params: list[Node] = []
        with self._braces("the type"):
            while not self._is_sign("}") and self._next.kind is not Kind.END:
                self._annotations()
                name = self._any_name("the name of a parameter")
                self._expect("=", f'after "{name.text}"')
                params.append(self._node("param", name, (), {"name": name.text}, self._literal("a value")))
        return tuple(params)

    def _except(self, inner: Callable[[], Node]) -> tuple[Node, ...]:
        token = self._next
        if not self._skip_sign("-"):
            return ()
        self._annotations()
        node = inner()
        return (self._node("except", token, node.children if node.name == "choice" else (node,)),)

    def _excepted(self) -> Node:
        closed = self._is_sign("(")
        node = self._primary()
        if _has_except(node) and not closed:
            raise self._error('what follows "-" must be put in parentheses to have a "-" of its own')
        return node

    # ------------------------------------------------------------ name classes

    def _name_class(self, default: str | None) -> Node:
        """Names, connected by ``|``; or all names but some."""
        first, closed = self._basic_name_class(default)
        names = [first]
        while self._is_sign("|"):
            self._check_closed_names(closed=closed)
            self._advance()
            name, closed = self._basic_name_class(default)
            self._check_closed_names(closed=closed)
            names.append(name)
        return first if len(names) == 1 else Node("choice", first.place, {}, tuple(names), "", self._namespaces)

    def _check_closed_names(self, *, closed: bool) -> None:
        if not closed:
            raise self._error('names with "-" must be put in parentheses before they are connected')

    def _basic_name_class(self, default: str | None) -> tuple[Node, bool]:
        """A name class, and whether it may be connected: ``* - a`` may not."""
        self._annotations()
        closed = self._is_sign("(")
        node = self._one_name_class(default, excepting=True)
        self._following_annotations()
        return node, closed or not _has_except(node)

    def _one_name_class(self, default: str | None, *, excepting: bool) -> Node:
        token = self._next
        if self._is_sign("("):
            with self._braces("", "(", ")"):
                return self._name_class(default)
        if self._is_sign("*"):
            self._advance()
            return self._node("anyName", token, self._excepted_names(default, excepting=excepting))
        if token.kind is Kind.NSNAME:
            self._advance()
            ns = self._namespace_of(token.text[:-2], token)
            return self._node("nsName", token, self._excepted_names(default, excepting=excepting), {"ns": ns})
        return self._name(default)

    def _excepted_names(self, default: str | None, *, excepting: bool) -> tuple[Node, ...]:
        if not excepting:
            return ()
        return self._except(lambda: self._one_name_class(default, excepting=False))

    def _name(self, default: str | None) -> Node:
        token = self._next
        if token.kind is Kind.CNAME:
            self._advance()
            prefix, _, local = token.text.partition(":")
            return self._node("name", token, (), {"ns": self._namespace_of(prefix, token)}, local)
        name = self._any_name("a name")
        return self._node("name", name, (), {"ns": default}, name.text)

    # ------------------------------------------------------------ annotations

    def _annotations(self) -> bool:
        """``[ … ]`` before something: attributes, then elements. Returns whether there were elements."""
        if not self._is_sign("["):
            return False
        with self._braces("", "[", "]"):
            self._annotation_attributes(nested=False)
            elements = not self._is_sign("]")
            while not self._is_sign("]") and self._next.kind is not Kind.END:
                self._annotation_element(nested=False)
        return elements

    def _annotation_attributes(self, *, nested: bool) -> None:
        """Attributes of an annotation (``nested``), or of what is annotated: those must have a namespace."""
        seen: set[tuple[str, str]] = set()
        while self._second_is("="):
            token = self._next
            name = self._annotation_name(nested=nested)
            if name in seen:
                raise self._error(f"the annotation {token} is given twice", token)
            if name[0] in XMLNS or name == ("", "xmlns") or not (nested or name[0]):
                raise self._error(f"{token} can't be an annotation; it needs the prefix of a namespace", token)
            seen.add(name)
            self._advance()
            self._literal("a value")

    def _annotation_name(self, *, nested: bool) -> tuple[str, str]:
        """Namespace and local name. RELAX NG's own namespace has no place among annotations, but inside them."""
        token = self._next
        if token.kind is not Kind.CNAME:
            return "", self._any_name("the name of an annotation").text
        self._advance()
        prefix, _, local = token.text.partition(":")
        ns = self._namespace_of(prefix, token)
        if ns is None or (ns == RNG and not nested):
            raise self._error(f'the prefix "{prefix}" can\'t be used for an annotation', token)
        return ns, local

    def _annotation_element(self, *, nested: bool) -> None:
        self._annotation_name(nested=nested)
        with self._braces("the name of the annotation", "[", "]"):
            self._annotation_attributes(nested=True)
            while not self._is_sign("]") and self._next.kind is not Kind.END:
                self._annotation_content()

    def _annotation_content(self) -> None:
        if self._next.kind is Kind.LITERAL:
            self._literal("a text")
        else:
            self._annotation_element(nested=True)

    def _annotation_elements(self) -> None:
        """Annotations that stand between definitions."""
        while self._is_annotation_element():
            self._annotation_element(nested=False)

    def _is_annotation_element(self) -> bool:
        named = self._next.kind in (Kind.CNAME, Kind.NAME, Kind.QUOTED) and not self._is_keyword(*KEYWORDS)
        return named and self._second_is("[")

    def _following_annotations(self) -> None:
        while self._skip_sign(">>"):
            self._annotation_element(nested=False)

    def _annotations_of_pattern(self) -> None:
        """``>>`` after a pattern, which must stand in something that the annotation can stand in as well."""
        if self._is_sign(">>") and not self._inside:
            raise self._error("an annotation can't follow what is the whole schema")
        self._following_annotations()


_MISSING = 'a ",", "|" or "&"'

_DECLARATIONS: Mapping[str, Callable[[_Reader], None]] = {
    "namespace": _Reader._namespace_declaration,
    "default": _Reader._default_declaration,
    "datatypes": _Reader._datatypes_declaration,
}

_INCLUDE_COMPONENTS: Mapping[str, Callable[[_Reader], Node]] = {
    "start": _Reader._start,
    "div": _Reader._include_div,
}

_COMPONENTS: Mapping[str, Callable[[_Reader], Node]] = {
    "start": _Reader._start,
    "div": _Reader._div,
    "include": _Reader._include,
}

_PRIMARIES: Mapping[str, Callable[[_Reader], Node]] = {
    "element": _Reader._element,
    "attribute": _Reader._attribute,
    "list": _Reader._wrapping,
    "mixed": _Reader._wrapping,
    "parent": _Reader._parent,
    "empty": _Reader._bare,
    "text": _Reader._bare,
    "notAllowed": _Reader._bare,
    "external": _Reader._external,
    "grammar": _Reader._grammar,
}


def _items(node: Node) -> tuple[Node, ...]:
    """What an element of the XML syntax holds instead of a group: its parts."""
    return node.children if node.name == "group" else (node,)


def _has_except(node: Node) -> bool:
    return node.name in ("data", "anyName", "nsName") and any(child.name == "except" for child in node.children)
