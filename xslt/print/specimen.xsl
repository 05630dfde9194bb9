<?xml version="1.0" encoding="UTF-8"?>
<!-- Examples of mark-up, and specimens: an example with what comes of it. -->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:rec="urn:recensio:edition"
    xmlns:voc="urn:recensio:vocabulary"
    xmlns:rend="urn:recensio:rendition"
    xmlns:lab="urn:recensio:labels"
    xmlns:spec="urn:recensio:specimen"
    xmlns:print="urn:recensio:print"
    xmlns:p="urn:recensio:print:flow"
    xpath-default-namespace="http://www.tei-c.org/ns/1.0"
    exclude-result-prefixes="#all">

  <xsl:include href="../common/specimen.xsl"/>

  <!-- An example: a panel of lines, each a paragraph, so that a long one goes on further in. Its words are text, its tags signs. -->
  <xsl:template match="*[local-name() = 'egXML']" mode="print:flow" priority="2" as="node()*">
    <xsl:variable name="line" as="element(p:block)">
      <xsl:call-template name="print:opening">
        <xsl:with-param name="kind" select="'markup'"/>
        <xsl:with-param name="left" select="0"/>
        <xsl:with-param name="attributes" select="$print:uncounted"/>
      </xsl:call-template>
    </xsl:variable>
    <xsl:variable name="lines" as="element(spec:line)*" select="spec:lines(.)"/>
    <!-- (a short one stays with its result) -->
    <p:open make="markup" keep="{if (following-sibling::*[1][self::floatingText[@type = 'result']] and count($lines) le 9) then 'yes' else 'no'}"/>
    <xsl:for-each select="$lines">
      <p:block>
        <xsl:copy-of select="$line/@*"/>
        <xsl:attribute name="left" select="min((12, xs:integer(@indent) idiv 2))"/>
      </p:block>
      <xsl:apply-templates mode="print:markup"/>
    </xsl:for-each>
    <p:close/>
    <xsl:call-template name="print:resume"/>
  </xsl:template>

  <xsl:mode name="print:markup" on-no-match="fail"/>

  <xsl:template match="text()" mode="print:markup" as="text()">
    <xsl:sequence select="."/>
  </xsl:template>

  <xsl:template match="spec:tag" mode="print:markup" as="element(p:sign)">
    <p:sign look="tag{' whole'[starts-with(current(), '&lt;/')]}"><xsl:value-of select="."/></p:sign>
  </xsl:template>

  <xsl:template match="spec:comment | spec:entity" mode="print:markup" as="element(p:sign)">
    <p:sign look="{if (self::spec:comment) then 'tag italic' else 'upright'}"><xsl:value-of select="."/></p:sign>
  </xsl:template>

  <!-- The result stands behind a rule. Its headings are none of this text: they are in no running head and no list. -->
  <xsl:template match="floatingText[@type = 'result']" mode="print:flow" priority="1" as="node()*">
    <p:open make="result"/>
    <xsl:call-template name="print:block">
      <xsl:with-param name="kind" select="'start'"/>
    </xsl:call-template>
    <p:close/>
    <xsl:call-template name="print:resume"/>
  </xsl:template>

  <xsl:template match="floatingText[@type = 'result']//head[parent::*[matches(local-name(), '^(div[1-7]?|body|front|back|lem)$')]]" mode="print:flow" priority="1" as="node()*">
    <xsl:call-template name="print:block">
      <xsl:with-param name="kind" select="'centred'"/>
      <xsl:with-param name="attributes" select="$print:uncounted"/>
    </xsl:call-template>
  </xsl:template>

</xsl:stylesheet>
