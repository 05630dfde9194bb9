<?xml version="1.0" encoding="UTF-8"?>
<!-- Verse. -->
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

  <!-- Is this a document of numbered verse, so that nothing else need be counted? -->
  <xsl:key name="print:numbered-verse" match="rec:edition[count(rec:text//l[@n]) * 2 gt count(rec:text//(p | ab))]" use="'yes'"/>

  <xsl:function name="print:is-numbered-verse" as="xs:boolean">
    <xsl:param name="node" as="node()"/>
    <xsl:sequence select="root($node) instance of document-node() and exists(key('print:numbered-verse', 'yes', root($node)))"/>
  </xsl:function>

  <xsl:template match="lg" mode="print:flow">
    <xsl:call-template name="print:block">
      <xsl:with-param name="kind" select="'verse'"/>
    </xsl:call-template>
  </xsl:template>

  <!-- A verse: its @n is its number (in the margin, and for the apparatus); without one, the lines are counted, and a verse
       that is turned over counts once. The second part of a shared verse stands where the first one ends. -->
  <xsl:template match="l" mode="print:flow">
    <xsl:variable name="numbered" as="xs:boolean" select="print:is-numbered-verse(.)"/>
    <xsl:variable name="number" as="element(p:number)?">
      <xsl:if test="$numbered and normalize-space(@n)">
        <p:number><xsl:value-of select="normalize-space(@n)"/></p:number>
      </xsl:if>
    </xsl:variable>
    <xsl:variable name="counting" as="attribute()">
      <xsl:choose>
        <xsl:when test="$numbered or @part = ('M', 'F')">
          <xsl:attribute name="lines" select="'no'"/>
        </xsl:when>
        <xsl:otherwise>
          <xsl:attribute name="verse" select="generate-id()"/>
        </xsl:otherwise>
      </xsl:choose>
    </xsl:variable>
    <xsl:variable name="after" as="attribute()?">
      <xsl:if test="@part = ('M', 'F')">
        <xsl:attribute name="after" select="print:begun-verse(., 3)"/>
      </xsl:if>
    </xsl:variable>
    <xsl:call-template name="print:block">
      <xsl:with-param name="kind" select="if (exists(parent::lg) and empty(preceding-sibling::l)) then 'stanza' else 'verse'"/>
      <xsl:with-param name="before" select="$number"/>
      <xsl:with-param name="attributes" select="$counting, $after"/>
    </xsl:call-template>
  </xsl:template>

  <!-- The words of the parts of a verse before this one. -->
  <xsl:function name="print:begun-verse" as="xs:string">
    <xsl:param name="l" as="element(l)"/>
    <xsl:param name="most" as="xs:integer"/>
    <xsl:variable name="before" as="element(l)?" select="$l/preceding::l[1][@part = ('I', 'M')][$most gt 0]"/>
    <xsl:sequence select="substring(string-join($before ! (print:begun-verse(., $most - 1)[. != ''], normalize-space(rec:reading(.))), ' '), 1, 120)"/>
  </xsl:function>

</xsl:stylesheet>
