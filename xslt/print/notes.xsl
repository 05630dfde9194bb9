<?xml version="1.0" encoding="UTF-8"?>
<!-- Notes: called in the text, printed at the foot. Authors' notes and editors' notes are two layers. -->
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
    xmlns:print="urn:recensio:print"
    xmlns:p="urn:recensio:print:flow"
    xpath-default-namespace="http://www.tei-c.org/ns/1.0"
    exclude-result-prefixes="#all">

  <xsl:key name="print:note" match="rec:note" use="@id"/>

  <xsl:template match="rec:call" mode="print:flow">
    <xsl:param name="in-entry" as="xs:boolean" tunnel="yes" select="false()"/>
    <xsl:param name="inside" as="xs:string*" tunnel="yes" select="()"/>
    <xsl:variable name="note" as="element(rec:note)?" select="key('print:note', @note)[1]"/>
    <xsl:choose>
      <!-- (a note that the text calls elsewhere, and that only stands here) -->
      <xsl:when test="not($in-entry) and exists($note) and key('print:calling', @note) and print:stands-apart(.)"/>
      <xsl:when test="empty($note) or $note/@id = $inside">
        <xsl:call-template name="print:sign">
          <xsl:with-param name="text" select="@n"/>
          <xsl:with-param name="look" select="'sup'"/>
        </xsl:call-template>
      </xsl:when>
      <xsl:when test="$in-entry and not($note[normalize-space() or .//rec:copy])"/>
      <!-- (a note that says itself what there is to say of a reading: "om.") -->
      <xsl:when test="$in-entry and app:reading-of(.)/@told">
        <p:gap/>
        <xsl:call-template name="print:in-line">
          <xsl:with-param name="flow" as="node()*">
            <xsl:apply-templates select="$note" mode="print:note">
              <xsl:with-param name="note-look" select="'italic'" tunnel="yes"/>
            </xsl:apply-templates>
          </xsl:with-param>
        </xsl:call-template>
        <p:gap/>
      </xsl:when>
      <xsl:when test="$in-entry">
        <p:gap/>
        <p:sign>(</p:sign>
        <xsl:call-template name="print:in-line">
          <xsl:with-param name="flow" as="node()*">
            <xsl:apply-templates select="$note" mode="print:note"/>
          </xsl:with-param>
        </xsl:call-template>
        <p:sign>)</p:sign>
        <p:gap/>
      </xsl:when>
      <xsl:otherwise>
        <p:call id="{@note}" n="{@n}" layer="{print:note-layer($note)}">
          <xsl:apply-templates select="$note" mode="print:note"/>
        </p:call>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- Does a note stand among blocks, or where notes are gathered, so that its place says nothing of what it speaks of? -->
  <xsl:function name="print:stands-apart" as="xs:boolean">
    <xsl:param name="call" as="element(rec:call)"/>
    <xsl:sequence select="$call/@place = ('end', 'foot', 'bottom') or empty($call/../text()[normalize-space()])"/>
  </xsl:function>

  <xsl:function name="print:note-layer" as="xs:string">
    <xsl:param name="note" as="element(rec:note)"/>
    <xsl:variable name="hints" as="xs:string*" select="$note/(@type, @resp, @subtype) ! tokenize(., '[\s#]+') ! lower-case(.)"/>
    <xsl:sequence select="if ($hints = ('author', 'aut', 'authorial', 'auctorial', 'auctor')) then 'author' else 'editor'"/>
  </xsl:function>

  <xsl:mode name="print:note" on-no-match="fail"/>

  <!-- What a note says. A note called in it stands in it, in brackets. -->
  <xsl:template match="rec:note" mode="print:note" as="node()*">
    <xsl:param name="inside" as="xs:string*" tunnel="yes" select="()"/>
    <xsl:param name="note-look" as="xs:string?" tunnel="yes" select="()"/>
    <xsl:apply-templates mode="print:flow">
      <xsl:with-param name="in-entry" select="true()" tunnel="yes"/>
      <xsl:with-param name="inside" select="$inside, @id" tunnel="yes"/>
      <xsl:with-param name="block" select="$print:outermost" tunnel="yes"/>
      <xsl:with-param name="look" select="$note-look" tunnel="yes"/>
      <xsl:with-param name="to" select="()" tunnel="yes"/>
      <xsl:with-param name="lang" select="print:language(.)" tunnel="yes"/>
    </xsl:apply-templates>
  </xsl:template>

  <!-- A note as the registers have it, uncalled: in brackets. -->
  <xsl:template match="note" mode="print:flow">
    <xsl:text> </xsl:text>
    <p:sign>(</p:sign>
    <xsl:apply-templates mode="print:flow">
      <xsl:with-param name="in-entry" select="true()" tunnel="yes"/>
    </xsl:apply-templates>
    <p:sign>)</p:sign>
    <xsl:text> </xsl:text>
  </xsl:template>

</xsl:stylesheet>
