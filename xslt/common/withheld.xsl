<?xml version="1.0" encoding="UTF-8"?>
<!-- Of a text that may not be published: a rec:edition in, one without the running text out. Header, witnesses, registers stay,
     and of the apparatus what may be quoted: readings of a few words, with their places. See docs/editors/rights.md. -->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:rec="urn:recensio:edition"
    xmlns:voc="urn:recensio:vocabulary"
    xmlns:held="urn:recensio:withheld"
    xpath-default-namespace="http://www.tei-c.org/ns/1.0"
    exclude-result-prefixes="#all">

  <xsl:import href="vocabulary.xsl"/>
  <xsl:include href="metadata.xsl"/>

  <!-- A reading of more words than these is shown by its ends; if the entries quote more than this share of the text, none is. -->
  <xsl:variable name="held:most" as="xs:integer" select="6"/>
  <xsl:variable name="held:share" as="xs:decimal" select="0.5"/>

  <xsl:mode on-no-match="shallow-copy"/>

  <xsl:template match="/rec:edition" as="element()">
    <xsl:copy>
      <xsl:copy-of select="@*"/>
      <xsl:attribute name="published" select="'header'"/>
      <xsl:apply-templates/>
    </xsl:copy>
  </xsl:template>

  <!-- (the language of the text says how its title and readings are set) -->
  <xsl:template match="rec:text" as="element()">
    <rec:text/>
  </xsl:template>

  <!-- Notes on the text stand with its words; those in readings go with them. -->
  <xsl:template match="rec:notes | rec:problems" as="element()">
    <xsl:copy/>
  </xsl:template>

  <xsl:template match="rec:apparatus" as="element()">
    <xsl:variable name="all" as="xs:integer" select="count(held:words(../rec:text))"/>
    <xsl:variable name="quoted" as="xs:integer" select="
        sum(rec:entry[not(@inside)]/(rec:lem, rec:rdg[@base])[1] ! min((count(held:words(.)), $held:most)))"/>
    <xsl:copy>
      <xsl:copy-of select="@*"/>
      <xsl:if test="$quoted le $held:share * $all">
        <xsl:apply-templates select="rec:entry"/>
      </xsl:if>
    </xsl:copy>
  </xsl:template>

  <!-- Words in readings, notes in them, copies of other places. -->
  <xsl:template match="rec:entry//rec:call | rec:copy/@words"/>

  <xsl:template match="rec:lem[not(held:is-short(.))] | rec:rdg[not(held:is-short(.))]" as="element()">
    <xsl:variable name="words" as="xs:string*" select="held:words(.)"/>
    <xsl:copy>
      <xsl:copy-of select="@*"/>
      <xsl:value-of select="subsequence($words, 1, 3), '…', $words[last()]"/>
    </xsl:copy>
  </xsl:template>

  <!-- Everything that stands in a reading counts, also what is no base text. -->
  <xsl:function name="held:is-short" as="xs:boolean">
    <xsl:param name="reading" as="element()"/>
    <xsl:sequence select="count(tokenize(string-join($reading//text(), ' '))) le 2 * $held:most and count(held:words($reading)) le $held:most"/>
  </xsl:function>

  <xsl:function name="held:words" as="xs:string*">
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="tokenize(rec:reading($element))"/>
  </xsl:function>

</xsl:stylesheet>
