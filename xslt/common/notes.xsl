<?xml version="1.0" encoding="UTF-8"?>
<!-- Notes: in the text stands a call (rec:call), the note itself is collected in rec:notes. -->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:map="http://www.w3.org/2005/xpath-functions/map"
    xmlns:rec="urn:recensio:edition"
    xmlns:norm="urn:recensio:normalise"
    xmlns:voc="urn:recensio:vocabulary"
    xmlns:ws="urn:recensio:whitespace"
    xmlns:ed="urn:recensio:transcription"
    xmlns:note="urn:recensio:notes"
    xmlns:app="urn:recensio:apparatus"
    xmlns:wit="urn:recensio:witnesses"
    xmlns="http://www.tei-c.org/ns/1.0"
    xpath-default-namespace="http://www.tei-c.org/ns/1.0"
    exclude-result-prefixes="#all">

  <xsl:mode name="norm:note" on-no-match="fail" use-accumulators="note:count app:count"/>
  <xsl:mode name="norm:call" on-no-match="fail" use-accumulators="note:count"/>

  <xsl:accumulator name="note:count" as="xs:integer" initial-value="0">
    <xsl:accumulator-rule match="note[note:is-called(.)][not(ancestor::teiHeader or ancestor::standOff)]" select="$value + 1"/>
  </xsl:accumulator>

  <!-- Lists of notes, as an encoder keeps them behind the text: divisions of nothing but notes, heads and breaks. -->
  <xsl:key name="note:list" use="generate-id()" match="*[note or noteGrp][matches(local-name(), '^(div[1-7]?|back|front|body|text|floatingText)$')]
      [not(text()[normalize-space()])][not(* except (note, noteGrp, head, pb, lb, cb, milestone))]"/>

  <!-- Notes of such a list, by the id of what they speak of. -->
  <xsl:key name="note:displaced" match="note[@target][note:is-listed(.)]" use="note:speaks-of(.)"/>

  <!-- The ids that @target names; a ref or ptr there is a call already. -->
  <xsl:function name="note:speaks-of" as="xs:string*">
    <xsl:param name="note" as="element(note)"/>
    <xsl:sequence select="for $pointer in tokenize($note/@target)[starts-with(., '#')]
        return substring($pointer, 2)[empty(key('norm:id', ., root($note))/(self::ref | self::ptr))]"/>
  </xsl:function>

  <!-- Notes with a call of their own; what belongs to an apparatus entry is told there. -->
  <xsl:function name="note:is-called" as="xs:boolean">
    <xsl:param name="note" as="element(note)"/>
    <xsl:sequence select="empty($note/(parent::app | parent::rdgGrp | parent::listApp))"/>
  </xsl:function>

  <xsl:function name="note:is-listed" as="xs:boolean">
    <xsl:param name="note" as="element(note)"/>
    <xsl:sequence select="exists(key('note:list', generate-id($note/ancestor::*[not(self::noteGrp)][1]), root($note)))"/>
  </xsl:function>

  <xsl:function name="note:id" as="xs:string">
    <xsl:param name="note" as="element(note)"/>
    <xsl:sequence select="
        if ($note/@rec:address) then string($note/@rec:address)
        else ($note/@xml:id/string(), 'note-' || $note/accumulator-before('note:count'))[1]"/>
  </xsl:function>

  <!-- What is printed as the call: the encoder's @n, else the number of the note in the text. -->
  <xsl:function name="note:label" as="xs:string">
    <xsl:param name="note" as="element(note)"/>
    <xsl:sequence select="($note/@n/normalize-space()[. != ''], string($note/accumulator-before('note:count')))[1]"/>
  </xsl:function>

  <xsl:template match="note[note:is-called(.)]" mode="norm:text" as="element()?">
    <xsl:param name="register" as="xs:boolean" tunnel="yes" select="false()"/>
    <xsl:choose>
      <!-- What a register tells of somebody is told there. -->
      <xsl:when test="$register">
        <note>
          <xsl:copy-of select="@xml:lang, @type"/>
          <xsl:attribute name="rec:boundary" select="'block'"/>
          <xsl:call-template name="norm:content"/>
        </note>
      </xsl:when>
      <xsl:when test="not(note:is-listed(.))">
        <xsl:apply-templates select="." mode="norm:call"/>
      </xsl:when>
    </xsl:choose>
  </xsl:template>

  <xsl:template match="noteGrp" mode="norm:text">
    <xsl:apply-templates mode="norm:text"/>
  </xsl:template>

  <xsl:template match="noteGrp/text()" mode="norm:text" priority="3"/>

  <xsl:template match="note" mode="norm:call" as="element(rec:call)?">
    <xsl:param name="entry" as="xs:string?" tunnel="yes" select="()"/>
    <xsl:if test="not($entry = 'lem')">
      <rec:call note="{note:id(.)}" n="{note:label(.)}">
        <xsl:copy-of select="@place, @type, @resp"/>
      </rec:call>
    </xsl:if>
  </xsl:template>

  <xsl:template match="note" mode="norm:note" as="element(rec:note)">
    <rec:note id="{note:id(.)}" n="{note:label(.)}">
      <xsl:copy-of select="@* except (@xml:id, @n, @rec:address, @rec:page)"/>
      <xsl:call-template name="norm:content">
        <xsl:with-param name="in-note" select="true()" tunnel="yes"/>
      </xsl:call-template>
    </rec:note>
  </xsl:template>

</xsl:stylesheet>
