<?xml version="1.0" encoding="UTF-8"?>
<!-- Entries that stand outside the text: set at the words they speak of. -->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:rec="urn:recensio:edition"
    xmlns:print="urn:recensio:print"
    xmlns:p="urn:recensio:print:flow"
    exclude-result-prefixes="#all">

  <xsl:key name="print:from" match="rec:text//rec:from | rec:notes//rec:from" use="@entry"/>

  <!-- (an entry that has several places is told at each) -->
  <xsl:template match="rec:from" mode="print:flow">
    <xsl:param name="in-entry" as="xs:boolean" tunnel="yes" select="false()"/>
    <xsl:apply-templates select="key('print:entry', @entry)[1][not($in-entry)]" mode="print:entry">
      <xsl:with-param name="again" select="@again"/>
    </xsl:apply-templates>
  </xsl:template>

  <!-- Words of a note: their other readings follow in brackets. -->
  <xsl:template match="rec:notes//rec:mark" mode="print:flow" priority="4">
    <xsl:call-template name="print:other-readings">
      <xsl:with-param name="entry" select="key('print:entry', @entry)[1]"/>
    </xsl:call-template>
  </xsl:template>

  <xsl:template match="rec:mark[key('print:from', @entry)]" mode="print:flow" priority="3">
    <p:end id="{string-join((@entry, @again), '.')}"/>
  </xsl:template>

</xsl:stylesheet>
