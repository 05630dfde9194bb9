<?xml version="1.0" encoding="UTF-8"?>
<!-- What the transcriber says about the source: additions, deletions, gaps, doubtful and supplied text, alternatives. -->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:rec="urn:recensio:edition"
    xmlns:norm="urn:recensio:normalise"
    xmlns:voc="urn:recensio:vocabulary"
    xmlns:rend="urn:recensio:rendition"
    xmlns:lang="urn:recensio:language"
    xmlns:lab="urn:recensio:labels"
    xmlns:ed="urn:recensio:transcription"
    xmlns:html="urn:recensio:html"
    xmlns="http://www.w3.org/1999/xhtml"
    xpath-default-namespace="http://www.tei-c.org/ns/1.0"
    exclude-result-prefixes="#all">

  <!-- The alternative that is read; the other is told in its title. -->
  <xsl:template match="choice" mode="html:text">
    <xsl:variable name="other" as="element()?" select="*[@rec:off][1]"/>
    <xsl:variable name="base" as="element()?" select="*[@rec:base][1]"/>
    <xsl:choose>
      <xsl:when test="$other and not($base/descendant::*[voc:is-block(.)])">
        <span class="choice">
          <xsl:attribute name="title" select="html:alternative-label($other) || ': ' || normalize-space(rec:reading($other))"/>
          <xsl:apply-templates select="$base" mode="html:text"/>
        </span>
      </xsl:when>
      <xsl:otherwise>
        <xsl:apply-templates select="$base" mode="html:text"/>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:function name="html:alternative-label" as="xs:string">
    <xsl:param name="alternative" as="element()"/>
    <xsl:variable name="name" as="xs:string" select="local-name($alternative)"/>
    <xsl:sequence select="if ($name = ('sic', 'orig', 'abbr', 'corr', 'reg', 'expan')) then lab:text($name) else $name"/>
  </xsl:function>

  <xsl:template match="del[not(@rec:base)]" mode="html:text">
    <xsl:choose>
      <xsl:when test="@rec:off">
        <xsl:element name="{if (html:is-phrasing(.)) then 'del' else 'div'}">
          <xsl:attribute name="data-extra"/>
          <xsl:call-template name="html:attributes"/>
          <xsl:apply-templates mode="html:text"/>
        </xsl:element>
      </xsl:when>
      <xsl:otherwise>
        <xsl:call-template name="html:run"/>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template match="add" mode="html:text">
    <xsl:call-template name="html:run">
      <xsl:with-param name="name" select="'ins'"/>
    </xsl:call-template>
  </xsl:template>

  <xsl:template match="gap" mode="html:text">
    <span class="gap" data-extra="">
      <xsl:attribute name="title" select="lab:text('gap'), html:extent(.), @reason, normalize-space(desc)"/>
      <xsl:text>[…]</xsl:text>
    </span>
  </xsl:template>

  <!-- (one word space is no more than that) -->
  <xsl:template match="space[@quantity = '1'][starts-with(@unit, 'char')]" mode="html:text" priority="1"/>

  <xsl:template match="space" mode="html:text">
    <span class="space" data-extra="" title="{lab:text('space'), html:extent(.)}">[ ]</span>
  </xsl:template>

  <xsl:function name="html:extent" as="xs:string*">
    <xsl:param name="gap" as="element()"/>
    <xsl:sequence select="$gap/(@quantity, @atLeast, @extent)[1], $gap/@unit"/>
  </xsl:function>

  <!-- Signs of the Leiden system around what is not plainly there. -->
  <xsl:template match="supplied | surplus | secl" mode="html:inside">
    <xsl:variable name="signs" as="xs:string*" select="
        if (self::supplied) then (if (@reason = 'omitted') then ('⟨', '⟩') else ('[', ']')) else ('{', '}')"/>
    <xsl:call-template name="html:sign">
      <xsl:with-param name="text" select="$signs[1]"/>
    </xsl:call-template>
    <xsl:apply-templates mode="html:text"/>
    <xsl:call-template name="html:sign">
      <xsl:with-param name="text" select="$signs[2]"/>
    </xsl:call-template>
  </xsl:template>

  <!-- What a writer asked to be put in another order: it points at words that stand in the text. -->
  <xsl:template match="transpose" mode="html:text"/>

  <!-- What was heard or seen besides the words, and what is told of a thing where it is named: no words of the text. (Of a gap or
       a picture the title tells it.) -->
  <xsl:template match="desc[@rec:off][normalize-space()]" mode="html:text">
    <xsl:variable name="signs" as="xs:string*" select="ed:signs-of-remark(.)"/>
    <i data-extra="">
      <xsl:call-template name="html:attributes"/>
      <xsl:value-of select="' ' || $signs[1]"/>
      <xsl:apply-templates mode="html:text"/>
      <xsl:value-of select="$signs[2] || ' '"/>
    </i>
  </xsl:template>

  <!-- Running heads and catchwords of the source: seen, but no part of the text. -->
  <xsl:template match="fw" mode="html:text">
    <xsl:element name="{if (html:is-phrasing(.)) then 'span' else 'div'}">
      <xsl:attribute name="data-extra"/>
      <xsl:call-template name="html:attributes"/>
      <xsl:text> </xsl:text>
      <xsl:apply-templates mode="html:text"/>
      <xsl:text> </xsl:text>
    </xsl:element>
  </xsl:template>

</xsl:stylesheet>
