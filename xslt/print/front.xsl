<?xml version="1.0" encoding="UTF-8"?>
<!-- What stands before the text (before.xsl), as data for recensio.typ: title page, imprint, contents, sigla, abbreviations. -->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:map="http://www.w3.org/2005/xpath-functions/map"
    xmlns:rec="urn:recensio:edition"
    xmlns:norm="urn:recensio:normalise"
    xmlns:meta="urn:recensio:metadata"
    xmlns:loc="urn:recensio:loci"
    xmlns:lab="urn:recensio:labels"
    xmlns:app="urn:recensio:apparatus"
    xmlns:print="urn:recensio:print"
    xmlns:p="urn:recensio:print:flow"
    xpath-default-namespace="http://www.tei-c.org/ns/1.0"
    exclude-result-prefixes="#all">

  <xsl:include href="before.xsl"/>

  <!-- An array of Typst. -->
  <xsl:function name="print:array" as="xs:string">
    <xsl:param name="items" as="xs:string*"/>
    <xsl:sequence select="'(' || string-join($items ! (. || ',')) || ')'"/>
  </xsl:function>

  <!-- A few words as content of Typst. -->
  <xsl:function name="print:content" as="xs:string">
    <xsl:param name="flow" as="node()*"/>
    <xsl:sequence select="'[' || print:flat($flow[not(self::p:name or self::p:call)]) || ']'"/>
  </xsl:function>

  <xsl:function name="print:labels" as="xs:string">
    <xsl:param name="labels" as="map(xs:string, xs:string)"/>
    <xsl:sequence select="'(' || string-join(sort(map:keys($labels)) ! (. || ': ' || print:literal(lab:text($labels(.))) || ', ')) || ')'"/>
  </xsl:function>

  <xsl:variable name="print:front-labels" as="map(xs:string, xs:string)" select="map { 'contents': 'contents', 'sigla': 'sigla',
      'abbreviations': 'abbreviations', 'index': 'index', 'see': 'see', 'literature': 'bibliography', 'about': 'about' }"/>

  <!-- ======== imprint ======== -->

  <xsl:function name="print:facts" as="xs:string">
    <xsl:param name="edition" as="element(rec:edition)"/>
    <xsl:sequence select="print:array(distinct-values(print:told-facts($edition) ! print:fact-row(.)))"/>
  </xsl:function>

  <xsl:function name="print:fact-row" as="xs:string">
    <xsl:param name="row" as="array(xs:string)"/>
    <xsl:variable name="address" as="xs:string" select="if (array:size($row) eq 3 and matches($row(3), '^https?://\S+$')) then $row(3) else ''" xmlns:array="http://www.w3.org/2005/xpath-functions/array"/>
    <xsl:sequence select="print:array((lab:text($row(1)), $row(2), $address) ! print:literal(.))"/>
  </xsl:function>

  <!-- ======== contents ======== -->

  <!-- The headings of three levels: level, number among all, words. -->
  <xsl:function name="print:contents" as="xs:string">
    <xsl:param name="flow" as="document-node()"/>
    <xsl:variable name="heads" as="element(p:block)*" select="$flow//p:block[@kind = 'head'][@short != ''][not(@again)]"/>
    <xsl:sequence select="print:array(for $n in 1 to count($heads), $head in $heads[$n][xs:integer(@level) le 3]
        return print:array((string(xs:integer($head/@level)), string($n - 1), print:heading-words($head))))"/>
  </xsl:function>

  <xsl:function name="print:heading-words" as="xs:string">
    <xsl:param name="head" as="element(p:block)"/>
    <xsl:variable name="next" as="node()?" select="$head/following-sibling::*[not(print:is-inline(.))][1]"/>
    <xsl:variable name="words" as="node()*" select="$head/following-sibling::node()[empty($next) or . &lt;&lt; $next][self::text() or self::p:t or self::p:gap or self::p:sign[not(tokenize(@look) = 'sup')]]"/>
    <xsl:variable name="long" as="xs:boolean" select="string-length(string-join($words)) gt 160"/>
    <xsl:sequence select="if ($long) then '[#' || print:literal($head/@short) || ';]' else print:content($words ! print:unlinked(.))"/>
  </xsl:function>

  <xsl:function name="print:unlinked" as="node()">
    <xsl:param name="node" as="node()"/>
    <xsl:choose>
      <xsl:when test="$node/self::p:t[@goto or @to]">
        <p:t>
          <xsl:copy-of select="$node/(@look, @lang)"/>
          <xsl:value-of select="$node"/>
        </p:t>
      </xsl:when>
      <xsl:otherwise>
        <xsl:sequence select="$node"/>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:function>

  <!-- ======== sigla and abbreviations ======== -->

  <xsl:function name="print:sigla-rows" as="xs:string">
    <xsl:param name="edition" as="element(rec:edition)"/>
    <xsl:sequence select="print:rows(print:sigla($edition))"/>
  </xsl:function>

  <xsl:function name="print:abbreviation-rows" as="xs:string">
    <xsl:param name="edition" as="element(rec:edition)"/>
    <xsl:param name="flow" as="document-node()"/>
    <xsl:sequence select="print:rows(print:abbreviations($edition, $flow))"/>
  </xsl:function>

  <xsl:function name="print:rows" as="xs:string">
    <xsl:param name="rows" as="map(xs:string, item()*)*"/>
    <xsl:sequence select="print:array($rows ! print:array((string(?depth), print:content(?short), print:content(?words))))"/>
  </xsl:function>

</xsl:stylesheet>
