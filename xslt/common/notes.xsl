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

  <xsl:mode name="norm:note" on-no-match="fail" use-accumulators="note:count note:order app:count"/>
  <xsl:mode name="norm:call" on-no-match="fail" use-accumulators="note:count note:order"/>

  <xsl:accumulator name="note:count" as="xs:integer" initial-value="0">
    <xsl:accumulator-rule match="note[note:is-called(.)][not(ancestor::teiHeader) and (not(ancestor::standOff) or note:is-beside(.))]" select="$value + 1"/>
  </xsl:accumulator>

  <!-- The same in the order of the calls, where notes stand beside the text (in front of it, mostly). -->
  <xsl:accumulator name="note:order" as="xs:integer" initial-value="0">
    <xsl:accumulator-rule match="note[note:is-called(.)][not(ancestor::teiHeader or ancestor::standOff)][empty(note:calling(.))]" select="$value + 1"/>
    <xsl:accumulator-rule match="*[@xml:id][. is key('norm:id', @xml:id)[1]]" phase="end" select="$value + count(key('note:displaced', @xml:id)[note:calling(.)[1] = current()/@xml:id])"/>
  </xsl:accumulator>

  <!-- Lists of notes, as an encoder keeps them behind the text: divisions of nothing but notes, heads and breaks. -->
  <xsl:key name="note:list" use="generate-id()" match="*[note or noteGrp][matches(local-name(), '^(div[1-7]?|back|front|body|text|floatingText)$')]
      [not(text()[normalize-space()])][not(* except (note, noteGrp, head, pb, lb, cb, milestone))]"/>

  <!-- Notes of such a list, by the id of what they speak of. -->
  <xsl:key name="note:displaced" match="note[@target or parent::annotation/@target][note:is-listed(.) or note:is-beside(.)]" use="note:speaks-of(.)"/>

  <!-- The ids that @target names; a ref or ptr there is a call already. -->
  <xsl:function name="note:speaks-of" as="xs:string*">
    <xsl:param name="note" as="element(note)"/>
    <xsl:sequence select="note:targets($note)[empty(key('norm:id', ., root($note))/(self::ref | self::ptr))]"/>
  </xsl:function>

  <!-- The ids behind which a note that stands elsewhere is called. -->
  <xsl:function name="note:calling" as="xs:string*">
    <xsl:param name="note" as="element(note)"/>
    <xsl:sequence select="if (note:is-listed($note) or note:is-beside($note)) then note:speaks-of($note)[exists(key('norm:id', ., root($note)))] else ()"/>
  </xsl:function>

  <xsl:key name="note:beside" match="standOff//note[note:is-beside(.)]" use="'yes'"/>

  <xsl:function name="note:targets" as="xs:string*">
    <xsl:param name="note" as="element(note)"/>
    <xsl:sequence select="tokenize(($note/@target, $note/parent::annotation/@target)[1])[starts-with(., '#')] ! substring(., 2)"/>
  </xsl:function>

  <!-- Does a note in the standOff speak of the text (and not of somebody in a register)? -->
  <xsl:function name="note:is-beside" as="xs:boolean">
    <xsl:param name="note" as="element(note)"/>
    <xsl:sequence select="exists($note/ancestor::standOff)
        and empty($note/ancestor::*[ancestor::standOff][not(self::noteGrp or self::listAnnotation or self::annotation)])
        and exists(note:targets($note)[exists(key('norm:id', ., root($note))[ancestor::text or ancestor::sourceDoc])])"/>
  </xsl:function>

  <!-- Notes with a call of their own; what belongs to an apparatus entry is told there. -->
  <xsl:function name="note:is-called" as="xs:boolean">
    <xsl:param name="note" as="element(note)"/>
    <xsl:sequence select="empty($note/(parent::app | parent::rdgGrp | parent::listApp))"/>
  </xsl:function>

  <!-- All notes of a document, in the order of their calls. -->
  <xsl:function name="note:collected" as="element(note)*">
    <xsl:param name="document" as="element()"/>
    <xsl:param name="texts" as="element()*"/>
    <xsl:variable name="own" as="element(note)*" select="$texts//note[note:is-called(.)]"/>
    <xsl:variable name="beside" as="element(note)*" select="key('note:beside', 'yes', root($document))[. >> $document]"/>
    <xsl:sequence select="if (exists($beside)) then sort(($own, $beside), (), note:number#1) else $own"/>
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
    <xsl:sequence select="($note/@n/normalize-space()[. != ''], string(note:number($note)))[1]"/>
  </xsl:function>

  <xsl:function name="note:number" as="xs:integer">
    <xsl:param name="note" as="element(note)"/>
    <xsl:variable name="called" as="xs:string?" select="note:calling($note)[1]"/>
    <xsl:choose>
      <xsl:when test="empty(key('note:beside', 'yes', root($note)))">
        <xsl:sequence select="$note/accumulator-before('note:count')"/>
      </xsl:when>
      <xsl:when test="exists($called)">
        <xsl:variable name="behind" as="element(note)*" select="key('note:displaced', $called, root($note))[note:calling(.)[1] = $called][. >> $note]"/>
        <xsl:sequence select="key('norm:id', $called, root($note))[1]/accumulator-after('note:order') - count($behind)"/>
      </xsl:when>
      <xsl:otherwise>
        <xsl:sequence select="$note/accumulator-before('note:order')"/>
      </xsl:otherwise>
    </xsl:choose>
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
