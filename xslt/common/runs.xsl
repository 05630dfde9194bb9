<?xml version="1.0" encoding="UTF-8"?>
<!-- Runs of words that look otherwise than those around them, or lead somewhere. They are counted, so that a text of which only the words
     are left (../text/witness.xsl) can tell which of its words are in which run. -->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:run="urn:recensio:runs"
    xpath-default-namespace="http://www.tei-c.org/ns/1.0"
    exclude-result-prefixes="#all">

  <xsl:accumulator name="run:count" as="xs:integer" initial-value="0">
    <xsl:accumulator-rule match="*[run:is-run(.)]" select="$value + 1"/>
  </xsl:accumulator>

  <xsl:function name="run:is-run" as="xs:boolean">
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="exists($element[self::hi or self::emph or self::title or self::foreign or self::term or self::mentioned or self::persName or self::placeName
        or self::orgName or self::geogName or self::name or self::rs or self::ref][not(ancestor::teiHeader)])"/>
  </xsl:function>

</xsl:stylesheet>
