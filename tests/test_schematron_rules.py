"""Our own rules, schema/recensio.sch: each with an example of wrong and of right."""

from __future__ import annotations

import pytest
from lxml import etree

from recensio import shipped
from recensio.problems import Severity
from recensio.schematron import Finding, Rules, load_rules
from recensio.schematron.reader import read

FILE = shipped.folder("schema") / "recensio.sch"


@pytest.fixture(scope="module")
def rules() -> Rules:
    return load_rules(FILE)


def check(rules: Rules, fragment: str) -> list[Finding]:
    return rules.check(etree.fromstring(f'<TEI xmlns="http://www.tei-c.org/ns/1.0">{fragment}</TEI>'))


CASES: dict[str, tuple[str, str]] = {
    "paragraph-in-paragraph": (
        "<p>a <seg><p>b</p></seg></p>",
        "<p>a <note><p>b</p></note> <list><item><p>c</p></item></list> <floatingText><body><p>d</p></body></floatingText></p>",
    ),
    "paragraph-in-verse": (
        "<lg><l>a</l><app><lem><p>b</p></lem></app></lg>",
        "<lg><l>a<note><p>b</p></note></l></lg><p>c</p>",
    ),
    "block-in-verse": (
        "<lg><l>a</l><app><rdg><ab>b</ab></rdg></app></lg>",
        "<lg><l>a<note><ab>b</ab></note></l></lg><ab>c</ab>",
    ),
    "division-in-block": (
        "<p><seg><div><head>a</head></div></seg></p>",
        "<p><floatingText><body><div><p>a</p></div></body></floatingText></p><div><p>b</p></div>",
    ),
    "line-in-line": (
        "<l>a <seg><l>b</l></seg></l>",
        "<l>a <note>as in <q><l>b</l></q></note></l>",
    ),
    "group-in-line": (
        "<l>a <seg><lg><l xml:id='x'>b</l></lg></seg></l>",
        "<lg><lg><l>a <note><lg><l>b</l></lg></note></l></lg></lg>",
    ),
    "group-without-lines": (
        "<lg><head>Song</head><label>1</label></lg>",
        "<lg><app><lem><l>a</l></lem></app></lg><lg><gap reason='lost'/></lg>",
    ),
    "sentence-in-sentence": (
        "<s>a <seg><s>b</s></seg></s>",
        "<s>a <note><s>b</s></note></s><s>c</s>",
    ),
    "speech-of-nobody": (
        "<sp><p>Who's there?</p></sp>",
        "<sp><speaker>A</speaker><p>I.</p></sp><sp who='#a'><p>I too.</p></sp>",
    ),
    "gloss-without-terms": (
        "<list type='gloss'><item>a fish</item></list>",
        "<list type='gloss'><label>cod</label><item>a fish</item></list><list><item>x</item></list>",
    ),
    "table-rows": (
        "<table rows='3'><row><cell/></row><row><cell/></row></table>",
        "<table rows='2'><row><cell/></row><row><cell/></row></table>",
    ),
    "table-columns": (
        "<table cols='3'><row><cell/><cell/></row></table>",
        "<table cols='3'><row><cell cols='2'/><cell/></row><row><cell/></row></table>"
        "<table cols='2'><row><cell rows='2'/><cell/></row><row><cell/></row></table>",
    ),
    "figure-undescribed": (
        "<figure><graphic url='a.png'/><head>A map</head></figure>",
        "<figure><graphic url='a.png'/><figDesc>A map of the town.</figDesc></figure><figure><p>x</p></figure>",
    ),
    "quotation-without-source": (
        "<cit><quote>arma uirumque cano</quote></cit>",
        "<cit><quote>arma</quote><bibl>Verg. Aen. 1, 1</bibl></cit><cit><quote source='#v'>arma</quote></cit>"
        "<entry><cit type='example'><quote>arms</quote></cit></entry>",
    ),
    "standoff-nested": (
        "<standOff><standOff><listPerson/></standOff></standOff>",
        "<standOff><standOff type='persons'><listPerson/></standOff></standOff>",
    ),
    "substitution-incomplete": (
        "<subst><add>b</add></subst>",
        "<subst><del>a</del><add>b</add></subst><subst><surplus>a</surplus><add>b</add></subst>",
    ),
    "choice-one-sided": (
        "<choice><sic>teh</sic><sic>het</sic></choice>",
        "<choice><sic>teh</sic><corr>the</corr></choice><choice><abbr>D</abbr><expan>Dom</expan><expan>Don</expan></choice>"
        "<choice><unclear>a</unclear><unclear>b</unclear></choice><choice><orig>u</orig><choice><reg>v</reg><reg>w</reg></choice></choice>"
        "<choice><sic>a</sic><reg>b</reg></choice>",
    ),
    "span-without-end": (
        "<delSpan/><anchor xml:id='e'/>",
        "<delSpan spanTo='#e'/><anchor xml:id='e'/>",
    ),
    "substitution-join-of-one": (
        "<substJoin target='#d'/>",
        "<substJoin target='#d\n #a'/>",
    ),
    "undone-what": (
        "<undo/>",
        "<undo target='#d'/><redo spanTo='#x'/>",
    ),
    "hand-unnamed": (
        "<handShift/>",
        "<handShift new='#h2'/><handShift medium='pencil'/>",
    ),
    "shift-to-what": (
        "<shift feature='loud'/>",
        "<shift feature='loud' new='f'/>",
    ),
    "gap-unexplained": (
        "<gap xml:id='g'/>",
        "<gap reason='lost'/><gap quantity='3' unit='chars'/><gap><desc>a hole</desc></gap>",
    ),
    "character-unnamed": (
        "<g/>",
        "<g ref='#rum'/><g type='leaf'/><g>r</g>",
    ),
    "highlighting-unsaid": (
        "<hi>a</hi>",
        "<hi rend='italic'>a</hi><hi rendition='#i'>b</hi>",
    ),
    "nobody-moves": (
        "<move type='exit'/>",
        "<move type='exit' who='#hamlet'/>",
    ),
    "annotation-placed-twice": (
        "<ruby><rb>a</rb><rt target='#a' from='#b' to='#c'>b</rt></ruby>",
        "<ruby><rb>a</rb><rt target='#a'>b</rt></ruby>",
    ),
    "annotation-half-placed": (
        "<ruby><rb>a</rb><rt from='#b'>b</rt></ruby>",
        "<ruby><rb>a</rb><rt from='#b' to='#c'>b</rt><rt>c</rt></ruby>",
    ),
    "group-of-one-reading": (
        "<app><rdgGrp><rdg wit='#A'>a</rdg></rdgGrp></app>",
        "<app><rdgGrp><rdg wit='#A'>a</rdg><rdg wit='#B'>b</rdg></rdgGrp></app>",
    ),
    "pointer-two-ways": (
        "<ptr target='#a' cRef='Matt 1:1'/>",
        "<ptr target='#a'/><ptr cRef='Matt 1:1'/>",
    ),
    "pointer-nowhere": (
        "<ptr type='index'/>",
        "<ptr type='index' target='#a'/><ptr corresp='#b'/>",
    ),
    "reference-two-ways": (
        "<ref target='#a' cRef='Matt 1:1'>a</ref>",
        "<ref target='#a'>a</ref><ref>b</ref>",
    ),
    "link-of-one": (
        "<link target='#a'/>",
        "<link target='#a #b'/>",
    ),
    "join-of-one": (
        "<join target=' #a '/>",
        "<join target='#a #b'/>",
    ),
    "alternatives-and-weights": (
        "<alt target='#a #b' weights='0.3 0.3 0.4'/>",
        "<alt target='#a #b' weights='0.3 0.7'/><alt target='#a #b'/>",
    ),
    "span-two-ways": (
        "<span target='#a' from='#b'>x</span>",
        "<span target='#a'>x</span><span from='#a' to='#b'>y</span>",
    ),
    "span-without-start": (
        "<span to='#b'>x</span>",
        "<span from='#b'>x</span>",
    ),
    "span-many-ends": (
        "<span from='#a #b'>x</span>",
        "<span from='#a' to='#b'>x</span>",
    ),
    "related-item-twice": (
        "<relatedItem target='#b'><bibl>B</bibl></relatedItem>",
        "<relatedItem target='#b'/><relatedItem><bibl>B</bibl></relatedItem>",
    ),
    "related-item-missing": (
        "<relatedItem type='host'/>",
        "<relatedItem type='host'><bibl>B</bibl></relatedItem>",
    ),
    "span-backwards": (
        "<anchor xml:id='e'/><addSpan spanTo='#e'/>",
        "<addSpan spanTo='#e'/><anchor xml:id='e'/><lb spanTo='other.xml#e'/><pb spanTo='#nothing'/>",
    ),
    "target-backwards": (
        "<anchor xml:id='a'/><anchor xml:id='b'/><note target='#b' targetEnd='#a'>n</note>",
        "<anchor xml:id='a'/><anchor xml:id='b'/><note target='#a' targetEnd='#b'>n</note>",
    ),
    "language-of-no-target": (
        "<ref targetLang='la'>x</ref>",
        "<ref targetLang='la' target='#x'>x</ref>",
    ),
    "chain-to-itself": (
        "<seg xml:id='s1' next='#s1'>a</seg>",
        "<seg xml:id='s1' next='#s2'>a</seg><seg xml:id='s2' prev='#s1'>b</seg>",
    ),
    "chain-broken": (
        "<seg xml:id='s1' next='#s2'>a</seg><seg xml:id='s2' prev='#s3'>b</seg><seg xml:id='s3' next='#s2'>c</seg>",
        "<seg xml:id='s1' next='#s2'>a</seg><seg xml:id='s2'>b</seg><seg xml:id='s3' prev='#s2'>c</seg>",
    ),
    "line-unfinished": (
        "<l part='I'>a</l><l>b</l>",
        "<l part='I'>a</l><l part='M'>b</l><l part='F'>c</l><l part='N'>d</l>",
    ),
    "line-unbegun": (
        "<l>a</l><l part='F'>b</l>",
        "<l part='I'>a</l><sp who='#x'><l part='F'>b</l></sp>",
    ),
    "date-and-range": (
        "<date when='1848' notBefore='1847'>1848</date>",
        "<date when='1848'>1848</date><date notBefore='1847' notAfter='1848'>c. 1848</date>",
    ),
    "two-beginnings": (
        "<date from='1847' notBefore='1846'>x</date>",
        "<date from='1847' to='1848'>x</date>",
    ),
    "two-ends": (
        "<date to='1847' notAfter='1848'>x</date>",
        "<date notBefore='1847' notAfter='1848'>x</date>",
    ),
    "calendar-of-nothing": (
        "<date when='1848-02-21' calendar='#julian'/>",
        "<date when='1848-02-21' calendar='#julian'>9 February</date>",
    ),
    "quantity-of-what": (
        "<gap reason='lost' quantity='3'/>",
        "<gap reason='lost' quantity='3' unit='chars'/><measure quantity='3' commodity='apples'>three apples</measure>",
    ),
    "unit-of-how-many": (
        "<gap reason='lost' unit='chars'/>",
        "<gap reason='lost' unit='chars' atLeast='3'/><gap reason='lost' unit='line' extent='several'/>",
    ),
    "least-and-most": (
        "<gap reason='lost' unit='chars' atLeast='10' atMost='9'/>",
        "<gap reason='lost' unit='chars' atLeast='9' atMost='10'/>",
    ),
    "min-and-max": (
        "<height unit='mm' min='10' max='9.5'>10</height>",
        "<height unit='mm' min='9.5' max='10'>10</height>",
    ),
    "unit-twice": (
        "<measure quantity='3' unit='ell' unitRef='#ell'>three ells</measure>",
        "<measure quantity='3' unitRef='#ell'>three ells</measure>",
    ),
    "subtype-of-nothing": (
        "<name subtype='river'>Tiber</name>",
        "<name type='place' subtype='river'>Tiber</name>",
    ),
    "pages-backwards": (
        "<biblScope unit='page' from='123' to='29'>123-29</biblScope>",
        "<biblScope unit='page' from='9' to='10'>9-10</biblScope><citedRange from='x' to='a'>x-a</citedRange>",
    ),
    "leaves-backwards": (
        "<locus from='12v' to='12r'>f. 12</locus>",
        "<locus from='9v' to='12r'>ff. 9-12</locus><locus from='12r' to='12v'>f. 12</locus>",
    ),
    "quotation-marks-unsaid": (
        "<quotation/>",
        "<quotation marks='all'/><quotation><p>Kept.</p></quotation>",
    ),
    "category-undescribed": (
        "<category xml:id='c'/>",
        "<category xml:id='c'><catDesc>Letters</catDesc></category><category xml:id='d'><gloss>Poems</gloss></category>",
    ),
    "language-twice": (
        "<langUsage><language ident='la'>Latin</language><language ident='la'>Latin again</language></langUsage>",
        "<langUsage><language ident='la'>Latin</language><language ident='grc'>Greek</language></langUsage>",
    ),
    "more-than-all": (
        "<langUsage><language ident='la' usage='90'>L</language><language ident='grc' usage='20'>G</language></langUsage>",
        "<langUsage><language ident='la' usage='90'>L</language><language ident='grc' usage='10'>G</language></langUsage>",
    ),
    "change-undated": (
        "<revisionDesc><change who='#x'>Typed.</change></revisionDesc>",
        "<revisionDesc><change when='2024-05-31'>Typed.</change></revisionDesc><listChange><change>draft</change></listChange>",
    ),
    "rendition-unused": (
        "<tagsDecl><rendition scheme='css'>color: red</rendition></tagsDecl>",
        "<tagsDecl><rendition xml:id='r' scheme='css'>color: red</rendition></tagsDecl>",
    ),
    "version-of-no-scheme": (
        "<rendition xml:id='r' schemeVersion='3'>x</rendition>",
        "<rendition xml:id='r' scheme='css' schemeVersion='3'>x</rendition>",
    ),
    "version-of-no-style": (
        "<styleDefDecl scheme='free' schemeVersion='3'/>",
        "<styleDefDecl scheme='css' schemeVersion='3'/>",
    ),
    "inner-path-absolute": (
        "<citeStructure match='//div' use='@n'><citeStructure match='/l' use='@n'/></citeStructure>",
        "<citeStructure match='//div' use='@n'><citeStructure match='l' use='@n'/></citeStructure>",
    ),
    "outer-path-relative": (
        "<citeStructure match='div' use='@n'/>",
        "<citeStructure match='/TEI/text/body/div' use='@n'/>",
    ),
    "parallel-but-external": (
        "<variantEncoding method='parallel-segmentation' location='external'/>",
        "<variantEncoding method='double-end-point' location='external'/>",
    ),
    "manuscript-nowhere": (
        "<msIdentifier><idno>Cod. 12</idno></msIdentifier>",
        "<msIdentifier><settlement>Wien</settlement><idno>Cod. 12</idno></msIdentifier>"
        "<msPart><msIdentifier><idno>2</idno></msIdentifier></msPart>",
    ),
    "description-twice": (
        "<msDesc><history/><physDesc/><history/></msDesc>",
        "<msDesc><physDesc/><history/></msDesc>",
    ),
    "measured-twice": (
        "<dimensions><height>10</height><height>11</height></dimensions>",
        "<dimensions><height>10</height><width>11</width></dimensions>",
    ),
    "outside-description": (
        "<p><catchwords>et sic</catchwords></p>",
        "<msDesc><p><catchwords>et sic</catchwords></p></msDesc>",
    ),
    "other-than-what": (
        "<textLang otherLangs='grc'>Greek too</textLang>",
        "<textLang mainLang='la' otherLangs='grc'>Latin and Greek</textLang>",
    ),
    "zone-incomplete": (
        "<surface><zone ulx='0' uly='0'/></surface>",
        "<surface><zone ulx='0' uly='0' lrx='9' lry='9'/><zone points='0,0 1,1 2,0'/></surface>",
    ),
    "zone-turned-round": (
        "<surface><zone ulx='9' uly='0' lrx='10' lry='-1'/></surface>",
        "<surface ulx='0' uly='0' lrx='10' lry='9.5'><zone ulx='9' uly='0' lrx='10' lry='9'/></surface>",
    ),
    "facsimile-with-text": (
        "<facsimile><surface><zone>et sic</zone></surface></facsimile>",
        "<facsimile><surface><zone> <graphic url='a.png'/> </zone></surface></facsimile>"
        "<sourceDoc><surface><zone>et sic</zone></surface></sourceDoc>",
    ),
    "facsimile-line-with-text": (
        "<facsimile><surface><zone><line>et sic</line></zone></surface></facsimile>",
        "<sourceDoc><surface><line>et sic</line></surface></sourceDoc>",
    ),
    "path-closed": (
        "<path points='0,0 1,1 0,0'/>",
        "<path points='0,0 1,1 2,0'/>",
    ),
    "relation-unnamed": (
        "<relation active='#a' passive='#b'/>",
        "<relation name='parent' active='#a' passive='#b'/>",
    ),
    "relation-two-ways": (
        "<relation name='x' active='#a' mutual='#a #b'/>",
        "<relation name='x' mutual='#a #b'/>",
    ),
    "relation-without-subject": (
        "<relation name='x' passive='#b'/>",
        "<relation name='x' active='#a' passive='#b'/>",
    ),
    "relation-of-one": (
        "<relation name='x' mutual='#a'/>",
        "<relation name='x' mutual='#a #b'/>",
    ),
    "coordinates-unreadable": (
        "<geo>48° 12′ N</geo>",
        "<geo>48.2 16.4</geo><geo>48.2, 16.4</geo><geo>1 2 3 4 5 6</geo><geo decls='#utm'>33U 601000</geo>",
    ),
    "coordinates-out-of-range": (
        "<geo>116.4 39.9</geo>",
        "<geo>39.9 116.4</geo><geo>-33.9 -151.2</geo>",
    ),
}  # fmt: skip


def test_every_rule_has_a_case() -> None:
    schema, problems = read(FILE)
    assert problems == ()
    names = [
        part.id for pattern in schema.patterns for rule in pattern.rules for part in rule.body if hasattr(part, "test")
    ]
    assert names == list(CASES)


def test_the_rules_are_sound(rules: Rules) -> None:
    assert rules.problems == ()
    assert len(rules) == len(CASES)


@pytest.mark.parametrize("name, wrong, right", [(n, w, r) for n, (w, r) in CASES.items()], ids=CASES.keys())
def test_a_rule(rules: Rules, name: str, wrong: str, right: str) -> None:
    found = check(rules, wrong)
    assert [finding.rule for finding in found] == [name]
    assert check(rules, right) == []
    (finding,) = found
    assert finding.role in ("warning", "info")
    assert finding.severity is Severity(finding.role)
    assert finding.message.endswith(".")
    assert len(finding.message) < 250
    assert "<" in finding.message


def test_advice_on_one_pattern_does_not_hide_that_on_another(rules: Rules) -> None:
    fragment = "<p>a <seg><p subtype='x' calendar='#c' quantity='1'/></seg></p>"
    names = {finding.rule for finding in check(rules, fragment)}
    assert names == {"paragraph-in-paragraph", "subtype-of-nothing", "calendar-of-nothing", "quantity-of-what"}


def test_sentences_name_the_culprit(rules: Rules) -> None:
    (finding,) = check(rules, "<p>a <seg><p/></seg></p>")
    assert finding.message.startswith("This <p> stands inside a <p>;")
    (finding,) = check(rules, "<subst><del>a</del></subst>")
    assert finding.message.startswith("This <subst> has no <add>:")
    (finding,) = check(rules, "<date when='1' notBefore='2' to='3'>x</date>")
    assert finding.message.startswith("This <date> has @when besides @notBefore and @to;")
    (finding,) = check(rules, "<choice><abbr>a</abbr><abbr>b</abbr></choice>")
    assert finding.message.startswith("This <choice> has <abbr> but no <expan>")
    (finding,) = check(rules, "<table rows='2'><row><cell/></row></table>")
    assert finding.message.startswith("This <table> is said to have 2 rows, but has 1;")


def test_documents_in_other_namespaces_are_left_alone(rules: Rules) -> None:
    assert rules.check(etree.fromstring("<div><p><p/></p><hi/><ptr/></div>")) == []
