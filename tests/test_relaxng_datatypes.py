"""Datatypes: what they allow, which values are equal, what their parameters do, and what they say of themselves."""

from __future__ import annotations

import subprocess
import sys
from base64 import b64encode
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from lxml import etree
from relaxng_oracle import RNG, Params, jing_allows, jing_compiles, jing_equal

from recensio.relaxng.datatypes import BUILTIN, XSD, Datatype, datatype

SCOPE = {"p": "urn:p", "q": "urn:p"}
TEI_ALL = Path(__file__).resolve().parents[2] / "shared" / "schema" / "tei_all.rng"


def xsd(name: str, **params: str) -> Datatype:
    return datatype(XSD, name, list(params.items()))


def allows(name: str, value: str, **params: str) -> bool:
    return xsd(name, **params).allows(value, SCOPE)


# ---------------------------------------------------------------- lexical spaces

LITERALS: dict[str, tuple[list[str], list[str]]] = {
    # type: what it allows, what it does not
    "string": (["", "a", " a\n"], []),
    "normalizedString": (["", "a\tb"], []),
    "token": (["", " a  b "], []),
    "boolean": (["true", "false", "1", "0", " true "], ["", "True", "TRUE", "yes", "01"]),
    "decimal": (["1", "1.5", ".5", "5.", "+.5", "01", "-0", " 1 "], ["", ".", "+", "1e5", "1,5", "1_000", "١", "1 2"]),
    "integer": (["1", "+1", "-0", "01", "9" * 5_000], ["", "1.0", "1.", "١", "--1"]),
    "nonNegativeInteger": (["0", "-0", "+0", "5"], ["-1", "1.0"]),
    "positiveInteger": (["1"], ["0", "-1"]),
    "nonPositiveInteger": (["0", "-1"], ["1"]),
    "negativeInteger": (["-1"], ["0"]),
    "long": (["9223372036854775807", "-9223372036854775808"], ["9223372036854775808", "-9223372036854775809"]),
    "int": (["2147483647", "-2147483648"], ["2147483648", "-2147483649"]),
    "short": (["32767", "-32768"], ["32768", "-32769"]),
    "byte": (["127", "-128"], ["128", "-129"]),
    "unsignedLong": (["18446744073709551615", "0"], ["18446744073709551616", "-1"]),
    "unsignedInt": (["4294967295"], ["4294967296"]),
    "unsignedShort": (["65535"], ["65536"]),
    "unsignedByte": (["255", "0"], ["256", "-1"]),
    "float": (
        ["1", "1.5", "1e5", "1E+5", ".5", "5.", "INF", "-INF", "NaN", "1e400", "-0"],
        ["", "+INF", "inf", "Infinity", "0x10", "1f", "1e", "1_0", "."],
    ),
    "double": (["1", "INF", "NaN", "1e500", "1.e5", ".5e5"], ["1d", ".", "-.", "e5", "nan"]),
    "duration": (
        ["P1Y", "PT1S", "PT1.S", "PT.5S", "PT1.5S", "-P1Y", "P1Y2M3DT4H5M6S", "P0D", "P1M1D", "PT36H"],
        ["", "P", "P1YT", "PT", "P-1Y", "P1M1Y", "P1W", "+P1Y", "P1.5Y", "1Y", "P1S"],
    ),
    "dateTime": (
        [
            *("2001-10-26T21:32:52", "2001-10-26T21:32:52Z", "2001-10-26T21:32:60", "2001-10-26T21:32:52.1234567"),
            *("2001-10-26T21:32:52.", "2001-10-26T21:32:52+14:00", "-0044-03-15T00:00:00", " 2001-10-26T21:32:52 "),
            "2001-10-26T21:32:52-13:00",
        ],
        [
            *("2001-10-26T24:00:00", "2001-10-26T21:32:61", "2001-10-26T21:60:00", "2001-10-26", "2001-10-26T21:32"),
            *("2001-10-26T21:32:52+14:30", "2001-10-26T21:32:52-14:00", "2001-10-26T21:32:52+12:60", "T21:32:52"),
            *("2001-13-26T21:32:52", "2001-10-26 21:32:52", "2001-10-26t21:32:52", "2001-10-26T21:32:52z"),
        ],
    ),
    "date": (
        [
            *("1918-07-10", "0001-01-01", "-0001-01-01", "2000-02-29", "2004-02-29", "12345-01-01", "1582-10-10"),
            *("-0001-02-29", "-0005-02-29", "1918-07-10Z", "1918-07-10+02:00", " 1918-07-10\n", "292278994-01-01"),
        ],
        [
            *("", "1918", "1918-07", "1918-7-10", "10.7.1918", "18-07-10", "123-01-01", "012345-01-01", "+1918-07-10"),
            *("0000-01-01", "-0000-01-01", "1900-02-29", "2001-02-29", "-0004-02-29", "1918-04-31", "1918-00-10"),
            *("1918-07-00", "1918-07-32", "1918-13-01", "292278995-01-01", "99999999999999-01-01", "١٩١٨-07-10"),
        ],
    ),
    "time": (["12:00:00", "23:59:60", "12:00:00.", "12:00:00.5Z"], ["24:00:00", "12:00", "12:60:00", "1:00:00"]),
    "gYear": (["1918", "-0044", "0044", "1918Z", "12345", "1918+13:00"], ["0000", "44", "18", "1918-07", "0"]),
    "gYearMonth": (["1918-07", "1918-07Z", "-0044-03"], ["1918-13", "1918-00", "0000-01", "1918-7"]),
    "gMonthDay": (["--02-29", "--12-31Z"], ["--02-30", "--04-31", "--13-01", "-02-29", "02-29"]),
    "gDay": (["---31", "---01Z"], ["---32", "---00", "--01", "31"]),
    "gMonth": (["--02", "--12Z"], ["--13", "--00", "--02--", "--1", "02"]),
    "hexBinary": (["", "0a", "0A", "0a0b"], ["0", "0g", "0a 0b"]),
    "base64Binary": (
        ["", "YQ==", "YWI=", "YWJj", "Y Q = =", "YW Jj", "YWJj YWJj", "Y  Q=="],
        ["YQ=", "YQ", "YWJjZ", "YR==", "YWK=", "====", "YWJj=", "é==="],
    ),
    "anyURI": (
        [
            *("", "a", "#a", "a b", "http://x", "http://a b", "%41", "a%20b", "a:b", "/a:b", "?a:b", "#a:b", "{", "<>"),
            *("http://[::1]/", "http://[::1]:80/a?b#c", "//[::1]", "urn:isbn:1", "c:\\x", "http:?", "a+b-c.d:e", "é"),
            *("http:///", "file:///x", "//#a", "http://?q", "http://@", "//u@[::1]", "//[::ffff:1.2.3.4]", "a//", "///", "////"),
            *("http://[::1%25eth0]/", "./a:b", "http://a b/", "http://a:b"),
            *("#xpath(//p[1])", "#[a]", "a?[]", "x:[]", "urn:é[]", "日本", "\u00a0", "#", "//host", "x:/", "mailto:a@b"),
        ],
        [
            *("a#b#c", "http:", "1:x", "%4", "%zz", "%", ":::", ":a", "é[]", "[", "]", "a[b", "é:x", "é:", "ab_c:d"),
            *("http://", "//", "x:#", "//[1::2::3]", "//[::12345]", "//[1.2.3.4]", "//[::1]x", "//[::1]:x", "[::]"),
            *("http:#x", "//[", "//[]", "//[::1", "http://x/[a]", "x:", "http://x#a#b", "//é[::1]"),
        ],
    ),
    "language": (
        ["de", "de-AT", "x-klingon", "grc-Latn-x-1", " la "],
        ["", "abcdefghi", "de-", "de_AT", "1", "i-", "de--AT", "ελ"],
    ),
    "Name": (["a", "a:b", ":a", "a:b:c", "a.b", "é", "a·b", "_", " a "], ["", "1a", "-a", "·a", "a b", "ꝑ", "𐌰"]),
    "NCName": (["a", "ἀ", "ა", "a\u0300", "_1"], ["", "a:b", ":a", "1a", "a\u200d", "ª", "ⲁ", "a,b"]),
    "NMTOKEN": (["1", "-", ".", ":", "é"], ["", "a,b", "a b", "ꝑ"]),
    "NMTOKENS": (["a b", "  a  b ", "1"], ["", "a,b", "a\u00a0b"]),
    "ID": (["a", " a "], ["", "a b", "1", "a:b"]),
    "IDREF": (["a"], ["", "1", "a b"]),
    "IDREFS": (["a b"], ["", "1", "a:b"]),
    "QName": (["a", "p:a", "xml:a", " p:a "], ["", "x:a", "p:", ":a", "p:1", "p:a:b"]),
    "NOTATION": (["a", "p:a"], ["x:a", "1"]),
}  # fmt: skip

# Without the declarations of a document type, ENTITY is a matter of form; to jing no entity is ever declared.
FORM_ONLY: dict[str, tuple[list[str], list[str]]] = {
    "ENTITY": (["a"], ["", "1", "a b"]),
    "ENTITIES": (["a b"], ["", "1"]),
}


@pytest.mark.parametrize("name", [*LITERALS, *FORM_ONLY])
def test_a_type_allows_what_it_should(name: str) -> None:
    good, bad = (LITERALS | FORM_ONLY)[name]
    kind = xsd(name)
    assert [text for text in good if not kind.allows(text, SCOPE)] == []
    assert [text for text in bad if kind.allows(text, SCOPE)] == []


def test_all_types_that_relax_ng_can_use_are_here() -> None:
    assert len(LITERALS | FORM_ONLY) == 44


def test_jing_allows_the_same(tmp_path: Path) -> None:
    cases = [(name, (), text) for name, (good, bad) in LITERALS.items() for text in (*good, *bad)]
    said = jing_allows(cases, tmp_path)
    assert [case for case, good in zip(cases, said, strict=True) if good != allows(case[0], case[2])] == []


@pytest.mark.parametrize("name", ["string", "token"])
def test_the_types_of_relax_ng_itself(name: str) -> None:
    kind = datatype(BUILTIN, name, [])
    assert kind.allows("", {}) and kind.allows(" any thing\n", {})
    assert kind.equal("a b", {}, " a\n b ", {}) is (name == "token")


@pytest.mark.parametrize("name", ["QName", "NOTATION"])
def test_only_names_with_a_namespace_depend_on_where_they_stand(name: str) -> None:
    assert not xsd(name).context_free
    assert all(xsd(other).context_free for other in LITERALS | FORM_ONLY if other not in ("QName", "NOTATION"))
    assert xsd(name).allows("tei:p", {"tei": "http://www.tei-c.org/ns/1.0"})
    assert not xsd(name).allows("tei:p", {})


# ---------------------------------------------------------------- equality

EQUAL = [
    ("decimal", "1.0", "1.00"),
    ("decimal", "0", "-0"),
    ("integer", "1", "+01"),
    ("float", "0", "-0"),
    ("float", "NaN", "NaN"),
    ("float", "0.1", "0.10000000001"),
    ("float", "1e400", "INF"),
    ("double", "1", "1e0"),
    ("boolean", "true", "1"),
    ("date", "1918-07-10Z", "1918-07-10+00:00"),
    ("date", "1918-07-10+13:00", "1918-07-09-11:00"),
    ("dateTime", "1918-07-10T00:00:00Z", "1918-07-10T02:00:00+02:00"),
    ("dateTime", "1918-07-10T00:00:00.5Z", "1918-07-10T00:00:00.50Z"),
    ("time", "12:00:00Z", "13:00:00+01:00"),
    ("gYear", "1918Z", "1918+00:00"),
    ("duration", "P1Y", "P01Y"),
    ("duration", "P0Y", "PT0S"),
    ("duration", "PT1.0S", "PT1S"),
    ("hexBinary", "0a", "0A"),
    ("base64Binary", "YQ==", "Y Q = ="),
    ("QName", "p:a", "q:a"),
    ("QName", "a", "a"),
    ("anyURI", "a", " a "),
    ("NMTOKENS", "a b", " a   b "),
    ("normalizedString", "a b", "a\tb"),
    ("token", "a b", " a   b "),
]

UNEQUAL = [
    ("date", "1918-07-10", "1918-07-10Z"),
    ("dateTime", "1918-06-30T23:59:60Z", "1918-07-01T00:00:00Z"),
    ("dateTime", "1918-06-30T23:59:60Z", "1918-06-30T23:59:59Z"),
    ("gYear", "1918", "1918Z"),
    ("gDay", "---01Z", "---01+01:00"),
    ("duration", "P1Y", "-P1Y"),
    ("duration", "P1M", "P30D"),
    ("QName", "p:a", "a"),
    ("anyURI", "http://x", "http://X"),
    ("anyURI", "a%20b", "a b"),
    ("string", "a", " a"),
    ("language", "de", "DE"),
    ("double", "0.1", "0.10000000001"),
    ("decimal", "1", "one"),
]

# jing compares durations field by field and dates by the millisecond; XML Schema means their values.
EQUAL_BUT_NOT_TO_JING = [("duration", "P1Y", "P12M"), ("duration", "PT60S", "PT1M"), ("duration", "P1D", "PT24H")]
UNEQUAL_BUT_NOT_TO_JING = [("dateTime", "1918-07-10T00:00:00.0001Z", "1918-07-10T00:00:00.0002Z")]


def _equal(name: str, one: str, other: str) -> bool:
    return xsd(name).equal(one, SCOPE, other, SCOPE)


@pytest.mark.parametrize(("name", "one", "other"), EQUAL + EQUAL_BUT_NOT_TO_JING)
def test_equal_values(name: str, one: str, other: str) -> None:
    assert _equal(name, one, other) and _equal(name, other, one)


@pytest.mark.parametrize(("name", "one", "other"), UNEQUAL + UNEQUAL_BUT_NOT_TO_JING)
def test_unequal_values(name: str, one: str, other: str) -> None:
    assert not _equal(name, one, other) and not _equal(name, other, one)


def test_jing_finds_the_same_equal(tmp_path: Path) -> None:
    said = jing_equal(EQUAL + UNEQUAL, tmp_path)
    assert said == [True] * len(EQUAL) + [False] * len(UNEQUAL)


def test_names_are_equal_by_namespace_and_not_by_prefix() -> None:
    qname = xsd("QName")
    assert qname.equal("a:p", {"a": "urn:x"}, "p", {"": "urn:x"})
    assert not qname.equal("a:p", {"a": "urn:x"}, "a:p", {"a": "urn:y"})
    assert not qname.equal("a:p", {"a": "urn:x"}, "a:p", {})
    assert not qname.equal("a:p", {}, "a:p", {})


# ---------------------------------------------------------------- parameters

FACETS = [
    # type, parameter, setting, what it lets through, what it stops
    ("string", "length", "1", ["a", "𐌰", "\u00e1"], ["", "ab"]),
    ("string", "length", "2", [" a"], ["a"]),
    ("token", "length", "1", [" a "], ["ab"]),
    ("string", "minLength", "+0000000000000000000000002", ["ab", "abc"], ["a"]),
    ("string", "maxLength", " 2 ", ["", "ab"], ["abc"]),
    ("string", "maxLength", "99999999999999999999", ["abc"], []),
    ("anyURI", "length", "1", ["é"], ["éa"]),
    ("hexBinary", "length", "2", ["0a0b"], ["0a"]),
    ("base64Binary", "length", "3", ["YWJj"], ["YQ=="]),
    ("NMTOKENS", "length", "2", ["a b"], ["a", "a b c"]),
    ("NCName", "minLength", "2", ["ab"], ["a"]),
    ("string", "pattern", "a b", ["a b"], [" a b", "a  b"]),
    ("token", "pattern", "a b", [" a  b "], ["ab"]),
    ("integer", "pattern", "0.*", [" 01 "], ["1"]),
    ("decimal", "minInclusive", "1.0", ["1", "1.5"], ["0.999999999999999999999"]),
    ("decimal", "minExclusive", "1", ["1.0000000000000000000001"], ["1.00", "0"]),
    ("decimal", "maxInclusive", "1", ["1.00", "-5"], ["1.0000000000000000000001"]),
    ("decimal", "maxExclusive", "1", ["0.9"], ["1.0"]),
    ("nonNegativeInteger", "maxInclusive", "5", ["0", "5"], ["6", "-1"]),
    ("float", "minInclusive", "0", ["-0", "INF"], ["NaN", "-1"]),
    ("float", "maxInclusive", "1", ["1", "-INF"], ["NaN", "1.1"]),
    ("float", "minInclusive", "NaN", ["NaN"], ["1"]),
    ("float", "minExclusive", "-0", ["1"], ["0", "NaN"]),
    ("double", "maxInclusive", "INF", ["1e300", "INF"], ["NaN"]),
    ("date", "minInclusive", "1918-07-10", ["1918-07-10", "1918-07-11Z"], ["1918-07-10Z", "1918-07-09"]),
    ("date", "maxInclusive", "1918-07-10", ["1918-07-10", "1918-07-09Z"], ["1918-07-10Z", "1918-07-11"]),
    ("date", "minExclusive", " 1918-07-10 ", ["1918-07-11"], ["1918-07-10"]),
    ("date", "minInclusive", "-0044-03-15", ["-0043-03-15", "0001-01-01"], ["-0045-03-15"]),
    ("gYear", "minInclusive", "1900", ["1918"], ["1899", "-1918"]),
    ("gMonthDay", "minInclusive", "--03-01", ["--03-01"], ["--02-29"]),
    ("gDay", "minInclusive", "---10", ["---10"], ["---09"]),
    ("gMonth", "maxInclusive", "--09", ["--09"], ["--10"]),
    ("time", "minInclusive", "12:00:00Z", ["12:00:00.1Z"], ["12:30:00+01:00"]),
    ("duration", "minInclusive", "P1Y", ["P1Y", "P13M"], ["P11M"]),
    ("duration", "minInclusive", "P1M", ["P32D"], ["P28D", "P30D", "P31D"]),
    ("duration", "minInclusive", "-P1Y", ["P1Y", "-P1M"], ["-P2Y"]),
    ("duration", "minExclusive", "P1D", ["PT25H"], ["PT23H"]),
    ("decimal", "totalDigits", "3", ["1.23", "001.23", "0.123", "-999"], ["1234", "12.34"]),
    ("decimal", "totalDigits", "2", ["0.023"], ["100", "0.0123"]),
    ("integer", "totalDigits", "2", ["-99", "007"], ["100"]),
    ("decimal", "fractionDigits", "2", ["1.23", "1", "1."], ["1.234"]),
    ("integer", "fractionDigits", "0", ["1"], []),
]

# To XML Schema 1.230 is the same number as 1.23, and thirteen months are never less than a year.
FACETS_BUT_NOT_TO_JING = [
    ("decimal", "fractionDigits", "2", ["1.230"], ["1.2301"]),
    ("decimal", "totalDigits", "3", ["1.230"], ["1.2301"]),
    ("duration", "minInclusive", "P1Y", ["P12M", "P367D"], ["P365D", "P366D"]),
]


@pytest.mark.parametrize(("name", "facet", "setting", "good", "bad"), FACETS + FACETS_BUT_NOT_TO_JING)
def test_parameters(name: str, facet: str, setting: str, good: list[str], bad: list[str]) -> None:
    assert [text for text in good if not allows(name, text, **{facet: setting})] == []
    assert [text for text in bad if allows(name, text, **{facet: setting})] == []


def test_jing_applies_parameters_alike(tmp_path: Path) -> None:
    cases = [(name, ((facet, setting),), text) for name, facet, setting, good, bad in FACETS for text in (*good, *bad)]
    said = jing_allows(cases, tmp_path)
    ours = [allows(name, text, **dict(params)) for name, params, text in cases]
    assert [case for case, one, other in zip(cases, said, ours, strict=True) if one != other] == []


def test_parameters_add_up() -> None:
    both = datatype(XSD, "token", [("pattern", "a.*"), ("pattern", ".*b"), ("maxLength", "3")])
    assert both.allows("axb", {})
    assert not any(both.allows(text, {}) for text in ("ax", "xb", "axxb"))


WRONG: list[tuple[str, str, Params, str]] = [
    ("urn:x", "a", (), 'the datatype library "urn:x" is not known; the one of XML Schema is http'),
    (BUILTIN, "date", (), 'RELAX NG itself has no type "date"; XML Schema has, datatypeLibrary http'),
    (BUILTIN, "strnig", (), 'RELAX NG itself has no type "strnig"; did you mean string?'),
    (BUILTIN, "token", (("pattern", "a"),), 'the type "token" of RELAX NG itself takes no parameters; use xsd:token'),
    (XSD, "ncname", (), 'XML Schema has no type "ncname"; did you mean NCName?'),
    (XSD, "anyType", (), 'XML Schema has no type "anyType"'),
    (XSD, "string", (("foo", "a"),), 'types of XML Schema have no parameter "foo"; they have fractionDigits, length'),
    (XSD, "string", (("enumeration", "a"),), "enumeration is not a parameter in RELAX NG; write a choice of values"),
    (XSD, "string", (("whiteSpace", "collapse"),), "whiteSpace is not a parameter in RELAX NG"),
    (XSD, "string", (("minInclusive", "a"),), "minInclusive can't be used with string, whose values have no order"),
    (XSD, "boolean", (("minInclusive", "false"),), "minInclusive can't be used with boolean"),
    (XSD, "boolean", (("length", "1"),), "length can't be used with boolean, whose values have no length"),
    (XSD, "QName", (("length", "2"),), "length can't be used with QName"),
    (XSD, "decimal", (("minLength", "2"),), "minLength can't be used with decimal"),
    (XSD, "float", (("totalDigits", "2"),), "totalDigits can't be used with float, only with decimal"),
    (XSD, "decimal", (("totalDigits", "0"),), 'totalDigits is "0", but must be at least 1'),
    (XSD, "string", (("length", "-1"),), 'length is "-1", which is not a whole number'),
    (XSD, "string", (("length", "2.0"),), 'length is "2.0", which is not a whole number'),
    (XSD, "string", (("length", ""),), 'length is "", which is not a whole number'),
    (XSD, "string", (("length", "١"),), "which is not a whole number"),
    (XSD, "date", (("minInclusive", "1918"),), 'minInclusive is "1918", which is not a date'),
    (XSD, "integer", (("maxInclusive", "1.5"),), 'maxInclusive is "1.5", which is not an integer'),
    (XSD, "nonNegativeInteger", (("minInclusive", "-5"),), 'minInclusive is "-5", which is not a nonNegativeInteger'),
    (XSD, "string", (("pattern", "["),), "the pattern [ has a [ that is not closed (character 2)"),
]


@pytest.mark.parametrize(("library", "name", "params", "reason"), WRONG)
def test_a_wrong_type_says_why(library: str, name: str, params: Params, reason: str) -> None:
    with pytest.raises(ValueError) as refused:
        datatype(library, name, params)
    assert reason in str(refused.value)
    assert not str(refused.value).endswith(".")


def test_jing_refuses_the_same_types(tmp_path: Path) -> None:
    kinds = [(name, params) for library, name, params, _ in WRONG if library == XSD]
    assert jing_compiles(kinds, tmp_path) == [False] * len(kinds)


# ---------------------------------------------------------------- laws

DATES = st.dates(date(1000, 1, 1))
ZONES = st.integers(-13 * 60, 14 * 60)


@given(DATES, DATES)
def test_dates_are_in_the_order_of_the_calendar(one: date, limit: date) -> None:
    assert allows("date", one.isoformat(), minInclusive=limit.isoformat()) is (one >= limit)
    assert allows("date", one.isoformat(), maxExclusive=limit.isoformat()) is (one < limit)


@given(st.datetimes(datetime(1000, 1, 2), datetime(9000, 1, 1)), ZONES)
def test_a_moment_is_the_same_in_every_zone(moment: datetime, minutes: int) -> None:
    there = moment.replace(tzinfo=UTC).astimezone(timezone(timedelta(minutes=minutes)))
    assert _equal("dateTime", f"{moment.isoformat()}Z", there.isoformat())


@given(st.decimals(allow_nan=False, allow_infinity=False), st.decimals(allow_nan=False, allow_infinity=False))
def test_numbers_are_in_order_whatever_their_size(one: Decimal, limit: Decimal) -> None:
    assume(abs(one.adjusted()) < 200 and abs(limit.adjusted()) < 200)
    assert allows("decimal", f"{one:f}", minInclusive=f"{limit:f}") is (one >= limit)
    assert _equal("decimal", f"{one:f}", f"{limit:f}") is (one == limit)


@given(st.binary(), st.binary())
def test_bytes_are_equal_however_they_are_written(one: bytes, other: bytes) -> None:
    assert _equal("hexBinary", one.hex(), other.hex().upper()) is (one == other)
    assert _equal("base64Binary", b64encode(one).decode(), " ".join(b64encode(other).decode())) is (one == other)


@given(st.sampled_from([*LITERALS]), st.text(max_size=12))
def test_equality_is_for_values_only_and_reflexive(name: str, text: str) -> None:
    assert _equal(name, text, text) is allows(name, text) or xsd(name).facets


@given(st.sampled_from([*LITERALS]), st.text(" \t\n\rab1-:", max_size=8))
def test_white_space_around_matters_to_strings_alone(name: str, text: str) -> None:
    assume(name not in ("string", "normalizedString"))
    assert allows(name, f"\n {text}\t") is allows(name, text)


# ---------------------------------------------------------------- words

WORDS: list[tuple[str, Params, str]] = [
    ("string", (), "any text"),
    ("date", (), "a date such as 1918-07-10"),
    ("gYear", (), "a year of four digits such as 1918 or -0044"),
    ("NCName", (), "a name without blanks or colons, beginning with a letter"),
    ("anyURI", (), "an address such as #p1, notes.xml or https://example.org/"),
    ("language", (), "a language tag such as la, grc or de-AT"),
    ("boolean", (), "true or false"),
    ("integer", (), "a whole number"),
    ("decimal", (), "a number such as 12 or 3.5"),
    ("nonNegativeInteger", (), "a whole number of at least 0"),
    ("positiveInteger", (), "a whole number of at least 1"),
    ("byte", (), "a whole number between -128 and 127"),
    ("nonNegativeInteger", (("maxInclusive", "5"),), "a whole number between 0 and 5"),
    ("double", (("minInclusive", "0"), ("maxInclusive", "1")), "a number between 0 and 1"),
    ("decimal", (("minExclusive", "0"), ("maxExclusive", "1")), "a number more than 0 and less than 1"),
    ("decimal", (("fractionDigits", "2"),), "a number with at most 2 digits after the point"),
    ("date", (("minInclusive", "1900-01-01"),), "a date such as 1918-07-10, not before 1900-01-01"),
    ("token", (("maxLength", "3"),), "a text of at most 3 characters"),
    ("token", (("length", "1"),), "a text of 1 character"),
    ("string", (("minLength", "2"), ("maxLength", "5")), "a text of 2 to 5 characters"),
    (
        "NMTOKENS",
        (("maxLength", "2"),),
        "words of letters, digits and the signs . - _ :, with blanks between them, of at",
    ),
    ("token", (("pattern", r"[^\p{C}\p{Z}]+"),), "one word without blanks or invisible characters"),
    ("token", (("pattern", r"\S+"),), "one word without blanks"),
    ("anyURI", (("pattern", r"\S+"),), "an address without blanks, such as #p1, notes.xml or https://example.org/"),
    ("token", (("pattern", r"[\d]+(\.[\d]+){0,2}"),), "a version number such as 3.1"),
    ("token", (("pattern", "[0-9.,DHMPRSTWYZ/:+\\-]+"),), "a date, time or period such as 1918-07-10, 14:30 or P2Y"),
    ("token", (("pattern", "[A-Z]{2}[0-9]+"),), 'a text such as "AB123" (pattern [A-Z]{2}[0-9]+)'),
    ("NCName", (("pattern", "p[0-9]+"),), 'a name without blanks or colons, beginning with a letter such as "p123"'),
    ("token", (("pattern", "[A-Z]+"), ("maxLength", "2")), "a text that matches the pattern [A-Z]+, of at most 2"),
]


@pytest.mark.parametrize(("name", "params", "words"), WORDS)
def test_a_type_says_what_it_wants(name: str, params: Params, words: str) -> None:
    assert datatype(XSD, name, params).describe().startswith(words)


@pytest.mark.parametrize("name", LITERALS)
def test_the_example_in_the_words_is_one(name: str) -> None:
    """What stands after "such as" must be allowed."""
    _, _, examples = xsd(name).describe().partition(" such as ")
    for example in examples.replace(", ", " or ").split(" or "):
        assert not example or allows(name, example) or ":" in example


def _tei_types() -> list[tuple[str, Params]]:
    if not TEI_ALL.exists():
        return []
    found = etree.parse(TEI_ALL).iter(f"{{{RNG}}}data")
    params = f"{{{RNG}}}param"
    return sorted(
        {(d.get("type", ""), tuple((p.get("name", ""), p.text or "") for p in d.iter(params))) for d in found}
    )


def test_the_types_of_the_tei_are_said_in_words() -> None:
    types = _tei_types()
    if not types:
        pytest.skip("../shared/schema/tei_all.rng is not there")
    said = {(name, params): datatype(XSD, name, params).describe() for name, params in types}
    assert [words for words in said.values() if "pattern" in words or len(words) > 120] == []
    assert len(said) >= 30


def test_a_long_pattern_is_cut() -> None:
    words = datatype(XSD, "token", [("pattern", "|".join(["abcdefghij"] * 50))]).describe()
    assert len(words) < 150 and "…" in words


# ---------------------------------------------------------------- cost


def test_regular_expressions_are_loaded_for_the_first_pattern_and_not_before() -> None:
    script = """
import sys
from recensio.relaxng.datatypes import XSD, datatype
assert datatype(XSD, "date", []).allows("1918-07-10", {})
assert "recensio.relaxng.datatypes.regex" not in sys.modules
assert datatype(XSD, "token", [("pattern", "[^\\\\p{C}\\\\p{Z}]+")]).allows("a", {})
assert "recensio.relaxng.datatypes.words" not in sys.modules
"""
    subprocess.run([sys.executable, "-c", script], check=True)
