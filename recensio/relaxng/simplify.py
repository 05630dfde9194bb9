"""A schema as it was written, made into patterns (RELAX NG 4.2 to 4.21).

The steps of the specification are not taken one after the other over the whole schema, but all at once on the way
down: a node is looked at with the namespace, the datatype library and the grammar that hold there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, NoReturn

from recensio.relaxng.datatypes import datatype
from recensio.relaxng.load import Sources
from recensio.relaxng.names import AnyName, InNamespace, NameClass, Named, NoNames, OneOf, expanded
from recensio.relaxng.patterns import Pattern, Pool
from recensio.relaxng.restrictions import (
    Mixer,
    RestrictionError,
    check_attribute,
    check_content,
    check_exception,
    check_list,
    check_repeated,
    check_start,
)
from recensio.relaxng.syntax import Node, SchemaError

if TYPE_CHECKING:
    from recensio.relaxng.datatypes import Datatype

_XMLNS = ("http://www.w3.org/2000/xmlns", "http://www.w3.org/2000/xmlns/")
_START = ""  # the name under which a grammar keeps its start


@dataclass(frozen=True, slots=True)
class _Here:
    """What holds where a node stands: the namespace (4.9), the datatype library (4.3), the grammar, and whether it is
    in a list.
    """

    grammar: _Grammar | None
    namespace: str = ""
    library: str = ""
    in_list: bool = False

    def at(self, node: Node) -> _Here:
        """What holds in ``node``."""
        given = node.attributes
        if "ns" not in given and "datatypeLibrary" not in given:
            return self
        library = given.get("datatypeLibrary", self.library).strip()
        return replace(self, namespace=given.get("ns", self.namespace), library=library)


@dataclass(frozen=True, slots=True)
class _Definition:
    """A ``define`` or ``start``, and what holds there."""

    node: Node
    here: _Here


@dataclass(eq=False, slots=True)
class _Grammar:
    """The definitions of a grammar by name, all of each name; those made already, those being made now."""

    node: Node
    parent: _Grammar | None
    definitions: dict[str, list[_Definition]] = field(default_factory=dict)
    made: dict[str, Pattern] = field(default_factory=dict)
    making: set[str] = field(default_factory=set)


class Maker:
    """Makes the patterns of one schema. Elements' contents are made when somebody asks for them."""

    def __init__(self, sources: Sources, pool: Pool) -> None:
        """For the schema ``sources``; the patterns are made by ``pool``."""
        self._sources = sources
        self._pool = pool
        self._mixer = Mixer()
        self._grammars: list[_Grammar] = []
        self._types: dict[tuple[str, str, tuple[tuple[str, str], ...]], Datatype] = {}
        self.waiting: list[Pattern] = []

    def start(self) -> Pattern:
        """The pattern of a whole document. Raises ``SchemaError`` where the schema is wrong."""
        root = self._sources.root
        pattern = self._pattern(root, _Here(None))
        check_start(pattern, root)
        return pattern

    def check_rest(self) -> None:
        """Make what no document can reach, too: it may hold mistakes of any kind but those of section 7."""
        for grammar in self._grammars:
            for name in grammar.definitions:
                try:
                    self._defined(name, grammar)
                except RestrictionError:
                    continue

    # --- patterns ---

    def _pattern(self, node: Node, here: _Here) -> Pattern:
        return _MAKERS[node.name](self, node, here.at(node))

    def _patterns(self, nodes: Sequence[Node], here: _Here) -> list[Pattern]:
        return [_MAKERS[node.name](self, node, here.at(node)) for node in nodes]

    def _sequence(self, node: Node, nodes: Sequence[Node], here: _Here) -> Pattern:
        """The patterns of ``nodes``, children of ``node``, one after the other (4.12)."""
        if len(nodes) == 1:
            return self._pattern(nodes[0], here)
        members = self._kept(self._patterns(nodes, here))
        if len(members) > 1:
            self._mixer.check_group(members, node, in_list=here.in_list)
        return self._pool.groups(members)

    def _kept(self, members: list[Pattern]) -> list[Pattern]:
        """What is left of patterns that must all be fulfilled (4.20, 4.21)."""
        if self._pool.nothing in members:
            return [self._pool.nothing]
        return [each for each in members if each is not self._pool.empty]

    def _group(self, node: Node, here: _Here) -> Pattern:
        return self._sequence(node, node.children, here)

    def _interleave(self, node: Node, here: _Here) -> Pattern:
        return self._mixture(node, self._patterns(node.children, here))

    def _mixed(self, node: Node, here: _Here) -> Pattern:
        return self._mixture(node, [self._pool.text, self._sequence(node, node.children, here)])

    def _mixture(self, node: Node, patterns: list[Pattern]) -> Pattern:
        members = self._kept(patterns)
        if len(members) > 1:
            self._mixer.check_interleave(members, node)
        return self._pool.interleaves(members)

    def _choice(self, node: Node, here: _Here) -> Pattern:
        return self._pool.choice(self._patterns(node.children, here))

    def _optional(self, node: Node, here: _Here) -> Pattern:
        return self._pool.choice((self._pool.empty, self._sequence(node, node.children, here)))

    def _one_or_more(self, node: Node, here: _Here) -> Pattern:
        item = self._sequence(node, node.children, here)
        if not here.in_list:
            check_repeated(item, node)
        return self._pool.more(item)

    def _zero_or_more(self, node: Node, here: _Here) -> Pattern:
        return self._pool.optional(self._one_or_more(node, here))

    def _list(self, node: Node, here: _Here) -> Pattern:
        words = self._sequence(node, node.children, replace(here, in_list=True))
        check_list(words, node)
        return self._pool.list(words)

    def _nothing(self, _node: Node, _here: _Here) -> Pattern:
        return self._pool.nothing

    def _empty(self, _node: Node, _here: _Here) -> Pattern:
        return self._pool.empty

    def _text(self, _node: Node, _here: _Here) -> Pattern:
        return self._pool.text

    def _element(self, node: Node, here: _Here) -> Pattern:
        names, content = self._named(node, here)
        inside = replace(here, in_list=False) if here.in_list else here

        def make() -> Pattern:
            pattern = self._sequence(node, content, inside)
            check_content(pattern, node)
            return pattern

        element = self._pool.element((id(node), id(here.grammar), here.namespace, here.library), names, make)
        self.waiting.append(element)
        return element

    def _attribute(self, node: Node, here: _Here) -> Pattern:
        names, content = self._named(node, here)
        _check_attribute_name(names, node)
        inside = replace(here, in_list=False) if here.in_list else here
        value = self._sequence(node, content, inside) if content else self._pool.text
        check_attribute(value, node)
        return self._pool.attribute(names, value)

    def _named(self, node: Node, here: _Here) -> tuple[NameClass, Sequence[Node]]:
        """The names of an element or attribute, and the children that are its content (4.8)."""
        if "name" not in node.attributes:
            return self._names(node.children[0], here), node.children[1:]
        namespace = here.namespace if node.name == "element" else node.attributes.get("ns", "")
        return _name(node.attributes["name"], namespace, node), node.children

    # --- names ---

    def _names(self, node: Node, here: _Here) -> NameClass:
        here = here.at(node)
        if node.name == "name":
            return _name(node.text, here.namespace, node)
        if node.name == "choice":
            return OneOf(tuple(self._names(child, here) for child in node.children))
        without = self._excepted(node, here)
        return AnyName(without) if node.name == "anyName" else InNamespace(here.namespace, without)

    def _excepted(self, node: Node, here: _Here) -> NameClass:
        if not node.children:
            return NoNames()
        (exception,) = node.children
        _check_excepted(exception, node)
        here = here.at(exception)
        return OneOf(tuple(self._names(child, here) for child in exception.children))

    # --- data ---

    def _data(self, node: Node, here: _Here) -> Pattern:
        settings = [child for child in node.children if child.name == "param"]
        params = tuple((child.attributes["name"].strip(), child.text) for child in settings)
        type_ = self._type(here.library, node.attributes["type"].strip(), params, node)
        exceptions = [child for child in node.children if child.name == "except"]
        but = self._except(exceptions[0], here.at(exceptions[0])) if exceptions else None
        return self._pool.data(type_, but)

    def _except(self, node: Node, here: _Here) -> Pattern | None:
        but = self._pool.choice(self._patterns(node.children, replace(here, in_list=False)))
        check_exception(but, node)
        return None if but is self._pool.nothing else but

    def _value(self, node: Node, here: _Here) -> Pattern:
        given = node.attributes.get("type")
        library, name = ("", "token") if given is None else (here.library, given.strip())
        type_ = self._type(library, name, (), node)
        namespaces = {**node.namespaces, "": here.namespace}
        if not type_.allows(node.text, namespaces):
            reason = f"the value “{node.text[:40]}” is not {type_.describe()}, as its type wants it"
            raise SchemaError(reason, node.place)
        return self._pool.value(type_, node.text, namespaces)

    def _type(self, library: str, name: str, params: tuple[tuple[str, str], ...], node: Node) -> Datatype:
        key = (library, name, params)
        if key not in self._types:
            try:
                self._types[key] = datatype(library, name, params)
            except ValueError as error:
                raise SchemaError(str(error).rstrip("."), node.place) from None
        return self._types[key]

    # --- grammars ---

    def _grammar(self, node: Node, here: _Here) -> Pattern:
        grammar = _Grammar(node, here.grammar)
        self._grammars.append(grammar)
        for name, definition in self._collected(node, replace(here, grammar=grammar)):
            grammar.definitions.setdefault(name, []).append(definition)
        for name, definitions in grammar.definitions.items():
            _combination(name, definitions)
        if _START not in grammar.definitions:
            raise SchemaError("the grammar has no <start>", node.place)
        return self._defined(_START, grammar)

    def _collected(self, node: Node, here: _Here) -> Iterator[tuple[str, _Definition]]:
        """The definitions in ``node``, what it includes among them (4.7, 4.11)."""
        for child in node.children:
            inside = here.at(child)
            if child.name == "div":
                yield from self._collected(child, inside)
            elif child.name == "include":
                yield from self._included(child, inside)
            else:
                yield _defined_name(child), _Definition(child, inside)

    def _included(self, node: Node, here: _Here) -> Iterator[tuple[str, _Definition]]:
        """What an ``include`` gives: the other file's definitions, and in the place of some its own (4.7)."""
        own = list(self._collected(node, here))
        replaced = {name: definition.node for name, definition in reversed(own)}
        root = self._sources.of(node)
        found: set[str] = set()
        for name, definition in self._collected(root, replace(here, library="").at(root)):
            found.add(name)
            if name not in replaced:
                yield name, definition
        for name, redefinition in replaced.items():
            if name not in found:
                file = node.attributes["href"]
                raise SchemaError(f"{_called(name)} is redefined here, but {file} has none", redefinition.place)
        yield from own

    def _external(self, node: Node, here: _Here) -> Pattern:
        return self._pattern(self._sources.of(node), replace(here, library=""))

    def _ref(self, node: Node, here: _Here) -> Pattern:
        return self._referred(node, here.grammar, here)

    def _parent_ref(self, node: Node, here: _Here) -> Pattern:
        if here.grammar is not None and here.grammar.parent is None:
            raise SchemaError("<parentRef> stands in a grammar that is in no other grammar", node.place)
        return self._referred(node, here.grammar.parent if here.grammar else None, here)

    def _referred(self, node: Node, grammar: _Grammar | None, here: _Here) -> Pattern:
        name = node.attributes["name"].strip()
        if grammar is None:
            raise SchemaError(f"<{node.name}> to “{name}” stands outside any grammar", node.place)
        if name not in grammar.definitions:
            raise SchemaError(f"“{name}” is not defined", node.place)
        if here.in_list:
            return self._combined(name, grammar, in_list=True, node=node)
        return self._defined(name, grammar, node)

    def _defined(self, name: str, grammar: _Grammar, node: Node | None = None) -> Pattern:
        if name not in grammar.made:
            grammar.made[name] = self._combined(name, grammar, in_list=False, node=node)
        return grammar.made[name]

    def _combined(self, name: str, grammar: _Grammar, *, in_list: bool, node: Node | None) -> Pattern:
        """The pattern that all definitions of a name come to (4.17)."""
        definitions = grammar.definitions[name]
        if name in grammar.making:
            _refuse_recursion(name, node or definitions[0].node)
        grammar.making.add(name)
        try:
            patterns = [self._body(each, in_list) for each in definitions]
        finally:
            grammar.making.discard(name)
        if _combination(name, definitions) == "interleave":
            return self._mixture(definitions[0].node, patterns)
        return self._pool.choice(patterns)

    def _body(self, definition: _Definition, in_list: bool) -> Pattern:
        here = replace(definition.here, in_list=True) if in_list else definition.here
        return self._sequence(definition.node, definition.node.children, here)


_MAKERS: Mapping[str, Callable[[Maker, Node, _Here], Pattern]] = {
    "element": Maker._element,
    "attribute": Maker._attribute,
    "group": Maker._group,
    "interleave": Maker._interleave,
    "mixed": Maker._mixed,
    "choice": Maker._choice,
    "optional": Maker._optional,
    "oneOrMore": Maker._one_or_more,
    "zeroOrMore": Maker._zero_or_more,
    "list": Maker._list,
    "ref": Maker._ref,
    "parentRef": Maker._parent_ref,
    "empty": Maker._empty,
    "text": Maker._text,
    "notAllowed": Maker._nothing,
    "value": Maker._value,
    "data": Maker._data,
    "grammar": Maker._grammar,
    "externalRef": Maker._external,
}


def _name(written: str, namespace: str, node: Node) -> NameClass:
    """The one name that is ``written`` in a schema; its prefix is looked up (4.10)."""
    prefix, colon, local = written.strip().rpartition(":")
    if colon:
        if prefix not in node.namespaces:
            raise SchemaError(f"the prefix {prefix}: is not declared", node.place)
        namespace = node.namespaces[prefix]
    return Named(expanded(namespace, local))


def _check_attribute_name(names: NameClass, node: Node) -> None:
    """4.16: no attribute may be called xmlns, or be of the namespace of such declarations."""
    for sample in names.names():
        if sample == "xmlns" or sample.startswith(tuple(f"{uri}}}" for uri in _XMLNS)):
            raise SchemaError("no attribute can be called xmlns: that declares a namespace", node.place)
    if _holds_xmlns(names):
        raise SchemaError("attributes can't be of the namespace of xmlns", node.place)


def _holds_xmlns(names: NameClass) -> bool:
    if isinstance(names, OneOf):
        return any(map(_holds_xmlns, names.classes))
    if isinstance(names, (AnyName, InNamespace)) and _holds_xmlns(names.without):
        return True
    return isinstance(names, InNamespace) and names.namespace in _XMLNS


def _check_excepted(exception: Node, outer: Node) -> None:
    """4.16: what is excepted is less than what it is excepted from."""
    forbidden = {"anyName"} if outer.name == "anyName" else {"anyName", "nsName"}
    waiting = list(exception.children)
    while waiting:
        node = waiting.pop()
        if node.name in forbidden:
            raise SchemaError(f"<{node.name}> can't be excepted from <{outer.name}>", node.place)
        waiting.extend(node.children)


def _defined_name(node: Node) -> str:
    return node.attributes["name"].strip() if node.name == "define" else _START


def _called(name: str) -> str:
    return f"“{name}”" if name else "<start>"


def _combination(name: str, definitions: Sequence[_Definition]) -> str:
    """How several definitions of a name are combined. Raises ``SchemaError`` where they don't say, or disagree."""
    if len(definitions) == 1:
        return "choice"
    ways = {definition.node.attributes.get("combine", "").strip(): definition.node for definition in definitions}
    silent = [each.node for each in definitions if "combine" not in each.node.attributes]
    if len(silent) > 1:
        raise SchemaError(f"{_called(name)} is defined twice, and combine does not say how", silent[1].place)
    ways.pop("", None)
    if len(ways) > 1:
        node = list(ways.values())[-1]
        raise SchemaError(f"{_called(name)} is combined both by choice and by interleave", node.place)
    return next(iter(ways))


def _refuse_recursion(name: str, node: Node) -> NoReturn:
    raise RestrictionError(f"{_called(name)} holds itself, with no element between", node.place)
