<?xml version="1.0" encoding="UTF-8"?>
<!-- What the transcriber says about the source: deletions, gaps, doubtful and supplied text, alternatives.
     Deletions and corrected errors are told at the foot, so that the text above stays whole. Running heads and catchwords of
     the source are not printed. -->
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
    xmlns:app="urn:recensio:apparatus"
    xmlns:ed="urn:recensio:transcription"
    xmlns:print="urn:recensio:print"
    xmlns:p="urn:recensio:print:flow"
    xpath-default-namespace="http://www.tei-c.org/ns/1.0"
    exclude-result-prefixes="#all">

  <!-- The alternative that is read; an error that was corrected is told at the foot. -->
  <xsl:template match="choice" mode="print:flow">
    <xsl:param name="in-entry" as="xs:boolean" tunnel="yes" select="false()"/>
    <xsl:variable name="sic" as="element(sic)?" select="sic[@rec:off][normalize-space()][empty(descendant::sic)][1]"/>
    <xsl:choose>
      <xsl:when test="exists($sic) and not($in-entry) and corr[@rec:base]">
        <xsl:variable name="id" as="xs:string" select="'sic-' || generate-id()"/>
        <p:app id="{$id}" layer="source">
          <p:lem>
            <xsl:value-of select="normalize-space(rec:reading(corr[@rec:base]))"/>
          </p:lem>
          <p:body>
            <xsl:call-template name="print:reading-words">
              <xsl:with-param name="reading" select="$sic"/>
            </xsl:call-template>
            <xsl:text> </xsl:text>
            <p:t look="italic"><xsl:value-of select="lab:text('sic')"/></p:t>
          </p:body>
        </p:app>
        <xsl:apply-templates select="*[@rec:base][1]" mode="print:flow"/>
        <p:end id="{$id}"/>
      </xsl:when>
      <xsl:otherwise>
        <xsl:apply-templates select="*[@rec:base][1]" mode="print:flow"/>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- What a writer asked to be put in another order: it points at words that stand in the text. -->
  <xsl:template match="transpose" mode="print:flow"/>

  <!-- Deleted words, in double brackets at the foot; in a reading or a note they stay where they are. -->
  <xsl:template match="del[@rec:off]" mode="print:flow">
    <xsl:param name="in-entry" as="xs:boolean" tunnel="yes" select="false()"/>
    <xsl:if test="normalize-space(print:all-words(.))">
      <xsl:choose>
        <xsl:when test="$in-entry">
          <xsl:variable name="gap" as="element(p:gap)?">
            <xsl:if test="app:is-parted(.)">
              <p:gap/>
            </xsl:if>
          </xsl:variable>
          <xsl:sequence select="$gap, print:deleted(.), $gap"/>
        </xsl:when>
        <xsl:otherwise>
          <p:app id="del-{generate-id()}" layer="source" back="yes">
            <p:body>
              <xsl:sequence select="print:deleted(.)"/>
            </p:body>
          </p:app>
        </xsl:otherwise>
      </xsl:choose>
    </xsl:if>
  </xsl:template>

  <xsl:function name="print:deleted" as="node()*">
    <xsl:param name="del" as="element(del)"/>
    <p:sign>⟦</p:sign>
    <xsl:call-template name="print:reading-words">
      <xsl:with-param name="reading" select="$del"/>
    </xsl:call-template>
    <p:sign>⟧</p:sign>
  </xsl:function>

  <xsl:function name="print:all-words" as="xs:string">
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="string-join($element//text())"/>
  </xsl:function>

  <!-- The words of a reading that is not in the text, for the foot. -->
  <xsl:template name="print:reading-words" as="node()*">
    <xsl:param name="reading" as="element()"/>
    <xsl:apply-templates select="$reading/node()" mode="print:flow">
      <xsl:with-param name="in-entry" select="true()" tunnel="yes"/>
      <xsl:with-param name="block" select="$print:outermost" tunnel="yes"/>
      <xsl:with-param name="look" select="()" tunnel="yes"/>
    </xsl:apply-templates>
  </xsl:template>

  <!-- What was heard or seen besides the words, and what is told of a thing where it is named: no words of the text. -->
  <xsl:template match="desc[@rec:off][normalize-space()]" mode="print:flow">
    <xsl:variable name="signs" as="xs:string*" select="ed:signs-of-remark(.)"/>
    <xsl:call-template name="print:sign">
      <xsl:with-param name="text" select="$signs[1] || normalize-space() || $signs[2]"/>
      <xsl:with-param name="look" select="'italic'"/>
    </xsl:call-template>
  </xsl:template>

  <xsl:template match="gap" mode="print:flow">
    <xsl:call-template name="print:sign">
      <xsl:with-param name="text" select="'[…]'"/>
    </xsl:call-template>
  </xsl:template>

  <!-- (one word space is no more than that) -->
  <xsl:template match="space[@quantity = '1'][starts-with(@unit, 'char')]" mode="print:flow" priority="1"/>

  <xsl:template match="space" mode="print:flow">
    <xsl:call-template name="print:sign">
      <xsl:with-param name="text" select="'&#x2003;'"/>
    </xsl:call-template>
  </xsl:template>

  <!-- (where it parts words it is a blank like others) -->
  <xsl:template match="space[preceding-sibling::node()[1][self::rec:blank]]" mode="print:flow" priority="0.8">
    <xsl:text>&#x2003;</xsl:text>
  </xsl:template>

  <!-- Signs of the Leiden system around what is not plainly there. -->
  <xsl:template match="supplied | surplus | secl" mode="print:flow">
    <xsl:variable name="signs" as="xs:string*" select="
        if (self::supplied) then (if (@reason = 'omitted') then ('⟨', '⟩') else ('[', ']')) else ('{', '}')"/>
    <xsl:call-template name="print:sign">
      <xsl:with-param name="text" select="$signs[1]"/>
    </xsl:call-template>
    <xsl:call-template name="print:run"/>
    <xsl:call-template name="print:sign">
      <xsl:with-param name="text" select="$signs[2]"/>
    </xsl:call-template>
  </xsl:template>

</xsl:stylesheet>
