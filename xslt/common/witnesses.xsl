<?xml version="1.0" encoding="UTF-8"?>
<!-- Witnesses: who they are, what they answer to, how their siglum is printed. -->
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

  <xsl:key name="wit:by-id" match="witness | listWit[@xml:id]" use="wit:id(.)"/>
  <xsl:key name="wit:declared" match="witness[wit:id(.)]" use="'witness'"/>

  <!-- xml:id, or for want of one @n. -->
  <xsl:function name="wit:id" as="xs:string?">
    <xsl:param name="witness" as="element()"/>
    <xsl:sequence select="($witness/@xml:id, $witness/@n)[1] ! normalize-space()[. != '']"/>
  </xsl:function>

  <!-- All witnesses of the document, wherever their list stands, each id once. -->
  <xsl:function name="wit:declared" as="element(witness)*">
    <xsl:param name="document" as="document-node()"/>
    <xsl:sequence select="key('wit:declared', 'witness', $document)[. is key('wit:by-id', wit:id(.), $document)[1]]"/>
  </xsl:function>

  <!-- The ids in a @wit: split at white space, the part behind the last #. -->
  <xsl:function name="wit:ids" as="xs:string*">
    <xsl:param name="pointers" as="xs:string?"/>
    <xsl:sequence select="tokenize($pointers) ! (if (starts-with(., '#')) then substring(., 2) else tokenize(., '#')[last()])[. != '']"/>
  </xsl:function>

  <!-- Every id that a witness answers to: its own, and those of the groups it belongs to. -->
  <xsl:function name="wit:answers-to" as="xs:string*">
    <xsl:param name="witness" as="element(witness)"/>
    <xsl:sequence select="distinct-values($witness/(ancestor-or-self::witness | ancestor::listWit) ! wit:id(.))"/>
  </xsl:function>

  <!-- What a witness says its siglum is: abbr[@type='siglum'], an abbr that it begins with, or its only, short, word. -->
  <xsl:function name="wit:printed" as="node()*">
    <xsl:param name="witness" as="element()"/>
    <xsl:variable name="named" as="element()?" select="$witness/(abbr[@type = 'siglum'], label/abbr[@type = 'siglum'],
        idno[@type = 'siglum'], (node()[normalize-space()][not(self::comment() or self::processing-instruction())])[1]/self::abbr[not(@type)])[1]"/>
    <xsl:variable name="word" as="xs:string" select="normalize-space($witness)"/>
    <xsl:sequence select="
        if ($named) then $named/node()
        else if ($witness/self::witness and empty($witness/*) and matches($word, '^\S{1,3}$')) then $witness/text()[normalize-space()]
        else ()"/>
  </xsl:function>

  <!-- The printed siglum of an id, with its mark-up, else the id as it stands. -->
  <xsl:function name="wit:siglum" as="node()*">
    <xsl:param name="id" as="xs:string"/>
    <xsl:param name="document" as="document-node()"/>
    <xsl:variable name="printed" as="node()*" select="key('wit:by-id', $id, $document)[1] ! wit:printed(.)"/>
    <xsl:choose>
      <xsl:when test="$printed">
        <xsl:sequence select="$printed"/>
      </xsl:when>
      <xsl:otherwise>
        <xsl:value-of select="$id"/>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:function>

  <xsl:template match="witness" mode="norm:witness" as="element(rec:witness)">
    <rec:witness id="{wit:id(.)}" answers-to="{wit:answers-to(.)}">
      <xsl:copy-of select="@xml:lang"/>
      <rec:siglum>
        <xsl:apply-templates select="wit:siglum(wit:id(.), root(.))" mode="norm:text">
          <xsl:with-param name="entry" tunnel="yes" select="'witness'"/>
        </xsl:apply-templates>
      </rec:siglum>
      <rec:description>
        <xsl:apply-templates select="node() except (witness | listWit | abbr[@type = 'siglum'])" mode="norm:text">
          <xsl:with-param name="entry" tunnel="yes" select="'witness'"/>
          <xsl:with-param name="mixed" tunnel="yes" select="exists(text()[normalize-space()])"/>
        </xsl:apply-templates>
      </rec:description>
    </rec:witness>
  </xsl:template>

</xsl:stylesheet>
