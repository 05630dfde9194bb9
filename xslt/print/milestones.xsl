<?xml version="1.0" encoding="UTF-8"?>
<!-- Pages, columns and lines of the source; milestones and anchors. Their labels stand in the margin. -->
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

  <!-- Lines that carry numbers are lines here too (inscriptions, diplomatic transcriptions); so are lines in what is set in
       short lines by nature. Others run on. -->
  <xsl:template match="lb" mode="print:flow">
    <xsl:param name="in-entry" as="xs:boolean" tunnel="yes" select="false()"/>
    <xsl:variable name="broken" as="xs:boolean" select="not($in-entry) and (exists(@n) or exists(parent::*[self::head or self::titlePart
        or self::docImprint or self::byline or self::opener or self::closer or self::salute or self::signed or self::dateline
        or self::address or self::addrLine or self::cell or self::l or self::docAuthor or self::imprimatur]))
        and not(ancestor::head[1][print:is-too-wide(.)])"/>
    <xsl:choose>
      <xsl:when test="$broken">
        <xsl:if test="@rec:joins">
          <p:hyphen/>
        </xsl:if>
        <p:break/>
        <xsl:if test="normalize-space(@n) and not(ancestor::head or ancestor::l)">
          <p:number><xsl:value-of select="normalize-space(@n)"/></p:number>
        </xsl:if>
      </xsl:when>
      <xsl:when test="not(@rec:joins)">
        <xsl:text> </xsl:text>
      </xsl:when>
    </xsl:choose>
    <xsl:call-template name="print:anchor"/>
  </xsl:template>

  <!-- Has a heading lines that are longer than those of the page? They run on in it. -->
  <xsl:function name="print:is-too-wide" as="xs:boolean">
    <xsl:param name="head" as="element(head)"/>
    <xsl:variable name="lengths" as="xs:integer*">
      <xsl:for-each-group select="$head/(descendant::lb | descendant::text()[not(ancestor::*[@rec:off])])" group-starting-with="lb">
        <xsl:sequence select="string-length(normalize-space(string-join(current-group()/self::text())))"/>
      </xsl:for-each-group>
    </xsl:variable>
    <xsl:sequence select="max($lengths) gt 40"/>
  </xsl:function>

  <xsl:template match="pb" mode="print:flow">
    <xsl:call-template name="print:margin-mark">
      <xsl:with-param name="label" select="string-join(((@edRef, @ed)[1] ! replace(., '^.*#', ''), (@n[normalize-space()], '–')[1]), ' ')"/>
    </xsl:call-template>
  </xsl:template>

  <xsl:template match="cb | gb" mode="print:flow">
    <xsl:call-template name="print:margin-mark">
      <xsl:with-param name="label" select="string(@n)"/>
    </xsl:call-template>
  </xsl:template>

  <!-- A milestone with a number is a mark in the margin; one that only divides is an asterisk between the paragraphs,
       or among the words. -->
  <xsl:template match="milestone" mode="print:flow">
    <xsl:choose>
      <xsl:when test="normalize-space(@n)">
        <xsl:call-template name="print:margin-mark">
          <xsl:with-param name="label" select="@n"/>
          <xsl:with-param name="joins" select="true()"/>
        </xsl:call-template>
      </xsl:when>
      <xsl:when test="@unit = ('section', 'absatz', 'rule', 'break') and empty(parent::*/text()[normalize-space()])">
        <p:ornament/>
        <xsl:call-template name="print:resume"/>
      </xsl:when>
    </xsl:choose>
    <xsl:call-template name="print:anchor"/>
  </xsl:template>

  <!-- The place in the text and its label in the margin; the word goes on over it, or ends. -->
  <xsl:template name="print:margin-mark">
    <xsl:param name="label" as="xs:string?"/>
    <xsl:param name="joins" as="xs:boolean" select="exists(@rec:joins)"/>
    <xsl:param name="in-entry" as="xs:boolean" tunnel="yes" select="false()"/>
    <xsl:if test="not($joins)">
      <xsl:text> </xsl:text>
    </xsl:if>
    <xsl:if test="normalize-space($label) and not($in-entry)">
      <p:folio><xsl:value-of select="substring(normalize-space($label), 1, 40)"/></p:folio>
    </xsl:if>
    <xsl:call-template name="print:anchor"/>
  </xsl:template>

  <xsl:template match="anchor" mode="print:flow">
    <xsl:call-template name="print:anchor"/>
  </xsl:template>

</xsl:stylesheet>
