<?xml version="1.0" encoding="UTF-8"?>
<!-- Drama: speeches, speakers, stage directions, lists of the cast. -->
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

  <xsl:template match="sp | castList | castGroup | spGrp" mode="print:flow">
    <xsl:call-template name="print:block">
      <xsl:with-param name="kind" select="'start'"/>
    </xsl:call-template>
  </xsl:template>

  <xsl:template match="speaker" mode="print:flow">
    <xsl:call-template name="print:block">
      <xsl:with-param name="kind" select="'speaker'"/>
      <xsl:with-param name="attributes" select="$print:with-next-line"/>
    </xsl:call-template>
  </xsl:template>

  <!-- (an entry in the name of a speaker is cited by the line that he begins with) -->
  <xsl:variable name="print:with-next-line" as="attribute()">
    <xsl:attribute name="lines" select="'next'"/>
  </xsl:variable>

  <!-- A direction between speeches, or among the words of one. -->
  <xsl:template match="stage | view | camera | sound | tech | caption | move" mode="print:flow">
    <xsl:choose>
      <xsl:when test="voc:is-block(.)">
        <xsl:call-template name="print:block">
          <xsl:with-param name="kind" select="'stage'"/>
          <xsl:with-param name="attributes" select="$print:uncounted[print:is-numbered-verse(current())]"/>
        </xsl:call-template>
      </xsl:when>
      <xsl:otherwise>
        <xsl:call-template name="print:run">
          <xsl:with-param name="own-look" select="'italic'"/>
        </xsl:call-template>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template match="castItem" mode="print:flow">
    <xsl:call-template name="print:block">
      <xsl:with-param name="kind" select="'item'"/>
    </xsl:call-template>
  </xsl:template>

  <xsl:template match="role" mode="print:flow">
    <xsl:choose>
      <xsl:when test="voc:is-block(.)">
        <xsl:call-template name="print:block">
          <xsl:with-param name="kind" select="'item'"/>
        </xsl:call-template>
      </xsl:when>
      <xsl:otherwise>
        <xsl:call-template name="print:run">
          <xsl:with-param name="own-look" select="'smallcaps'"/>
        </xsl:call-template>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

</xsl:stylesheet>
