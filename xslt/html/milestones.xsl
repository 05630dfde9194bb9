<?xml version="1.0" encoding="UTF-8"?>
<!-- Pages, columns and lines of the source; milestones and anchors. -->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:rec="urn:recensio:edition"
    xmlns:norm="urn:recensio:normalise"
    xmlns:voc="urn:recensio:vocabulary"
    xmlns:rend="urn:recensio:rendition"
    xmlns:lang="urn:recensio:language"
    xmlns:lab="urn:recensio:labels"
    xmlns:html="urn:recensio:html"
    xmlns="http://www.w3.org/1999/xhtml"
    xpath-default-namespace="http://www.tei-c.org/ns/1.0"
    exclude-result-prefixes="#all">

  <!-- Lines that carry numbers are shown as lines (inscriptions, diplomatic transcriptions); so are lines inside what is set
       in short lines by nature. Others run on. -->
  <xsl:template match="lb" mode="html:text">
    <xsl:variable name="broken" as="xs:boolean" select="$view = 'diplomatic' or exists(@rec:line) or exists(parent::*[self::head or self::titlePart or self::docImprint
        or self::byline or self::opener or self::closer or self::salute or self::signed or self::dateline or self::address
        or self::addrLine or self::cell or self::l or self::docAuthor or self::imprimatur])"/>
    <xsl:if test="not(@rec:joins)">
      <xsl:text> </xsl:text>
    </xsl:if>
    <xsl:if test="$broken">
      <xsl:if test="@rec:joins">
        <xsl:call-template name="html:sign">
          <xsl:with-param name="text" select="'-'"/>
        </xsl:call-template>
      </xsl:if>
      <!-- (the first line of a block begins with it) -->
      <xsl:if test="not(voc:is-block(..)) or exists(preceding-sibling::node()[normalize-space() or self::lb or self::app or self::gap or self::space or self::graphic])">
        <br/>
      </xsl:if>
    </xsl:if>
    <xsl:call-template name="html:break">
      <xsl:with-param name="label" select="if (html:shows-number(@n)) then string(@n) else ''"/>
      <xsl:with-param name="class" select="if ($broken) then 'lb line-number' else 'lb'"/>
    </xsl:call-template>
  </xsl:template>

  <xsl:template match="pb" mode="html:text">
    <xsl:if test="not(@rec:joins)">
      <xsl:text> </xsl:text>
    </xsl:if>
    <xsl:call-template name="html:break">
      <xsl:with-param name="label" select="'[' || normalize-space(string-join((@edRef ! replace(., '^.*#', ''), (@n, '–')[1]), ' ')) || ']'"/>
    </xsl:call-template>
  </xsl:template>

  <xsl:template match="cb | gb" mode="html:text">
    <xsl:if test="not(@rec:joins)">
      <xsl:text> </xsl:text>
    </xsl:if>
    <xsl:call-template name="html:break">
      <xsl:with-param name="label" select="if (@n) then '|' || @n || '|' else '|'"/>
    </xsl:call-template>
  </xsl:template>

  <xsl:template match="milestone" mode="html:text">
    <xsl:call-template name="html:break">
      <xsl:with-param name="label" select="if (@n) then '[' || @n || ']' else '*'[current()/@unit = ('section', 'absatz', 'rule', 'break')]"/>
    </xsl:call-template>
  </xsl:template>

  <xsl:template name="html:break" as="element()?">
    <xsl:param name="label" as="xs:string?"/>
    <xsl:param name="class" as="xs:string" select="local-name()"/>
    <xsl:variable name="address" as="xs:string?" select="html:address(.)"/>
    <xsl:if test="normalize-space($label) or $address or @rec:leaf or @rec:zones">
      <span class="{$class}" data-extra="">
        <xsl:for-each select="$address">
          <xsl:attribute name="id" select="."/>
        </xsl:for-each>
        <!-- (no page begins in a word) -->
        <xsl:for-each select="@rec:page[not(current()/@rec:joins)]">
          <xsl:attribute name="data-page" select="."/>
        </xsl:for-each>
        <xsl:call-template name="html:facsimile-attributes"/>
        <xsl:call-template name="html:leaf-link">
          <xsl:with-param name="label" select="$label"/>
        </xsl:call-template>
      </span>
    </xsl:if>
  </xsl:template>

  <xsl:template match="anchor" mode="html:text" as="element()?">
    <xsl:for-each select="html:address(.)">
      <span id="{.}"/>
    </xsl:for-each>
  </xsl:template>

</xsl:stylesheet>
