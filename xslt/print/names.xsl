<?xml version="1.0" encoding="UTF-8"?>
<!-- Names, dates, references. -->
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

  <!-- References into the text are links; so are those to the web. An empty one shows where it leads. -->
  <xsl:template match="ref | ptr" mode="print:flow">
    <xsl:param name="to" as="xs:string?" tunnel="yes" select="()"/>
    <xsl:variable name="target" as="xs:string" select="(tokenize(@target)[1], '')[1]"/>
    <xsl:variable name="href" as="xs:string?" select="($to, $target[matches(., '^https?://[^\s]+$', 'i')],
        $target[matches(., '^#.')][root(current()) instance of document-node()][exists(key('print:id', substring(., 2), root(current())))])[1]"/>
    <xsl:call-template name="print:anchor"/>
    <xsl:apply-templates mode="print:flow">
      <xsl:with-param name="to" tunnel="yes" select="$href"/>
      <xsl:with-param name="look" tunnel="yes" select="rend:names(.)"/>
    </xsl:apply-templates>
    <xsl:if test="not(normalize-space())">
      <xsl:variable name="called" as="element()?" select="key('print:note', substring-after($target, '#')[. != ''])[1]"/>
      <xsl:call-template name="print:sign">
        <xsl:with-param name="text" select="($called/@n, replace($target, '^(https?://)?(.{1,60}).*$', '$2'), '→')[. != ''][1]"/>
        <xsl:with-param name="look" select="'sup'[exists($called)]"/>
      </xsl:call-template>
    </xsl:if>
  </xsl:template>

</xsl:stylesheet>
