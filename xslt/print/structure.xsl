<?xml version="1.0" encoding="UTF-8"?>
<!-- Divisions, heads, paragraphs, quotations, letters, title pages. -->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:map="http://www.w3.org/2005/xpath-functions/map"
    xmlns:rec="urn:recensio:edition"
    xmlns:norm="urn:recensio:normalise"
    xmlns:voc="urn:recensio:vocabulary"
    xmlns:rend="urn:recensio:rendition"
    xmlns:lang="urn:recensio:language"
    xmlns:lab="urn:recensio:labels"
    xmlns:print="urn:recensio:print"
    xmlns:p="urn:recensio:print:flow"
    xpath-default-namespace="http://www.tei-c.org/ns/1.0"
    exclude-result-prefixes="#all">

  <!-- Where a division with a head begins, lines may be counted anew. -->
  <xsl:template match="div | div1 | div2 | div3 | div4 | div5 | div6 | div7 | text | floatingText" mode="print:flow">
    <xsl:call-template name="print:block">
      <xsl:with-param name="kind" select="'start'"/>
      <xsl:with-param name="before" select="if (head or self::text) then $print:restart else ()"/>
    </xsl:call-template>
  </xsl:template>

  <xsl:variable name="print:restart" as="element(p:restart)">
    <p:restart/>
  </xsl:variable>

  <xsl:template match="body | front | back | group | titlePage | opener | closer | postscript | argument" mode="print:flow">
    <xsl:call-template name="print:block">
      <xsl:with-param name="kind" select="'start'"/>
    </xsl:call-template>
  </xsl:template>

  <!-- A heading of its division's level; elsewhere a line in the middle. -->
  <xsl:template match="head" mode="print:flow">
    <!-- (divisions without a head are no level of their own) -->
    <xsl:variable name="level" as="xs:integer" select="max((1, count(ancestor::*[matches(local-name(), '^div[1-7]?$')][head or app/lem/head])))"/>
    <xsl:variable name="is-heading" as="xs:boolean" select="exists(parent::*[matches(local-name(), '^(div[1-7]?|body|front|back|lem)$')])"/>
    <xsl:variable name="short" as="attribute()">
      <xsl:attribute name="short" select="print:short(rec:reading(.))"/>
    </xsl:variable>
    <xsl:variable name="depth" as="attribute()">
      <xsl:attribute name="level" select="$level"/>
    </xsl:variable>
    <xsl:call-template name="print:block">
      <xsl:with-param name="kind" select="if ($is-heading) then 'head' else if (parent::figure) then 'caption' else 'centred'"/>
      <xsl:with-param name="attributes" select="if ($is-heading) then ($depth, $short[empty(current()/preceding-sibling::head)]) else $print:called-title"/>
    </xsl:call-template>
  </xsl:template>

  <!-- As much of a title as a running head has room for. -->
  <xsl:function name="print:short" as="xs:string">
    <xsl:param name="title" as="xs:string"/>
    <xsl:variable name="words" as="xs:string" select="normalize-space($title)"/>
    <xsl:sequence select="if (string-length($words) le 60) then $words else replace(substring($words, 1, 60), '\s\S*$', '') || ' …'"/>
  </xsl:function>

  <xsl:variable name="print:uncounted" as="attribute()">
    <xsl:attribute name="lines" select="'no'"/>
  </xsl:variable>

  <!-- Titles that are no headings of divisions have no number of a line, either. -->
  <xsl:variable name="print:called-title" as="attribute()+">
    <xsl:sequence select="$print:uncounted"/>
    <xsl:attribute name="called" select="'title'"/>
  </xsl:variable>

  <!-- A paragraph whose lines are those of the source, with their numbers, is not counted; lined: how many letters such lines have.
       The first paragraph of a division that nobody gave a heading stands apart from the division before, if that is of another kind. -->
  <xsl:template match="p | ab" mode="print:flow">
    <xsl:param name="line-length" as="xs:integer?" tunnel="yes" select="()"/>
    <xsl:variable name="lined" as="attribute()*">
      <xsl:if test="exists(descendant::lb[@n])">
        <xsl:sequence select="$print:uncounted"/>
        <xsl:for-each select="$line-length">
          <xsl:attribute name="lined" select="."/>
        </xsl:for-each>
      </xsl:if>
    </xsl:variable>
    <xsl:call-template name="print:block">
      <xsl:with-param name="kind" select="if (parent::sp or parent::item or parent::quote or parent::cell) then 'start' else 'prose'"/>
      <xsl:with-param name="attributes" select="$lined, $print:kept[print:is-reference(current())], $print:spaced[print:begins-apart(current())]"/>
    </xsl:call-template>
  </xsl:template>

  <xsl:variable name="print:spaced" as="attribute()">
    <xsl:attribute name="spaced" select="'yes'"/>
  </xsl:variable>

  <!-- Does it begin a division without a heading, behind one of another kind or language (the translation behind the text)? -->
  <xsl:function name="print:begins-apart" as="xs:boolean">
    <xsl:param name="paragraph" as="element()"/>
    <xsl:variable name="division" as="element()?" select="$paragraph[empty(preceding-sibling::*[normalize-space()])]/parent::*[matches(local-name(), '^div[1-7]?$')][empty(head)]"/>
    <xsl:variable name="before" as="element()?" select="$division/preceding-sibling::*[normalize-space()][1][matches(local-name(), '^div[1-7]?$')]"/>
    <xsl:sequence select="exists($before) and not(deep-equal(($before/@type, $before/@xml:lang) ! string(), ($division/@type, $division/@xml:lang) ! string()))"/>
  </xsl:function>

  <!-- The letters of a long line of the source (nine of ten are shorter), where lines have numbers. -->
  <xsl:function name="print:line-length" as="xs:integer?">
    <xsl:param name="text" as="element(rec:text)"/>
    <xsl:variable name="lengths" as="xs:integer*">
      <xsl:for-each select="$text//(p | ab)[descendant::lb[@n]]">
        <xsl:for-each-group select="descendant::lb | descendant::text()[not(ancestor::*[@rec:off])]" group-starting-with="lb">
          <xsl:sequence select="string-length(replace(normalize-space(string-join(current-group()/self::text())), '\p{M}', ''))[. gt 0]"/>
        </xsl:for-each-group>
      </xsl:for-each>
    </xsl:variable>
    <xsl:sequence select="sort($lengths)[xs:integer(ceiling(0.9 * count($lengths)))]"/>
  </xsl:function>

  <xsl:template match="titlePart | docTitle | imprimatur" mode="print:flow">
    <xsl:call-template name="print:block">
      <xsl:with-param name="kind" select="'title'"/>
      <xsl:with-param name="attributes" select="$print:called-title"/>
    </xsl:call-template>
  </xsl:template>

  <!-- (an author named in the middle of a byline stays there) -->
  <xsl:template match="docAuthor | docImprint | docDate | docEdition | byline | trailer" mode="print:flow">
    <xsl:choose>
      <xsl:when test="../text()[normalize-space()]">
        <xsl:call-template name="print:run-apart"/>
      </xsl:when>
      <xsl:when test="voc:is-block(.)">
        <xsl:call-template name="print:block">
          <xsl:with-param name="kind" select="'centred'"/>
        </xsl:call-template>
      </xsl:when>
      <xsl:otherwise>
        <xsl:call-template name="print:run"/>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template match="dateline | signed" mode="print:flow">
    <xsl:call-template name="print:block">
      <xsl:with-param name="kind" select="'right'"/>
    </xsl:call-template>
  </xsl:template>

  <xsl:template match="salute" mode="print:flow">
    <xsl:call-template name="print:block">
      <xsl:with-param name="kind" select="'apart'"/>
    </xsl:call-template>
  </xsl:template>

  <xsl:template match="quote | cit | epigraph" mode="print:flow">
    <xsl:param name="in-entry" as="xs:boolean" tunnel="yes" select="false()"/>
    <xsl:choose>
      <xsl:when test="$in-entry">
        <xsl:call-template name="print:run-apart"/>
      </xsl:when>
      <xsl:when test="voc:is-block(.)">
        <xsl:call-template name="print:block">
          <xsl:with-param name="kind" select="'quote'"/>
        </xsl:call-template>
      </xsl:when>
      <xsl:otherwise>
        <xsl:call-template name="print:run"/>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template match="quote//p | epigraph//p | cit//p" mode="print:flow" priority="1">
    <xsl:call-template name="print:block">
      <xsl:with-param name="kind" select="'quote'"/>
    </xsl:call-template>
  </xsl:template>

  <!-- A reference above the words that it belongs to (where they stand in a source) stays with them. -->
  <xsl:template match="bibl[following-sibling::*[1][self::p or self::ab or self::lg or self::quote or self::cit or self::list]]
      [not(parent::listBibl or parent::cit or ../text()[normalize-space()])]" mode="print:flow">
    <xsl:param name="in-entry" as="xs:boolean" tunnel="yes" select="false()"/>
    <xsl:choose>
      <xsl:when test="$in-entry or not(voc:is-block(.))">
        <xsl:next-match/>
      </xsl:when>
      <xsl:otherwise>
        <xsl:call-template name="print:block">
          <xsl:with-param name="kind" select="'start'"/>
          <xsl:with-param name="attributes" select="$print:kept"/>
        </xsl:call-template>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- Is a paragraph nothing but a reference, above the words that it belongs to? -->
  <xsl:function name="print:is-reference" as="xs:boolean">
    <xsl:param name="paragraph" as="element()"/>
    <xsl:sequence select="exists($paragraph[bibl][empty(* except bibl)][not(text()[normalize-space()])]/following-sibling::*[1][self::p or self::ab or self::lg or self::quote or self::list])"/>
  </xsl:function>

  <xsl:variable name="print:kept" as="attribute()">
    <xsl:attribute name="keep" select="'yes'"/>
  </xsl:variable>

  <xsl:template match="emph | foreign | title" mode="print:flow">
    <xsl:call-template name="print:run">
      <xsl:with-param name="own-look" select="'italic'[not(rend:names(current()) = ('italic', 'bold', 'smallcaps', 'spaced'))]"/>
    </xsl:call-template>
  </xsl:template>

  <xsl:template match="code | gi | att | val | tag | ident" mode="print:flow">
    <xsl:call-template name="print:run">
      <xsl:with-param name="own-look" select="'code'"/>
    </xsl:call-template>
  </xsl:template>

  <!-- (names of elements and attributes look as they are spoken of: <p>, @rend) -->
  <xsl:template match="gi | att" mode="print:flow" priority="1">
    <xsl:call-template name="print:sign">
      <xsl:with-param name="text" select="if (self::gi) then '&lt;' else '@'"/>
      <xsl:with-param name="look" select="'code'"/>
    </xsl:call-template>
    <xsl:next-match/>
    <xsl:if test="self::gi">
      <xsl:call-template name="print:sign">
        <xsl:with-param name="text" select="'>'"/>
        <xsl:with-param name="look" select="'code'"/>
      </xsl:call-template>
    </xsl:if>
  </xsl:template>

  <xsl:template match="eg" mode="print:flow">
    <xsl:call-template name="print:block">
      <xsl:with-param name="kind" select="'code'"/>
    </xsl:call-template>
  </xsl:template>

</xsl:stylesheet>
