"""Specimens for the readers of the importer, made by hand: web pages in the mark-up of three collections, Word, ODT, EPUB …

Texts and names in them are invented; what is real are the names of classes and elements.
"""

from __future__ import annotations

import base64
import io
import re
import zipfile
from collections.abc import Mapping

PNG = b"\x89PNG\r\n\x1a\n0000"


def packed(parts: Mapping[str, str | bytes]) -> bytes:
    """A ZIP file of these parts."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return stream.getvalue()


MARXISTS = """<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html xmlns="http://www.w3.org/1999/xhtml">
<head><meta http-equiv="content-type" content="text/html; charset=iso-8859-1" />
<meta name="description" content="Jane Doe: On Looms (May 1903)" /><meta name="keywords" content="looms, weaving" />
<meta http-equiv="author" content="Jane Doe" /><title>Jane Doe: On Looms (May 1903)</title>
<script>var x = 1;</script></head>
<body bgcolor="#FFFFF0">
<p class="toplink"><a id="top" href="../../../index.htm" name="top">MIA</a>&#160;&gt;&#160;<a href="../index.htm">Doe</a></p>
<p>&#160;</p>
<h2>Jane Doe</h2>
<h1>On Looms</h1>
<h3>(May 1903)</h3>
<hr class="infotop" size="1" noshade="noshade" />
<p class="info"><span class="info">Written:</span> 3 May 1903.<br />
<span class="info">Source:</span> <em>The Weaver</em>, No. 4, pp. 1&#8211;2.<br />
<span class="info">Translated:</span> by John Roe and Ann Poe.<br />
Transcribed and marked up by <a href="../../x.htm">Max Moe</a> for the <strong>Marxists&#8217; Internet Archive</strong>.<br/>
<span class="info">Public Domain:</span> you may copy it freely.</p>
<hr class="infobot" size="1" noshade="noshade" />
<table width="80%"><tr><td><p class="fst"><small><em>A letter, with a note before it.</em> &#8211; ED.</small></p></td></tr></table>
<p class="fst">Dear Comrade,</p>
<p class="fst">IN YOUR <em>Looms</em> you speak <a href="#n1" name="f1">[1]</a> of cloth<sup class="enote"><a href="#n2" name="f2">[2]</a></sup>, and again<a href="#n1">[1]</a>.</p>
<p class="quoteb">First quoted paragraph.</p>
<p class="quoteb">Second quoted paragraph.</p>
<h4>* * * *</h4>
<p>See <a href="#part2">the second part</a>, and <a href="other.htm">another text</a> or <a href="http://example.org/a b">outside</a>.</p>
<h3><a name="part2">Second Part</a></h3>
<p>Text with a lost call <a href="#n9" name="f9">[9]</a> here.</p>
<p class="sig">Jane DOE</p>
<hr class="section" size="1" noshade="noshade" />
<h3>Footnotes</h3>
<p class="note"><a href="#f1" name="n1">1.</a> A loom is a <strong>frame</strong>. &#8211; <em>ED.</em></p>
<p class="note">It goes on.</p>
<p class="note"><a href="#f2" name="n2">2.</a> Cloth.</p>
<p class="link">&#160;<br /><a href="#top">Top of the page</a></p>
<hr size="1" noshade="noshade" />
<p class="updat">Last updated on 15 March 2016</p>
</body></html>"""

WIKISOURCE = """<!DOCTYPE html>
<html class="client-nojs" lang="en" dir="ltr"><head><meta charset="UTF-8"/><title>The Loom/Chapter 1 - Wikisource, the free online library</title>
<link rel="canonical" href="https://en.wikisource.org/wiki/The_Loom/Chapter_1"/></head>
<body class="mediawiki"><div id="mw-page-base" class="noprint"></div>
<div id="content" class="mw-body" role="main"><h1 id="firstHeading" class="firstHeading">The Loom/Chapter 1</h1>
<div id="bodyContent"><div id="siteSub" class="noprint">From Wikisource</div>
<div id="mw-content-text"><div class="mw-content-ltr mw-parser-output" lang="en" dir="ltr">
<div id="headerContainer" class="ws-header wst-header ws-noexport noprint"><div class="wst-header-mainblock"><div class="wst-header-back"><a href="/wiki/The_Loom">←The Loom</a></div>
<div class="wst-header-title"><span id="header-title-text" class="wst-header-title-text">The Loom</span> <span class="wst-header-year-text">(1899)</span><br/>by <span id="header-author-text" class="wst-header-author-text"><a href="/wiki/Author:Jane_Doe">Jane Doe</a></span></div></div>
<div class="wst-header-notes">First printed in Leeds.</div></div>
<div class="prp-pages-output" lang="en">
<p><span><span class="pagenum ws-pagenum" id="5" data-page-number="5" title="Page:The Loom.djvu/17"><span id="pageindex_17" class="pagenum-inner ws-noexport">&#8203;</span></span></span></p>
<div class="wst-center tiInherit"><p><b>CHAPTER I</b></p></div>
<p>The <span class="smallcaps wst-sc" style="font-variant:small-caps;">Loom</span> was old,<sup id="cite_ref-1" class="reference"><a href="#cite_note-1"><span class="cite-bracket">&#91;</span>1<span class="cite-bracket">&#93;</span></a></sup> and the wea<span><span class="pagenum ws-pagenum" id="6" data-page-number="6"><span class="pagenum-inner">&#8203;</span></span></span>ver older.<sup id="cite_ref-2" class="reference"><a href="#cite_note-two-2">[2]</a></sup><span class="wst-sidenote"><span class="wst-sidenote-inner">The weaver’s age.</span></span> More text here.<sup class="reference" id="cite_ref-1b"><a href="#cite_note-1">[1]</a></sup></p>
<div class="poem verse"><p>O loom, O thread,<br/>
&#160;&#160;the cloth is red.<br/>
<br/>
O weaver, O night,<br/>
the cloth is white.</p></div>
<h2><span class="mw-headline" id="Second">Second</span><span class="mw-editsection">[<a href="/edit">edit</a>]</span></h2>
<p>Last paragraph.</p>
</div>
<div class="reflist"><div class="mw-references-wrap"><ol class="references">
<li id="cite_note-1"><span class="mw-cite-backlink">↑ <sup><a href="#cite_ref-1">a</a></sup> <sup><a href="#cite_ref-1b">b</a></sup></span> <span class="reference-text">A note on <i>looms</i>.</span></li>
<li id="cite_note-two-2"><span class="mw-cite-backlink"><a href="#cite_ref-2">↑</a></span> <span class="reference-text">He was 80.</span></li></ol></div></div>
<div class="licenseContainer licenseBanner"><p>This work is in the public domain in the United States.</p></div>
</div></div><div class="printfooter">Retrieved from "https://en.wikisource.org/"</div></div></div>
<div id="mw-navigation"><h2>Navigation menu</h2><ul><li><a href="/x">Main page</a></li></ul></div>
<footer id="footer" class="mw-footer"><ul><li>Text is available under a licence.</li></ul></footer></body></html>"""

GUTENBERG = """<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>The Looms | Project Gutenberg</title>
<meta name="dc.title" content="The Looms"/><meta name="dc.creator" content="Doe, Jane, 1850-1900"/><meta name="dcterms.issued" content="2004-05-03"/><meta name="dc.language" content="en"/>
<style>p{margin:0}</style></head><body>
<section class="pg-boilerplate pgheader" id="pg-header" lang="en"><h2 id="pg-header-heading">The Project Gutenberg eBook of The Looms</h2>
<div>This eBook is for the use of anyone.</div><div class="container" id="pg-machine-header"><p><strong>Title</strong>: The Looms</p><p><strong>Author</strong>: Jane Doe</p><p><strong>Release date</strong>: May 3, 2004 [eBook #12345]</p><p><strong>Credits</strong>: Produced by Some People</p></div>
<div id="pg-start-separator"><span>*** START OF THE PROJECT GUTENBERG EBOOK THE LOOMS ***</span></div></section>
<div class="transnote"><p>Transcriber's note: spelling kept.</p></div>
<h1>THE LOOMS</h1>
<h2>CONTENTS</h2>
<table><tr><td><a href="#CHAPTER_I">I.</a></td><td>The Start</td><td><a href="#Page_1">1</a></td></tr><tr><td><a href="#CHAPTER_II">II.</a></td><td>The End</td><td><a href="#Page_9">9</a></td></tr></table>
<div class="chapter"><h2 id="CHAPTER_I">CHAPTER I.<br>The Start</h2></div>
<p><span class="pagenum"><a name="Page_1" id="Page_1">[Pg 1]</a></span>It began<a id="FNanchor_1_1"></a><a href="#Footnote_1_1" class="fnanchor">[1]</a> with <span class="smcap">Wool</span>.<a name="FNanchor_A_2" href="#Footnote_A_2" class="fnanchor">[A]</a></p>
<div class="blockquot"><p>A quoted block.</p><p>In two parts.</p></div>
<div class="poem"><div class="stanza"><span class="i0">First line<br></span><span class="i2">second line<br></span></div><span class="pagenum" id="Page_2">[Pg 2]</span><div class="stanza"><span class="i0">third line<br></span></div></div>
<div class="poetry-container"><div class="poetry"><div class="stanza"><div class="verse indent0">One</div><div class="verse indent4">Two</div></div></div></div>
<div class="figcenter"><img src="images/i1.jpg" alt="A loom"><p class="caption">The <i>great</i> loom.</p></div>
<div class="sidenote">Beside it.</div><p>Another paragraph.</p>
<hr class="tb">
<p class="right">J. D.</p>
<div class="chapter"><h2 id="CHAPTER_II"><span class="pagenum" id="Page_9">[9]</span>CHAPTER II.</h2></div>
<p>It ended.</p>
<div class="footnotes"><h3>FOOTNOTES:</h3>
<div class="footnote"><p><a id="Footnote_1_1"></a><a href="#FNanchor_1_1"><span class="label">[1]</span></a> A note.</p><p>Second paragraph of it.</p></div>
<div class="footnote"><p><a name="Footnote_A_2" id="Footnote_A_2"></a><a href="#FNanchor_A_2"><span class="label">[A]</span></a> Wool is wool.</p></div></div>
<section class="pg-boilerplate pgfooter" id="pg-footer"><div id="pg-end-separator"><span>*** END OF THE PROJECT GUTENBERG EBOOK THE LOOMS ***</span></div><div>Updated editions will replace the previous one.</div></section>
</body></html>"""

OLD_GUTENBERG = """<HTML><HEAD><TITLE>The Project Gutenberg EBook of The Looms, by Jane Doe</TITLE></HEAD><BODY>
<PRE>

Project Gutenberg's The Looms, by Jane Doe

Title: The Looms

Author: Jane Doe

Release Date: May 3, 2004 [EBook #12345]

*** START OF THIS PROJECT GUTENBERG EBOOK THE LOOMS ***

Produced by Some People

</PRE>
<P>&nbsp;<H1>The Looms<BR>by Jane Doe</H1>
<P ALIGN=CENTER><B>Preface</B>
<P>Unclosed <I>italics and <B>bold</I> here</B> &amp; an unescaped & sign &copy; <FONT COLOR=red>font text<P>still in font</FONT>
<P>Notes: word<sup>1</sup> and other<sup>2</sup>; x<sup>2</sup> is square.
<UL>stray text<LI>one<LI>two<UL><LI>nested</UL></UL>
<DL><DT>Term<DD>Definition</DL>
text loose in body<BR><BR>and another loose paragraph
<CENTER>* * *</CENTER>
<H3>NOTES</H3>
<OL><LI>First note.<LI>Second note.</OL>
<PRE>
End of the Project Gutenberg EBook of The Looms, by Jane Doe

*** END OF THIS PROJECT GUTENBERG EBOOK THE LOOMS ***
Licence text.
</PRE></BODY></HTML>"""

BLOG = """<!doctype html><html lang="fr-FR"><head><meta charset=utf-8><title>Les Métiers – Le Blog</title>
<meta property="og:site_name" content="Le Blog"><meta property="article:published_time" content="2010-08-12T10:00:00Z"><link rel=canonical href="https://blog.example/2010/metiers/">
<script type="application/ld+json">{"@context":"https://schema.org","@graph":[{"@type":"Article","headline":"Les Métiers","author":{"@type":"Person","name":"Anne Martin"},"datePublished":"2010-08-12","keywords":["laine","toile"]}]}</script></head>
<body><a class="skip-link" href="#main">Aller au contenu</a><header class="site-header"><p><a href="/">Le Blog</a></p><nav><ul><li><a href="/a">Accueil</a></li></ul></nav></header>
<div id="page"><main id="main"><article class="post"><header><h1>Les Métiers</h1><p class="byline">par Anne Martin</p></header>
<div class="entry-content"><p>Le premier<sup id="fnref:1"><a href="#fn:1" class="footnote-ref" role="doc-noteref">1</a></sup> paragraphe avec <em lang="la">sic</em> et <q>citation</q>, <a href="../2009/x">ailleurs</a>.</p>
<p>Une note marginale<label for="sn-1" class="margin-toggle sidenote-number"></label><input type="checkbox" id="sn-1"/><span class="sidenote">Dans la marge.</span> ici.</p>
<p>Popup<sup><a href="javascript:void(0)" title="Une note en bulle, assez longue.">*</a></sup> fin.</p>
<figure><img src="data:image/png;base64,iVBORw0KGgo=" alt="Un métier"><figcaption>Fig. 1. Le métier.</figcaption></figure>
<table><caption>Tab.</caption><thead><tr><th>Année</th><th>Laine</th></tr></thead><tbody><tr><td>1900</td><td rowspan="2">12 <b>t</b></td></tr><tr><td>1901</td></tr></tbody></table>
<ol start="3"><li>trois</li><li>quatre<p>suite</p></li></ol>
<blockquote><p>Longue citation.</p><footer>— <cite>Auteur</cite></footer></blockquote>
<p>E = <math><semantics><mrow><mi>m</mi><msup><mi>c</mi><mn>2</mn></msup></mrow><annotation encoding="application/x-tex">mc^2</annotation></semantics></math> <ruby>漢<rp>(</rp><rt>kan</rt><rp>)</rp></ruby> H<sub>2</sub>O</p>
<pre><code>let x = 1;
</code></pre>
<div class="footnotes" role="doc-endnotes"><hr><ol><li id="fn:1"><p>La note. <a href="#fnref:1" class="footnote-backref" role="doc-backlink">↩︎</a></p></li></ol></div>
</div><div class="sharedaddy">Partager sur <a href="http://f">F</a></div></article><section id="comments" class="comments-area">3 commentaires</section></main>
<aside id="secondary" class="sidebar widget-area"><h2>Archives</h2><ul><li><a href="/2009">2009</a></li></ul></aside></div><footer>© 2010 <a href="/mentions">Mentions</a></footer></body></html>"""

SAVED_BY_WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><meta http-equiv=Content-Type content="text/html; charset=windows-1252"><meta name=Generator content="Microsoft Word 15"><title>On Looms</title><style><!-- p.MsoNormal {margin:0} --></style></head>
<body lang=EN-GB><div class=WordSection1>
<h1>On Looms</h1>
<p class=MsoNormal>Text with a note.<a style='mso-footnote-id:ftn1' href="#_ftn1" name="_ftnref1" title=""><span class=MsoFootnoteReference><span style='mso-special-character:footnote'><![if !supportFootnotes]><span class=MsoFootnoteReference><span lang=EN-GB style='font-size:12.0pt'>[1]</span></span><![endif]></span></span></a> More.<o:p></o:p></p>
<p class=MsoNormal>And<a href="#_ftn2" name="_ftnref2">[2]</a> \u201cquoted\u201d.</p>
</div><div style='mso-element:footnote-list'><br clear=all><hr align=left size=1 width="33%">
<div style='mso-element:footnote' id=ftn1><p class=MsoFootnoteText><a href="#_ftnref1" name="_ftn1" title=""><span class=MsoFootnoteReference>[1]</span></a> The note.<o:p></o:p></p><p class=MsoFootnoteText>Its second part.</p></div>
<div id=ftn2><p class=MsoFootnoteText><a href="#_ftnref2" name="_ftn2">[2]</a> Second note.</p></div></div></body></html>"""

SAVED_BY_LIBREOFFICE = """<html><head><title>T</title></head><body lang="en-GB"><p>Text<a class="sdfootnoteanc" name="sdfootnote1anc" href="#sdfootnote1sym"><sup>1</sup></a> and<a class="sdendnoteanc" name="sdendnote1anc" href="#sdendnote1sym"><sup>i</sup></a></p>
<div id="sdfootnote1"><p class="sdfootnote"><a class="sdfootnotesym" name="sdfootnote1sym" href="#sdfootnote1anc">1</a>The note.</p></div>
<div id="sdendnote1"><p class="sdendnote"><a class="sdendnotesym" name="sdendnote1sym" href="#sdendnote1anc">i</a>End note.</p></div></body></html>"""

BY_LINE_ENDS = """<html><body><h1>T</h1><p>Text <a name="r1" href="#n1"><sup>1</sup></a> and <a href="#n2"><sup>2</sup></a> and <a href="#n3">(3)</a>.</p>
<p>Index: <a href="#p5">5</a>, <a href="#p6">6</a></p><p><a name="p5"></a>Five text</p><p><a name="p6"></a>Six text.</p>
<h4>Notes</h4><p><a name="n1">1.</a> One.<br><a name="n2"></a>2. Two.<br>two goes on<br><a name="n3">3</a> Three. <a href="#r1">Back to text</a></p></body></html>"""

MARKDOWN = """---
title: "On Looms"
author:
  - Jane Doe
  - name: John Roe
date: 3 May 1903
mood: blue
---

# On Looms

Some *emphasis*, **bold**, ~~struck~~, a [link](http://example.org) and a note.[^1] Again[^long] and inline^[An inline note.] end. Formula $E=mc^2$ and [Caps]{.smallcaps}.

| Roses are red,
|   violets *blue*,
|
| end of verse

> A quotation
> with two lines.

1. one
2. two
   - nested

Term
: Definition

| A | B |
|---|---|
| 1 | 2 |

* * *

![A loom](loom.png)

Dangling[^9] call.

[^1]: The first note.
[^long]: The long note.

    With two paragraphs.
[^unused]: Never called.
"""

# --- Word -------------------------------------------------------------------------------------------------------------

_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_W = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    f' xmlns:r="{_R}"'
    ' xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
    ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
)


def para(inner: str, style: str = "", more: str = "") -> str:
    """A paragraph of Word."""
    styled = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f"<w:p><w:pPr>{styled}{more}</w:pPr>{inner}</w:p>"


def run(text: str, looks: str = "") -> str:
    """A run of Word."""
    return f'<w:r><w:rPr>{looks}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def in_list(level: int, ident: int) -> str:
    """The place of a paragraph in a list."""
    return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{ident}"/></w:numPr>'


_STYLES = {
    "Normal": "Normal", "Title": "Title", "Subtitle": "Subtitle", "Author": "Author", "berschrift1": "heading 1",
    "Liste": "List Paragraph", "Zitat": "Quote", "Verse": "Verse", "Caption": "caption", "TOC1": "toc 1",
    "Closing": "Closing", "Signature": "Signature", "DefinitionTerm": "Definition Term", "Definition": "Definition",
    "TableCaption": "Table Caption", "ListBullet2": "List Bullet 2", "SourceCode": "Source Code",
}  # fmt: skip

WORD_BODY = "".join(
    [
        para(run("On Looms"), "Title"),
        para(run("A Study"), "Subtitle"),
        para(run("Jane Doe"), "Author"),
        para(run("First Part"), "berschrift1"),
        para(
            run("Plain ") + run("ital", "<w:i/>") + run("ic", "<w:i/>") + run(" and ") + run("SC", "<w:smallCaps/>")
            + run(" x") + run("2", '<w:vertAlign w:val="superscript"/>') + run(" not", '<w:i w:val="0"/>')
            + '<w:r><w:footnoteReference w:id="2"/></w:r>' + run(" then") + '<w:r><w:endnoteReference w:id="2"/></w:r>'
            + run(" Wort", '<w:lang w:val="de-DE"/>') + run(".") + '<w:r><w:commentReference w:id="0"/></w:r>'
        ),
        para(
            '<w:ins w:author="Ann">' + run("inserted ") + '</w:ins><w:del w:author="Bob"><w:r><w:delText>deleted words'
            "</w:delText></w:r></w:del>" + run("kept ") + '<w:hyperlink r:id="rId9">' + run("link") + "</w:hyperlink>"
            "<w:r><w:br/></w:r>" + run("next line") + '<w:r><w:br w:type="page"/></w:r>' + run("new page")
        ),
        para(
            '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> HYPERLINK "http://example.org/f" </w:instrText></w:r>'
            '<w:r><w:fldChar w:fldCharType="separate"/></w:r>' + run("field link")
            + '<w:r><w:fldChar w:fldCharType="end"/></w:r>' + run(" hidden", "<w:vanish/>")
        ),
        para(run("one"), "Liste", in_list(0, 1)),
        para(run("one a"), "Liste", in_list(1, 1)),
        para(run("two"), "Liste", in_list(0, 1)),
        para(run("bullet"), "Liste", in_list(0, 2)),
        para(run("Quoted one."), "Zitat"),
        para(run("Quoted two."), "Zitat"),
        para(run("Verse one"), "Verse"),
        para(run("Verse two"), "Verse"),
        para("", "Verse"),
        para(run("Verse three"), "Verse"),
        '<w:tbl><w:tr><w:trPr><w:tblHeader/></w:trPr><w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr>' + para(run("Head"))
        + '</w:tc></w:tr><w:tr><w:tc><w:tcPr><w:vMerge w:val="restart"/></w:tcPr>' + para(run("a")) + para(run("aa"))
        + "</w:tc><w:tc>" + para(run("b")) + "</w:tc></w:tr><w:tr><w:tc><w:tcPr><w:vMerge/></w:tcPr>" + para("")
        + "</w:tc><w:tc>" + para(run("c")) + "</w:tc></w:tr></w:tbl>",
        para(
            '<w:r><w:drawing><wp:inline><wp:docPr id="1" name="p" descr="A loom"/><a:graphic><a:blip r:embed="rId8"/>'
            "</a:graphic></wp:inline></w:drawing></w:r>"
        ),
        para(run("Fig. 1: The loom"), "Caption"),
        para(run("* * *")),
        para(run("joined "), "", '<w:rPr><w:del w:author="B"/></w:rPr>'),
        para(run("paragraph")),
        para(
            '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:inline><w:txbxContent>'
            + para(run("in the box")) + "</w:txbxContent></wp:inline></w:drawing></mc:Choice><mc:Fallback><w:pict>"
            "<w:txbxContent>" + para(run("in the box")) + "</w:txbxContent></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
            + run("with box")
        ),
        para(run("toc entry 1"), "TOC1"),
        para(run("Yours,"), "Closing"),
        para(run("J. D."), "Signature"),
    ]
)  # fmt: skip


def word(body: str = WORD_BODY) -> bytes:
    """A Word file with this body, and with styles, lists, notes, a comment, a page head and a picture."""
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="{ident}"{" w:default=" + chr(34) + "1" + chr(34) if ident == "Normal" else ""}>'
        f'<w:name w:val="{name}"/></w:style>'
        for ident, name in _STYLES.items()
    )
    level = '<w:lvl w:ilvl="{}"><w:start w:val="1"/><w:numFmt w:val="{}"/><w:lvlText w:val="{}"/></w:lvl>'
    kinds = ["styles", "numbering", "footnotes", "endnotes", "comments", "header1"]
    relations = "".join(
        f'<Relationship Id="rId{n}" Type="{_R}/{kind}" Target="{kind}.xml"/>' for n, kind in enumerate(kinds)
    )
    return packed(
        {
            "_rels/.rels": f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="{_R}/officeDocument" Target="word/document.xml"/></Relationships>',
            "word/document.xml": f"<w:document {_W}><w:body>{body}<w:sectPr/></w:body></w:document>",
            "word/styles.xml": f'<w:styles {_W}><w:docDefaults><w:rPrDefault><w:rPr><w:lang w:val="en-GB"/></w:rPr></w:rPrDefault></w:docDefaults>{styles}</w:styles>',
            "word/numbering.xml": f'<w:numbering {_W}><w:abstractNum w:abstractNumId="0">{level.format(0, "decimal", "%1.")}{level.format(1, "lowerLetter", "%2)")}</w:abstractNum><w:abstractNum w:abstractNumId="1">{level.format(0, "bullet", "•")}</w:abstractNum><w:abstractNum w:abstractNumId="2">{level.format(1, "bullet", " ")}</w:abstractNum><w:abstractNum w:abstractNumId="3">{level.format(0, "bullet", "☐")}</w:abstractNum><w:abstractNum w:abstractNumId="4">{level.format(0, "bullet", "☒")}</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num><w:num w:numId="3"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="4"><w:abstractNumId w:val="2"/></w:num><w:num w:numId="5"><w:abstractNumId w:val="3"/></w:num><w:num w:numId="6"><w:abstractNumId w:val="4"/></w:num><w:num w:numId="7"><w:abstractNumId w:val="1"/></w:num></w:numbering>',
            "word/footnotes.xml": f'<w:footnotes {_W}><w:footnote w:type="separator" w:id="0"><w:p/></w:footnote><w:footnote w:id="2">{para("<w:r><w:footnoteRef/></w:r>" + run(" The note."))}</w:footnote></w:footnotes>',
            "word/endnotes.xml": f'<w:endnotes {_W}><w:endnote w:id="2">{para(run("The end note."))}{para(run("Second."))}</w:endnote></w:endnotes>',
            "word/comments.xml": f'<w:comments {_W}><w:comment w:id="0" w:author="Bob">{para(run("Check this."))}</w:comment></w:comments>',
            "word/header1.xml": f"<w:hdr {_W}>{para(run('Running head'))}</w:hdr>",
            "word/_rels/document.xml.rels": f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{relations}<Relationship Id="rId8" Type="{_R}/image" Target="media/image1.png"/><Relationship Id="rId9" Type="{_R}/hyperlink" Target="http://example.org/" TargetMode="External"/></Relationships>',
            "docProps/core.xml": '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>On Looms</dc:title><dc:creator>Jane Doe</dc:creator><cp:keywords>wool</cp:keywords></cp:coreProperties>',
            "word/media/image1.png": PNG,
        }
    )


# --- OpenDocument -----------------------------------------------------------------------------------------------------

_O = (
    " ".join(
        f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for prefix, name in (
            *(("office", "office"), ("text", "text"), ("table", "table"), ("style", "style"), ("draw", "drawing")),
            *(("fo", "xsl-fo-compatible"), ("svg", "svg-compatible"), ("meta", "meta")),
        )
    )
    + ' xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:dc="http://purl.org/dc/elements/1.1/"'
)

ODT_BODY = """
<text:tracked-changes><text:changed-region><text:deletion><office:change-info><dc:creator>Bob</dc:creator><dc:date>2020</dc:date></office:change-info><text:p>gone words</text:p></text:deletion></text:changed-region></text:tracked-changes>
<text:p text:style-name="Title">On Looms</text:p>
<text:table-of-content><text:index-body><text:p>First Part 1</text:p></text:index-body></text:table-of-content>
<text:h text:style-name="Heading_20_1" text:outline-level="1">First Part</text:h>
<text:p text:style-name="Standard">Plain <text:span text:style-name="T1">italic</text:span> wo<text:note text:id="ftn1" text:note-class="footnote"><text:note-citation>1</text:note-citation><text:note-body><text:p text:style-name="Footnote">The note.</text:p></text:note-body></text:note>rd<text:note text:note-class="endnote"><text:note-citation>i</text:note-citation><text:note-body><text:p>End note.</text:p></text:note-body></text:note> <text:a xlink:href="http://example.org/">link</text:a><text:line-break/>new<text:s text:c="3"/>line<office:annotation><dc:creator>Ann</dc:creator><dc:date>2020-01-01</dc:date><text:p>Check.</text:p></office:annotation> end<text:change text:change-id="x"/><text:span text:style-name="T2">hoch</text:span></text:p>
<text:list text:style-name="L1"><text:list-item><text:p>one</text:p><text:list><text:list-item><text:p>nested</text:p></text:list-item></text:list></text:list-item><text:list-item><text:p>two</text:p></text:list-item></text:list>
<text:p text:style-name="P1">Quoted.</text:p><text:p text:style-name="P1">Again.</text:p>
<table:table><table:table-column/><table:table-header-rows><table:table-row><table:table-cell><text:p>H1</text:p></table:table-cell><table:table-cell><text:p>H2</text:p></table:table-cell></table:table-row></table:table-header-rows><table:table-row><table:table-cell table:number-columns-spanned="2"><text:p>a</text:p><text:p>b</text:p></table:table-cell><table:covered-table-cell/></table:table-row></table:table>
<text:p text:style-name="P2"><draw:frame><draw:image xlink:href="Pictures/p.png"/><svg:desc>A loom</svg:desc></draw:frame></text:p>
<text:p text:style-name="Illustration">Figure 1. Loom</text:p>
<text:section><text:p>In a section with <draw:frame><draw:text-box><text:p>boxed</text:p></draw:text-box></draw:frame>a box.</text:p></text:section>
"""


def open_document(body: str = ODT_BODY) -> bytes:
    """An OpenDocument text with this body."""
    automatic = """<style:style style:name="T1" style:family="text"><style:text-properties fo:font-style="italic"/></style:style>
<style:style style:name="T2" style:family="text"><style:text-properties style:text-position="super 58%" fo:language="de" fo:country="DE"/></style:style>
<style:style style:name="P1" style:family="paragraph" style:parent-style-name="Quotations"/>
<style:style style:name="P2" style:family="paragraph" style:parent-style-name="Standard"><style:paragraph-properties fo:break-before="page" fo:text-align="center"/></style:style>
<text:list-style style:name="L1"><text:list-level-style-number text:level="1" style:num-suffix="." style:num-format="1"/><text:list-level-style-bullet text:level="2" text:bullet-char="•"/></text:list-style>"""
    named = "".join(
        f'<style:style style:name="{name}" style:display-name="{shown}" style:family="paragraph"/>'
        for name, shown in (
            *(("Standard", "Standard"), ("Title", "Title"), ("Illustration", "Illustration")),
            *(("Quotations", "Quotations"), ("Heading_20_1", "Heading 1")),
        )
    )
    return packed(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "content.xml": f"<office:document-content {_O}><office:automatic-styles>{automatic}</office:automatic-styles><office:body><office:text>{body}</office:text></office:body></office:document-content>",
            "styles.xml": f'<office:document-styles {_O}><office:styles><style:default-style style:family="paragraph"><style:text-properties fo:language="en" fo:country="GB"/></style:default-style>{named}</office:styles><office:master-styles><style:master-page><style:header><text:p>Running head</text:p></style:header></style:master-page></office:master-styles></office:document-styles>',
            "meta.xml": f'<office:document-meta {_O}><office:meta><meta:initial-creator>Jane Doe</meta:initial-creator><meta:keyword>wool</meta:keyword><meta:user-defined meta:name="Shelf">A 1</meta:user-defined></office:meta></office:document-meta>',
            "Pictures/p.png": PNG,
        }
    )


def flat_document(body: str = ODT_BODY) -> str:
    """The same as one flat file, its picture in letters."""
    with zipfile.ZipFile(io.BytesIO(open_document(body))) as archive:
        parts = [archive.read(name).decode() for name in ("meta.xml", "styles.xml", "content.xml")]
    inner = "".join(re.sub(r"^<[^>]*>|<[^>]*>$", "", part) for part in parts)
    picture = f"<office:binary-data>{base64.b64encode(PNG).decode()}</office:binary-data></draw:image>"
    inner = re.sub(r'<draw:image xlink:href="Pictures/p.png"\s*/>', f"<draw:image>{picture}", inner)
    kind = "application/vnd.oasis.opendocument.text"
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<office:document {_O} office:mimetype="{kind}">{inner}</office:document>'


# --- EPUB -------------------------------------------------------------------------------------------------------------

_X = '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" xml:lang="en">'


def book(**more: str | bytes) -> bytes:
    """An EPUB of two chapters with notes, one of them in a file of its own, and a list of contents."""
    opf = """<package xmlns="http://www.idpf.org/2007/opf" version="3.0"><metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:identifier id="b">urn:isbn:123</dc:identifier><dc:title id="t1">On Looms</dc:title><meta refines="#t1" property="title-type">main</meta><dc:title id="t2">A Study</dc:title><meta refines="#t2" property="title-type">subtitle</meta><dc:creator id="c">Jane Doe</dc:creator><dc:contributor id="d">Max Roe</dc:contributor><meta refines="#d" property="role">trl</meta><dc:language>en</dc:language></metadata>
<manifest><item id="nav" href="text/nav.xhtml" media-type="application/xhtml+xml" properties="nav"/><item id="c1" href="text/c1.xhtml" media-type="application/xhtml+xml"/><item id="c2" href="text/c2.xhtml" media-type="application/xhtml+xml"/><item id="n" href="text/notes.xhtml" media-type="application/xhtml+xml"/></manifest>
<spine><itemref idref="nav"/><itemref idref="c1"/><itemref idref="c2"/><itemref idref="n"/></spine></package>"""
    parts: dict[str, str | bytes] = {
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container" version="1.0"><rootfiles><rootfile full-path="OEBPS/b.opf" media-type="x"/></rootfiles></container>',
        "OEBPS/b.opf": opf,
        "OEBPS/text/c1.xhtml": f"""<?xml version="1.0"?><!DOCTYPE html>{_X}<head><title>One</title></head><body epub:type="bodymatter"><section epub:type="chapter"><h1>Chapter One</h1><p>Text<a id="r1" epub:type="noteref" href="#n1">1</a> and<a id="r2" href="notes.xhtml#n2"><sup>2</sup></a> see <a href="c2.xhtml#s2">next</a>.<a id="p7" epub:type="pagebreak" title="7"/> More &nbsp; text.</p><aside epub:type="footnote" id="n1"><p>The <em>first</em> note.</p></aside><div><svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"><image xlink:href="../images/c.png"/></svg></div></section></body></html>""",
        "OEBPS/text/c2.xhtml": f"""<?xml version="1.0"?>{_X}<head><title>Two</title></head><body><h1 id="s2">Chapter Two</h1><p>Second chapter.</p></body></html>""",
        "OEBPS/text/notes.xhtml": f"""<?xml version="1.0"?>{_X}<head><title>Notes</title></head><body><h2>Notes</h2><p id="n2"><a href="c1.xhtml#r2">2.</a> Second note.</p></body></html>""",
        "OEBPS/text/nav.xhtml": f"""<?xml version="1.0"?>{_X}<head><title>Nav</title></head><body><nav epub:type="toc"><ol><li><a href="c1.xhtml">Contents: Chapter One</a></li></ol></nav></body></html>""",
        "OEBPS/images/c.png": PNG,
    }
    return packed(parts | more)


# --- Recognised pages -------------------------------------------------------------------------------------------------


def text_line(number: int, text: str, height: int, custom: str = "", sure: str = "") -> str:
    """A line of PAGE."""
    confidence = f' conf="{sure}"' if sure else ""
    return f'<TextLine id="l{number}" custom="readingOrder {{index:{number};}} {custom}"><Coords points="0,{height} 50,{height}"/><Baseline points="0,{height} 50,{height}"/><TextEquiv{confidence}><Unicode>{text}</Unicode></TextEquiv></TextLine>'


def text_region(ident: str, kind: str, *lines: str) -> str:
    """A region of PAGE."""
    return f'<TextRegion id="{ident}" custom="structure {{type:{kind};}}"><Coords points="0,0 50,0"/>{"".join(lines)}<TextEquiv><Unicode>all of it again</Unicode></TextEquiv></TextRegion>'


def page(number: int, regions: str, order: tuple[str, ...] = ()) -> str:
    """A file of PAGE XML."""
    references = "".join(f'<RegionRefIndexed index="{n}" regionRef="{ident}"/>' for n, ident in enumerate(order))
    reading = f'<ReadingOrder><OrderedGroup id="ro">{references}</OrderedGroup></ReadingOrder>' if order else ""
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<PcGts xmlns="http://schema.primaresearch.org/PAGE/gts/pagecontent/2013-07-15"><Metadata><Creator>READ-COOP</Creator><TranskribusMetadata docId="1" pageNr="{number}"/></Metadata><Page imageFilename="p{number}.jpg" imageWidth="100" imageHeight="200">{reading}{regions}</Page></PcGts>'


FIRST_PAGE = page(
    1,
    text_region(
        "r2",
        "paragraph",
        text_line(0, "It was a quiet morn-", 20),
        text_line(
            1, "ing in the wea¬", 30, "textStyle {offset:4; length:2; italic:true;} person {offset:7; length:3;}"
        ),
        text_line(2, "ving town 1) of Leeds and the", 40, sure="0.3"),
    )
    + text_region("r1", "heading", text_line(0, "The Looms", 10))
    + text_region("r0", "page-number", text_line(0, "17", 2))
    + text_region("rh", "header", text_line(0, "OF LOOMS", 2))
    + text_region("m", "marginalia", text_line(0, "A side", 29))
    + text_region("f", "footnote", text_line(0, "1) A foot note that", 90), text_line(1, "goes on.", 95)),
    ("r0", "rh", "r1", "r2", "m", "f"),
)
SECOND_PAGE = page(
    2,
    text_region(
        "r2",
        "paragraph",
        text_line(0, "weavers went home.", 20),
        text_line(1, "End.", 30, "abbrev {offset:0; length:3; expansion:Ending;}"),
    )
    + '<TableRegion id="t"><Coords points="0,0"/>'
    + "".join(
        f'<TableCell row="0" col="{n}"><Coords points="0,0"/>{text_line(0, cell, 1)}</TableCell>'
        for n, cell in enumerate("ab")
    )
    + '</TableRegion><ImageRegion id="i"><Coords points="0,0"/></ImageRegion>',
)

ALTO = """<?xml version="1.0"?><alto xmlns="http://www.loc.gov/standards/alto/ns-v4#"><Description><sourceImageInformation><fileName>a.jpg</fileName></sourceImageInformation></Description><Styles><TextStyle ID="TS1" FONTSTYLE="italics"/></Styles><Tags><OtherTag ID="BT1" LABEL="MainZone"/><OtherTag ID="BT2" LABEL="MarginTextZone"/><OtherTag ID="LT1" LABEL="HeadingLine"/></Tags><Layout><Page ID="p" PRINTED_IMG_NR="12"><TopMargin><TextBlock ID="tm"><TextLine VPOS="1"><String CONTENT="Weaving"/></TextLine></TextBlock></TopMargin><PrintSpace><TextBlock ID="b1" TAGREFS="BT1"><TextLine VPOS="10" TAGREFS="LT1"><String CONTENT="Head"/></TextLine><TextLine VPOS="20"><String CONTENT="The" WC="0.9"/><SP/><String CONTENT="old" STYLEREFS="TS1"/><SP/><String CONTENT="wea" SUBS_TYPE="HypPart1" SUBS_CONTENT="weaver"/><HYP CONTENT="-"/></TextLine><TextLine VPOS="30"><String CONTENT="ver" SUBS_TYPE="HypPart2" SUBS_CONTENT="weaver"/><SP/><String CONTENT="sat."/></TextLine></TextBlock><TextBlock ID="b2" TAGREFS="BT2"><TextLine VPOS="29"><String CONTENT="note"/></TextLine></TextBlock></PrintSpace></Page></Layout></alto>"""

# --- Foreign TEI ------------------------------------------------------------------------------------------------------

TEI_P4 = """<?xml version="1.0"?>
<!DOCTYPE TEI.2 [<!ENTITY who "the weaver"><!ENTITY eacute "&#233;">]>
<TEI.2 id="doc"><teiHeader type="text"><fileDesc><titleStmt><title>Looms</title></titleStmt><publicationStmt><p>none</p></publicationStmt><sourceDesc><p>none</p></sourceDesc></fileDesc>
<encodingDesc><refsDecl doctype="TEI.2"><state unit="book"/><state delim="." unit="chapter"/></refsDecl></encodingDesc><profileDesc><langUsage><language id="eng">English</language></langUsage></profileDesc>
<revisionDesc><change><date>2001-02-03</date><respStmt><name>Ann</name><resp>ed.</resp></respStmt><item>Made it.</item></change></revisionDesc></teiHeader>
<text lang="eng"><body><div0 type="chapter"><head>One</head><p id="1st">Here &who; sat, caf&eacute; <sic corr="near">neer</sic>.<note target="a1" place="foot">Wo<hi rend="i">rd</hi>s.</note> <xref url="http://example.org/">out</xref> <ref target="p2">see</ref></p>
<p id="p2">Two.</p></div0></body></text></TEI.2>"""

TEI_WITHOUT_NAMESPACE = """<?xml-model href="my.rng" type="application/xml"?>
<TEI><text><body><p xml:id="a b">One <weird>odd</weird>.</p><p xml:id="x">Two <ref target="#x">self</ref></p><p xml:id="x">Three</p></body></text></TEI>"""
