<?xml version="1.0" encoding="UTF-8"?>
<!-- Entries that stand outside the text: set at the words they speak of. -->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:rec="urn:recensio:edition"
    xmlns:print="urn:recensio:print"
    xmlns:p="urn:recensio:print:flow"
    exclude-result-prefixes="#all">

  <xsl:key name="print:from" match="rec:text//rec:from" use="@entry"/>

  <!-- (an entry that has several places is told at each) -->
  <xsl:template match="rec:from" mode="print:flow">
    <xsl:apply-templates select="key('print:entry', @entry)[1]" mode="print:entry">
      <xsl:with-param name="again" select="@again"/>
    </xsl:apply-templates>
  </xsl:template>

  <xsl:template match="rec:mark[key('print:from', @entry)]" mode="print:flow" priority="3">
    <p:end id="{string-join((@entry, @again), '.')}"/>
  </xsl:template>

</xsl:stylesheet>
