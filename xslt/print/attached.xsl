<?xml version="1.0" encoding="UTF-8"?>
<!-- Entries that stand outside the text: set at the words they speak of. -->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:rec="urn:recensio:edition"
    xmlns:print="urn:recensio:print"
    xmlns:p="urn:recensio:print:flow"
    exclude-result-prefixes="#all">

  <xsl:key name="print:from" match="rec:text//rec:from" use="@entry"/>

  <xsl:template match="rec:from" mode="print:flow">
    <xsl:if test="not(@again)">
      <xsl:apply-templates select="key('print:entry', @entry)[1]" mode="print:entry"/>
    </xsl:if>
  </xsl:template>

  <xsl:template match="rec:mark[key('print:from', @entry)]" mode="print:flow" priority="3">
    <xsl:if test="not(@again)">
      <p:end id="{@entry}"/>
    </xsl:if>
  </xsl:template>

</xsl:stylesheet>
