<?xml version="1.0" encoding="UTF-8"?>
<!-- Names, dates, references. -->
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

  <!-- In the text, a reference to a note that has no words, or only the note's number, is its call. -->
  <xsl:template match="(ref | ptr)[print:calls-note(.)]" mode="print:flow" priority="1">
    <xsl:param name="in-entry" as="xs:boolean" tunnel="yes" select="false()"/>
    <xsl:choose>
      <xsl:when test="$in-entry">
        <xsl:next-match/>
      </xsl:when>
      <xsl:otherwise>
        <xsl:variable name="note" as="element(rec:note)" select="print:note-at(.)"/>
        <xsl:call-template name="print:anchor"/>
        <p:call id="{$note/@id}" n="{(normalize-space()[. != ''], $note/@n)[1]}" layer="{print:note-layer($note)}">
          <xsl:if test="normalize-space()">
            <xsl:attribute name="worded" select="'yes'"/>
          </xsl:if>
          <xsl:apply-templates select="$note" mode="print:note"/>
        </p:call>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:key name="print:calling" match="(rec:text//ref | rec:text//ptr)[not(ancestor::*[@rec:off])][print:calls-note(.)]" use="print:note-at(.)/@id"/>

  <xsl:function name="print:calls-note" as="xs:boolean">
    <xsl:param name="reference" as="element()"/>
    <xsl:sequence select="matches(normalize-space($reference), '^([\[(]?([0-9]{1,4}|[*†‡§¶]+|[a-z])[\])]?)?$')
        and $reference/@target and empty($reference/ancestor::rec:note) and exists(print:note-at($reference))"/>
  </xsl:function>

  <xsl:function name="print:note-at" as="element(rec:note)?">
    <xsl:param name="reference" as="element()"/>
    <xsl:variable name="id" as="xs:string" select="substring-after(tokenize($reference/@target)[1][starts-with(., '#')], '#')"/>
    <xsl:sequence select="$reference[$id != ''][root() instance of document-node()]/key('print:note', $id)[parent::rec:notes][1]"/>
  </xsl:function>

  <!-- References into the text are links; so are those to the web. An empty one shows where it leads. -->
  <xsl:template match="ref | ptr" mode="print:flow">
    <xsl:param name="to" as="xs:string?" tunnel="yes" select="()"/>
    <xsl:variable name="target" as="xs:string" select="(tokenize(@target)[1], '')[1]"/>
    <xsl:variable name="href" as="xs:string?" select="($to, $target[matches(., '^https?://[^\s]+$', 'i')],
        $target[matches(., '^#.')][root(current()) instance of document-node()][exists(key('print:id', substring(., 2), root(current())))])[1]"/>
    <xsl:call-template name="print:anchor"/>
    <xsl:apply-templates mode="print:flow">
      <xsl:with-param name="to" tunnel="yes" select="$href"/>
      <xsl:with-param name="look" tunnel="yes" select="rend:names(.)"/>
    </xsl:apply-templates>
    <xsl:if test="not(normalize-space())">
      <xsl:call-template name="print:where-to">
        <xsl:with-param name="target" select="$target"/>
      </xsl:call-template>
    </xsl:if>
  </xsl:template>

  <!-- What stands for a reference without words: the number of a note, a place in a work that everybody cites alike, what the place it
       leads to is called, an address. -->
  <xsl:template name="print:where-to" as="node()*">
    <xsl:param name="target" as="xs:string"/>
    <xsl:variable name="note" as="element()?" select="print:note-at(.)"/>
    <xsl:choose>
      <xsl:when test="$note">
        <xsl:call-template name="print:sign">
          <xsl:with-param name="text" select="$note/@n"/>
          <xsl:with-param name="look" select="'sup'"/>
        </xsl:call-template>
      </xsl:when>
      <xsl:when test="normalize-space(@cRef)">
        <p:gap/>
        <p:sign><xsl:value-of select="'(' || replace(normalize-space(@cRef), '(\p{L})[:.](\p{L}|\d)', '$1 $2') || ')'"/></p:sign>
        <p:gap/>
      </xsl:when>
      <xsl:otherwise>
        <xsl:for-each select="print:called($target, .)[. != '']">
          <p:gap/>
          <p:sign><xsl:value-of select="."/></p:sign>
          <p:gap/>
        </xsl:for-each>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- What a target is called; nothing, if it is not there: a report says so, a reader can do nothing with an id. -->
  <xsl:function name="print:called" as="xs:string?">
    <xsl:param name="target" as="xs:string"/>
    <xsl:param name="context" as="element()"/>
    <xsl:variable name="place" as="element()?" select="$context[starts-with($target, '#')][root() instance of document-node()]/key('print:id', substring($target, 2))[1]"/>
    <xsl:sequence select="
        if ($target = '') then ()
        else if (starts-with($target, '#')) then $place/(@n[normalize-space()] ! normalize-space(), head[1][normalize-space()] ! print:short(rec:reading(.)), '→')[1]
        else if (matches($target, '^https?://', 'i')) then replace($target, '^https?://(.{1,60}).*$', '$1', 'i')
        else replace($target, '^[A-Za-z][A-Za-z0-9_-]*:([^/].*)$', '$1')"/>
  </xsl:function>

</xsl:stylesheet>
