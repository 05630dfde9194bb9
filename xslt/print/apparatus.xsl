<?xml version="1.0" encoding="UTF-8"?>
<!-- The critical apparatus: marks at the edges of each lemma, entries for the foot of the page; the witnesses. -->
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

  <xsl:key name="print:entry" match="rec:entry" use="@id"/>
  <xsl:key name="print:witness" match="rec:witness" use="@id"/>

  <!-- In the text stands the reading that is the text, between the edges of its lemma. -->
  <xsl:template match="app" mode="print:flow">
    <xsl:param name="in-entry" as="xs:boolean" tunnel="yes" select="false()"/>
    <xsl:param name="in-lemma" as="xs:boolean" tunnel="yes" select="false()"/>
    <xsl:variable name="entry" as="element(rec:entry)?" select="key('print:entry', @rec:entry)[1]"/>
    <xsl:choose>
      <xsl:when test="$in-entry or empty($entry)">
        <xsl:apply-templates select="*[@rec:base]/node()" mode="print:flow"/>
        <xsl:if test="not($in-lemma)">
          <xsl:call-template name="print:other-readings"/>
        </xsl:if>
      </xsl:when>
      <xsl:otherwise>
        <xsl:apply-templates select="$entry" mode="print:entry"/>
        <xsl:apply-templates select="*[@rec:base]/node()" mode="print:flow"/>
        <p:end id="{@rec:entry}"/>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- An entry inside a reading: its other readings follow in brackets. -->
  <xsl:template name="print:other-readings">
    <xsl:variable name="entry" as="element(rec:entry)?" select="key('print:entry', @rec:entry)[1]"/>
    <xsl:variable name="others" as="element()*" select="$entry/(.//rec:rdg[not(@base)] | rec:note | rec:witDetail)"/>
    <xsl:if test="$others">
      <xsl:text> </xsl:text>
      <p:sign>(</p:sign>
      <xsl:call-template name="print:joined">
        <xsl:with-param name="parts" select="$others"/>
      </xsl:call-template>
      <p:sign>)</p:sign>
      <xsl:text> </xsl:text>
    </xsl:if>
  </xsl:template>

  <!-- An entry attached to the word before it. -->
  <xsl:template match="rec:mark" mode="print:flow">
    <xsl:apply-templates select="key('print:entry', @entry)[1]" mode="print:entry">
      <xsl:with-param name="back" select="true()"/>
    </xsl:apply-templates>
  </xsl:template>

  <xsl:mode name="print:entry" on-no-match="fail"/>

  <xsl:template match="rec:entry" mode="print:entry" as="element(p:app)">
    <xsl:param name="back" as="xs:boolean" select="false()"/>
    <xsl:variable name="lemma" as="element()?" select="(rec:lem[normalize-space()], .//rec:rdg[@base][normalize-space()])[1]"/>
    <p:app id="{@id}" layer="criticus">
      <xsl:if test="$back">
        <xsl:attribute name="back" select="'yes'"/>
      </xsl:if>
      <xsl:if test="$lemma">
        <p:lem>
          <xsl:call-template name="print:lemma">
            <xsl:with-param name="lemma" select="$lemma"/>
          </xsl:call-template>
        </p:lem>
      </xsl:if>
      <p:body>
        <xsl:call-template name="print:joined">
          <xsl:with-param name="parts" select="($lemma[@wit != '' or @source or @resp], (rec:lem | .//rec:rdg) except $lemma, .//rec:note, .//rec:witDetail)"/>
          <xsl:with-param name="lemma" select="$lemma"/>
        </xsl:call-template>
      </p:body>
    </p:app>
  </xsl:template>

  <!-- A long lemma that stands in the text above is named by its first and last words. -->
  <xsl:template name="print:lemma" as="node()*">
    <xsl:param name="lemma" as="element()"/>
    <xsl:variable name="words" as="xs:string*" select="tokenize(normalize-space(rec:reading($lemma)))"/>
    <xsl:choose>
      <xsl:when test="count($words) gt 6 and not($lemma/ancestor::rec:entry/@attached = 'true')">
        <xsl:value-of select="string-join(($words[position() le 2], '…', $words[last()]), ' ')"/>
      </xsl:when>
      <xsl:otherwise>
        <xsl:apply-templates select="$lemma/node()" mode="print:flow">
          <xsl:with-param name="in-entry" select="true()" tunnel="yes"/>
          <xsl:with-param name="in-lemma" select="true()" tunnel="yes"/>
          <xsl:with-param name="block" select="$print:outermost" tunnel="yes"/>
          <xsl:with-param name="look" select="()" tunnel="yes"/>
          <xsl:with-param name="to" select="()" tunnel="yes"/>
        </xsl:apply-templates>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- The parts of an entry, with semicolons between them. -->
  <xsl:template name="print:joined" as="node()*">
    <xsl:param name="parts" as="element()*"/>
    <xsl:param name="lemma" as="element()?" select="()"/>
    <xsl:for-each select="$parts">
      <xsl:if test="position() gt 1">
        <p:sign>;</p:sign>
        <xsl:text> </xsl:text>
      </xsl:if>
      <xsl:apply-templates select="." mode="print:part">
        <xsl:with-param name="is-lemma" select="exists($lemma) and (. is $lemma)"/>
        <xsl:with-param name="in-entry" select="true()" tunnel="yes"/>
        <xsl:with-param name="block" select="$print:outermost" tunnel="yes"/>
        <xsl:with-param name="look" select="()" tunnel="yes"/>
        <xsl:with-param name="to" select="()" tunnel="yes"/>
      </xsl:apply-templates>
    </xsl:for-each>
  </xsl:template>

  <xsl:mode name="print:part" on-no-match="fail"/>

  <!-- A reading: its words (or "om."), its witnesses, its scholars. Of the lemma only these. -->
  <xsl:template match="rec:lem | rec:rdg" mode="print:part" as="node()*">
    <xsl:param name="is-lemma" as="xs:boolean" select="false()"/>
    <xsl:if test="not($is-lemma)">
      <xsl:apply-templates mode="print:flow"/>
      <xsl:if test="not(normalize-space()) and empty(descendant::gap)">
        <p:t look="italic"><xsl:value-of select="lab:text('om')"/></p:t>
      </xsl:if>
    </xsl:if>
    <xsl:call-template name="print:sigla">
      <xsl:with-param name="ids" select="tokenize(@wit)"/>
    </xsl:call-template>
    <xsl:call-template name="print:scholars"/>
  </xsl:template>

  <xsl:template match="rec:note | rec:witDetail" mode="print:part" as="node()*">
    <xsl:apply-templates mode="print:flow">
      <xsl:with-param name="look" select="'italic'" tunnel="yes"/>
    </xsl:apply-templates>
    <xsl:call-template name="print:sigla">
      <xsl:with-param name="ids" select="tokenize(@witnesses)"/>
    </xsl:call-template>
  </xsl:template>

  <xsl:template name="print:scholars" as="node()*">
    <xsl:if test="@source or @resp">
      <xsl:text> </xsl:text>
      <p:t look="smallcaps">
        <xsl:value-of select="tokenize(string-join((@source, @resp), ' ')) ! replace(., '^.*[#:/]', '')" separator=", "/>
      </p:t>
    </xsl:if>
  </xsl:template>

  <xsl:template name="print:sigla" as="node()*">
    <xsl:param name="ids" as="xs:string*"/>
    <xsl:variable name="context" as="node()" select="."/>
    <xsl:for-each select="$ids">
      <xsl:variable name="witness" as="element()?" select="key('print:witness', ., root($context))[1]"/>
      <xsl:text> </xsl:text>
      <xsl:choose>
        <xsl:when test="normalize-space($witness/rec:siglum)">
          <xsl:apply-templates select="$witness/rec:siglum/node()" mode="print:flow">
            <xsl:with-param name="look" select="'italic'" tunnel="yes"/>
          </xsl:apply-templates>
        </xsl:when>
        <xsl:otherwise>
          <p:t look="italic"><xsl:value-of select="."/></p:t>
        </xsl:otherwise>
      </xsl:choose>
    </xsl:for-each>
  </xsl:template>

  <!-- What is said of a witness inside a reading. -->
  <xsl:template match="witDetail" mode="print:flow">
    <xsl:param name="in-entry" as="xs:boolean" tunnel="yes" select="false()"/>
    <xsl:if test="$in-entry">
      <p:gap/>
      <xsl:apply-templates mode="print:flow">
        <xsl:with-param name="look" select="'italic'" tunnel="yes"/>
      </xsl:apply-templates>
      <p:gap/>
    </xsl:if>
  </xsl:template>

  <!-- Events of a witness's text inside an entry. -->
  <xsl:template match="lacunaStart | lacunaEnd | witStart | witEnd" mode="print:flow">
    <xsl:param name="in-entry" as="xs:boolean" tunnel="yes" select="false()"/>
    <xsl:if test="$in-entry and (self::lacunaStart or self::lacunaEnd)">
      <xsl:text> </xsl:text>
      <p:t look="italic"><xsl:value-of select="lab:text('lacuna')"/></p:t>
      <xsl:text> </xsl:text>
    </xsl:if>
  </xsl:template>

</xsl:stylesheet>
