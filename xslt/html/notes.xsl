<?xml version="1.0" encoding="UTF-8"?>
<!-- Notes: calls in the text, the notes behind it, linked both ways. -->
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

  <!-- (calls in readings of the text, and in alternatives, that are not shown there are shown elsewhere or not at all) -->
  <xsl:key name="html:call" use="@note"
      match="rec:call[not(ancestor::*[@rec:off][self::lem or self::rdg or parent::choice][ancestor::rec:text])]"/>

  <xsl:template match="rec:call" mode="html:text" as="element()">
    <xsl:param name="in-link" as="xs:boolean" tunnel="yes" select="false()"/>
    <xsl:variable name="leads" as="xs:boolean" select="not($in-link) and exists(key('html:note', @note))"/>
    <xsl:element name="{if ($leads) then 'a' else 'span'}">
      <xsl:if test="$leads">
        <xsl:attribute name="href" select="'#' || @note"/>
      </xsl:if>
      <xsl:attribute name="class" select="'call'"/>
      <xsl:if test=". is key('html:call', @note)[1]">
        <xsl:attribute name="id" select="'call:' || @note"/>
      </xsl:if>
      <xsl:attribute name="data-extra"/>
      <xsl:if test="$leads">
        <xsl:attribute name="aria-label" select="lab:text('note'), @n"/>
      </xsl:if>
      <xsl:value-of select="@n"/>
    </xsl:element>
  </xsl:template>

  <!-- A note that is only referred to is called by the first reference to it. -->
  <xsl:key name="html:referring" match="rec:text//ref | rec:text//ptr" use="tokenize(@target) ! substring-after(., '#')"/>

  <xsl:mode name="html:notes" on-no-match="fail"/>

  <xsl:template match="rec:notes" mode="html:notes" as="element()">
    <section class="notes" id="part:notes">
      <h2><xsl:value-of select="lab:text('notes')"/></h2>
      <xsl:apply-templates select="rec:note" mode="html:notes"/>
    </section>
  </xsl:template>

  <xsl:template match="rec:note" mode="html:notes" as="element()">
    <div class="{'note', html:type(.)}" id="{@id}" role="note">
      <xsl:if test="@xml:lang">
        <xsl:call-template name="html:language"/>
      </xsl:if>
      <xsl:variable name="reference" as="element()?" select="key('html:referring', @id)[1]"/>
      <xsl:call-template name="html:back">
        <xsl:with-param name="place" select="if (key('html:call', @id)) then 'call:' || @id else string($reference ! html:shown(.))"/>
        <xsl:with-param name="leads" select="exists((key('html:call', @id), $reference ! html:shown(.)))"/>
      </xsl:call-template>
      <xsl:text> </xsl:text>
      <xsl:apply-templates mode="html:text"/>
    </div>
  </xsl:template>

</xsl:stylesheet>
