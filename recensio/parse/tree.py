"""Text to tree: lxml, held so that it fetches nothing, and its own sentences put into ours.

The builder never sees a file's own DOCTYPE, and how far entities expand is known before. So long texts may be built
without the builder's own limits (``huge_tree``): what those guard against has been ruled out.
"""

from __future__ import annotations

import re
from typing import NoReturn, cast

from lxml import etree

from recensio.parse.faults import refuse_at_fault
from recensio.parse.limits import Limits, exceeds, long_name
from recensio.parse.messages import Refused, refuse, short
from recensio.parse.places import Script
from recensio.parse.recognise import refuse_html
from recensio.parse.text import Text

_RESOURCE_LIMIT = etree.ErrorTypes.ERR_RESOURCE_LIMIT
_BUILDERS_LIMIT = 10_000_000  # the longest text that the tree builder takes without huge_tree
_MESSAGE_TAIL = re.compile(r",? line \d+, column \d+.*$", re.DOTALL)


def build(text: Text, data: bytes, name: str, limits: Limits) -> etree._Element:
    """The tree of ``data``: ``text`` with, perhaps, another root tag, which does not matter to places.

    Raises ``Refused`` with the first fault where it is not well formed.
    """
    try:
        root = _tree(data)
        return _tree(_plain(root)) if text.entities.hold_mark_up else root
    except etree.XMLSyntaxError as error:
        if "amplification" in str(error.msg):
            raise Refused(text.expansion.heaviest()) from None
        _refuse_fault(text.script, name, limits, error)


def refuse_excess(root: etree._Element, script: Script, name: str, limits: Limits) -> None:
    """Raise ``Refused`` for what the XSLT processor's parser would refuse later without saying where it is."""
    at = long_name(script.data, limits)
    if at is not None:
        refuse("XML-072", name, script.position(at), limit=limits.name)
    if exceeds(root, limits):
        refuse_at_fault(script, name, limits)


def _tree(data: bytes) -> etree._Element:
    """The tree of ``data``. Only where the builder's limits stop it is it built without them."""
    try:
        return etree.fromstring(data, _parser(huge=False))
    except etree.XMLSyntaxError as error:
        if getattr(error, "code", None) != _RESOURCE_LIMIT and len(data) <= _BUILDERS_LIMIT:
            raise
    return etree.fromstring(data, _parser(huge=True))


def _parser(*, huge: bool) -> etree.XMLParser:
    # collect_ids: a repeated or malformed xml:id would stop the builder; they are looked through afterwards.
    return etree.XMLParser(
        resolve_entities=cast(bool, "internal"),  # the stubs do not know this value
        no_network=True,
        load_dtd=False,
        huge_tree=huge,
        attribute_defaults=True,  # those of our DOCTYPE, which are the file's own
        collect_ids=False,
        encoding="utf-8",
    )


def _plain(root: etree._Element) -> bytes:
    """The file written anew without its DOCTYPE: the builder leaves elements from entities in no namespace."""
    tree = root.getroottree()
    tree.docinfo.clear()
    return etree.tostring(tree, encoding="utf-8")


def _refuse_fault(script: Script, name: str, limits: Limits, error: etree.XMLSyntaxError) -> NoReturn:
    refuse_html(script.data, name)
    refuse_at_fault(script, name, limits)
    line, column = error.position
    detail = _MESSAGE_TAIL.sub("", str(error.msg))
    refuse("XML-049", name, (line, script.shift.undo(line, column)), detail=short(detail, 100))
