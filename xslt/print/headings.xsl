<?xml version="1.0" encoding="UTF-8"?>
<!-- The headings of the index (index.xsl marks the places), written as Typst. -->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:map="http://www.w3.org/2005/xpath-functions/map"
    xmlns:rec="urn:recensio:edition"
    xmlns:lab="urn:recensio:labels"
    xmlns:print="urn:recensio:print"
    xmlns:p="urn:recensio:print:flow"
    xpath-default-namespace="http://www.tei-c.org/ns/1.0"
    exclude-result-prefixes="#all">

  <!-- What an index row is made of. -->
  <xsl:function name="print:index-row" as="xs:string">
    <xsl:param name="key" as="xs:string"/>
    <xsl:param name="words" as="xs:string"/>
    <xsl:param name="letter" as="xs:string"/>
    <xsl:param name="see" as="xs:string"/>
    <xsl:sequence select="'(key: ' || print:literal($key) || ', words: ' || print:literal($words) || ', letter: ' || print:literal($letter) || ', see: ' || print:literal($see) || ')'"/>
  </xsl:function>

  <!-- The registers that the site tells of, in its order: each with its rows. -->
  <xsl:function name="print:registers" as="xs:string*">
    <xsl:param name="headings" as="element(rec:heading)*"/>
    <xsl:for-each-group select="$headings" group-by="@register">
      <xsl:sequence select="'(label: ' || print:literal(lab:text(current-grouping-key())) || ', rows: '
          || print:array(current-group() ! print:index-row(@href, string(), @letter, string(@see))) || ')'"/>
    </xsl:for-each-group>
  </xsl:function>

  <!-- The subjects of a text. -->
  <xsl:function name="print:subjects" as="xs:string">
    <xsl:param name="flow" as="document-node()"/>
    <xsl:variable name="rows" as="xs:string*">
      <xsl:for-each-group select="$flow//p:name[@subject]" group-by="@key">
        <xsl:sort select="@sort" collation="http://www.w3.org/2005/xpath-functions/collation/codepoint"/>
        <xsl:sequence select="print:index-row(@key, @subject, upper-case(substring(@sort, 1, 1)), '')"/>
      </xsl:for-each-group>
    </xsl:variable>
    <xsl:sequence select="print:array($rows)"/>
  </xsl:function>

</xsl:stylesheet>
