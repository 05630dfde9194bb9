<?xml version="1.0" encoding="UTF-8"?>
<!-- Marks in the text of entries that stand outside it. -->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:rec="urn:recensio:edition"
    xmlns:html="urn:recensio:html"
    xmlns="http://www.w3.org/1999/xhtml"
    exclude-result-prefixes="#all">

  <!-- Where the words of an entry begin; its number stands where they end. -->
  <xsl:template match="rec:from" mode="html:text">
    <span data-from="{@entry}">
      <xsl:if test="not(@again)">
        <xsl:attribute name="id" select="'from:' || @entry"/>
      </xsl:if>
    </span>
  </xsl:template>

  <!-- An entry that has several places is linked back to the first. -->
  <xsl:template match="rec:mark[@again]" mode="html:text" priority="3">
    <span data-place="{@entry}"/>
    <xsl:call-template name="html:variant-mark">
      <xsl:with-param name="entry" select="@entry"/>
    </xsl:call-template>
  </xsl:template>

</xsl:stylesheet>
