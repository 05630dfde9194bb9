<?xml version="1.0" encoding="UTF-8"?>
<!-- Verse. -->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:rec="urn:recensio:edition"
    xmlns:norm="urn:recensio:normalise"
    xmlns:voc="urn:recensio:vocabulary"
    xmlns:rend="urn:recensio:rendition"
    xmlns:lang="urn:recensio:language"
    xmlns:lab="urn:recensio:labels"
    xmlns:html="urn:recensio:html"
    xmlns="http://www.w3.org/1999/xhtml"
    xpath-default-namespace="http://www.tei-c.org/ns/1.0"
    exclude-result-prefixes="#all">

  <xsl:template match="lg" mode="html:text">
    <xsl:call-template name="html:block"/>
  </xsl:template>

  <!-- A verse, its number every five, and the place where a shared verse goes on. -->
  <xsl:template match="l" mode="html:text">
    <xsl:call-template name="html:block"/>
  </xsl:template>

  <xsl:template match="l" mode="html:inside">
    <xsl:if test="html:shows-number(@n)">
      <xsl:call-template name="html:sign">
        <xsl:with-param name="class" select="'line-number'"/>
        <xsl:with-param name="text" select="@n"/>
      </xsl:call-template>
    </xsl:if>
    <xsl:if test="@part = ('M', 'F')">
      <span class="indent" data-extra=""/>
    </xsl:if>
    <xsl:apply-templates mode="html:text"/>
  </xsl:template>

  <!-- Numbers that are multiples of five, by their last part (1.135); all that are no numbers. -->
  <xsl:function name="html:shows-number" as="xs:boolean">
    <xsl:param name="n" as="attribute()?"/>
    <xsl:variable name="last" as="xs:string" select="replace(normalize-space($n), '^.*[^0-9]([0-9]+)$', '$1')"/>
    <xsl:sequence select="normalize-space($n) != '' and (not(matches($last, '^[0-9]{1,9}$')) or xs:integer($last) mod 5 = 0)"/>
  </xsl:function>

</xsl:stylesheet>
