<?xml version="1.0" encoding="UTF-8"?>
<!-- Figures, images, formulae. -->
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

  <xsl:template match="figure" mode="print:flow">
    <xsl:call-template name="print:block">
      <xsl:with-param name="kind" select="'start'"/>
    </xsl:call-template>
  </xsl:template>

  <!-- The typesetter knows whether there is such a file; the words are for the box it prints if there is none. -->
  <xsl:template match="graphic | media" mode="print:flow">
    <xsl:variable name="address" as="xs:string" select="normalize-space(@url)"/>
    <p:picture address="{$address}" alt="{normalize-space(((desc, ../figDesc, ../head)[normalize-space()], @url)[1])}" at="{print:place(.)}">
      <xsl:value-of select="lab:text('noImage') || ': ' || ($address[. != ''], '?')[1]"/>
    </p:picture>
    <xsl:call-template name="print:resume"/>
  </xsl:template>

  <xsl:template match="figDesc" mode="print:flow">
    <xsl:call-template name="print:block">
      <xsl:with-param name="kind" select="'caption'"/>
      <xsl:with-param name="attributes" select="$print:uncounted, $print:aside"/>
    </xsl:call-template>
  </xsl:template>

  <!-- (words of the editors', not of the text) -->
  <xsl:variable name="print:aside" as="attribute()">
    <xsl:attribute name="aside" select="'yes'"/>
  </xsl:variable>

  <xsl:template match="formula" mode="print:flow">
    <xsl:call-template name="print:run">
      <xsl:with-param name="own-look" select="'italic'[not(current()/*)]"/>
    </xsl:call-template>
  </xsl:template>

</xsl:stylesheet>
