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

  <!-- Groups that have a name of their own: lists of witnesses, and witnesses that hold others; the outer ones first. -->
  <xsl:function name="wit:groups" as="element()*">
    <xsl:param name="document" as="document-node()"/>
    <xsl:sequence select="key('wit:group', 'group', $document)[. is key('wit:by-id', wit:id(.), $document)[1]]"/>
  </xsl:function>

  <xsl:key name="wit:group" match="listWit[wit:id(.)][.//witness] | witness[wit:id(.)][.//witness]" use="'group'"/>
  <xsl:key name="wit:prefix" match="prefixDef[@ident][normalize-space(@matchPattern)]" use="@ident"/>

  <!-- The ids in a @wit: split at white space, of each pointer the part behind the last #. -->
  <xsl:function name="wit:ids" as="xs:string*">
    <xsl:param name="pointers" as="item()?"/>
    <xsl:sequence select="tokenize($pointers) ! (
        if (starts-with(., '#')) then substring(., 2)
        else if (contains(., ':') and $pointers instance of node()) then wit:prefixed(., root($pointers))
        else tokenize(., '#')[last()])[. != '']"/>
  </xsl:function>

  <!-- A pointer with a prefix that the header defines (wit:A), as the header resolves it; with any other, as it stands. -->
  <xsl:function name="wit:prefixed" as="xs:string">
    <xsl:param name="pointer" as="xs:string"/>
    <xsl:param name="document" as="node()"/>
    <xsl:variable name="rule" as="element(prefixDef)?" select="
        $document[self::document-node()] ! key('wit:prefix', substring-before($pointer, ':'), .)[1]"/>
    <xsl:variable name="rest" as="xs:string" select="substring-after($pointer, ':')"/>
    <xsl:sequence select="tokenize(if ($rule) then wit:replaced($rest, $rule) else $pointer, '#')[last()]"/>
  </xsl:function>

  <xsl:function name="wit:replaced" as="xs:string">
    <xsl:param name="rest" as="xs:string"/>
    <xsl:param name="rule" as="element(prefixDef)"/>
    <xsl:try select="replace($rest, '^(?:' || $rule/@matchPattern || ')$', string($rule/@replacementPattern))">
      <xsl:catch select="$rest"/>
    </xsl:try>
  </xsl:function>

  <!-- Was it collated in places only? Then nobody knows its text between these, and none is made of it. -->
  <xsl:function name="wit:is-sampled" as="xs:boolean">
    <xsl:param name="witness" as="element(witness)"/>
    <xsl:sequence select="exists($witness/@rec:elsewhere) or $witness/(ancestor-or-self::witness | ancestor::listWit)/(@ana, @type)
        ! tokenize(translate(lower-case(.), '#', ' ')) = ('sampled', 'collated-in-places')"/>
  </xsl:function>

  <!-- Every id that a witness answers to: its own, and those of the groups it belongs to. -->
  <xsl:function name="wit:answers-to" as="xs:string*">
    <xsl:param name="witness" as="element(witness)"/>
    <xsl:sequence select="distinct-values($witness/(ancestor-or-self::witness | ancestor::listWit) ! wit:id(.))"/>
  </xsl:function>

  <!-- What a witness says its siglum is: abbr[@type='siglum'], an abbr that it begins with, or its only, short, word. -->
  <xsl:function name="wit:printed" as="node()*">
    <xsl:param name="witness" as="element()"/>
    <xsl:variable name="named" as="element()?" select="$witness/(abbr[@type = 'siglum'], (label | head)/abbr[@type = 'siglum'],
        idno[@type = 'siglum'], (node()[normalize-space()][not(self::comment() or self::processing-instruction())])[1]/self::abbr[not(@type)])[1]"/>
    <xsl:variable name="word" as="xs:string" select="normalize-space($witness)"/>
    <xsl:sequence select="
        if ($named) then $named/node()
        else if ($witness/self::witness and empty($witness/*) and matches($word, '^\S{1,3}$') and matches($word, '[\p{L}\p{N}]')) then $witness/text()[normalize-space()]
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

  <!-- ======== where a witness has text ======== -->

  <!-- The events that concern a witness, in the order of the text. -->
  <xsl:function name="wit:events" as="map(*)*">
    <xsl:param name="witness" as="element(witness)"/>
    <xsl:param name="events" as="map(*)*"/>
    <xsl:variable name="names" as="xs:string*" select="wit:answers-to($witness)"/>
    <xsl:sequence select="$events[?wit = $names]"/>
  </xsl:function>

  <!-- Witnesses that no list declares and of which the text tells where they begin or end. -->
  <xsl:function name="wit:undeclared" as="element(rec:family)*">
    <xsl:param name="document" as="document-node()"/>
    <xsl:param name="events" as="map(*)*"/>
    <xsl:for-each select="distinct-values($events?wit)[empty(key('wit:by-id', ., $document))]">
      <rec:family id="{.}">
        <rec:siglum><xsl:value-of select="."/></rec:siglum>
        <rec:description/>
        <xsl:sequence select="wit:extents($events[?wit = current()])"/>
      </rec:family>
    </xsl:for-each>
  </xsl:function>

  <!-- The stretches in which it has none: from, to (steps of the walk over the text). -->
  <xsl:function name="wit:silences" as="map(xs:string, xs:integer)*">
    <xsl:param name="witness" as="element(witness)"/>
    <xsl:param name="events" as="map(*)*"/>
    <xsl:variable name="own" as="map(*)*" select="wit:events($witness, $events)"/>
    <xsl:variable name="begins-silent" as="xs:boolean" select="$own[1]?kind = ('witStart', 'lacunaEnd')"/>
    <xsl:variable name="edges" as="map(*)*" select="
        map { 'silent': $begins-silent, 'at': -1 }, $own ! map { 'silent': ?kind = ('witEnd', 'lacunaStart'), 'at': ?order }"/>
    <xsl:sequence select="for $i in 1 to count($edges) return $edges[$i][?silent]
        ! map { 'from': xs:integer(?at), 'to': ($edges[$i + 1]?at ! xs:integer(.), 2147483647)[1] }"/>
  </xsl:function>

  <!-- What the events tell, for the description of the witness: text from … to …, lacuna from … to …. -->
  <xsl:function name="wit:extents" as="element(rec:extent)*">
    <xsl:param name="own" as="map(*)*"/>
    <xsl:sequence select="wit:stretches('text', $own[?kind = ('witStart', 'witEnd')], 'witStart'),
        wit:stretches('lacuna', $own[?kind = ('lacunaStart', 'lacunaEnd')], 'lacunaStart')"/>
  </xsl:function>

  <xsl:function name="wit:stretches" as="element(rec:extent)*">
    <xsl:param name="kind" as="xs:string"/>
    <xsl:param name="events" as="map(*)*"/>
    <xsl:param name="opening" as="xs:string"/>
    <xsl:for-each select="1 to count($events)">
      <xsl:variable name="i" as="xs:integer" select="."/>
      <xsl:variable name="event" as="map(*)" select="$events[$i]"/>
      <xsl:variable name="opens" as="xs:boolean" select="$event?kind = $opening"/>
      <xsl:variable name="partner" as="map(*)?" select="$events[$i + 1][$opens][?kind != $opening]"/>
      <!-- (an end is told with its beginning, or by itself where it has none) -->
      <xsl:if test="$opens or not($events[$i - 1]?kind = $opening)">
        <rec:extent kind="{$kind}">
          <xsl:sequence select="wit:edge('from', $event[$opens]?at), wit:edge('to', ($partner, $event[not($opens)])[1]?at)"/>
        </rec:extent>
      </xsl:if>
    </xsl:for-each>
  </xsl:function>

  <xsl:function name="wit:edge" as="attribute()*">
    <xsl:param name="name" as="xs:string"/>
    <xsl:param name="at" as="map(*)?"/>
    <xsl:if test="exists($at)">
      <xsl:attribute name="{$name}" select="$at?place"/>
      <xsl:attribute name="{$name}-unit" select="$at?unit"/>
    </xsl:if>
  </xsl:function>

  <!-- ======== in the edition ======== -->

  <!-- A list of witnesses that has a siglum of its own. -->
  <xsl:template match="listWit" mode="norm:witness" as="element(rec:family)">
    <rec:family id="{wit:id(.)}">
      <rec:siglum>
        <xsl:apply-templates select="wit:siglum(wit:id(.), root(.))" mode="norm:text">
          <xsl:with-param name="entry" tunnel="yes" select="'witness'"/>
        </xsl:apply-templates>
      </rec:siglum>
      <rec:description>
        <xsl:value-of select="normalize-space(string-join(head ! app:own-words(.), ' '))"/>
      </rec:description>
    </rec:family>
  </xsl:template>

  <xsl:template match="witness" mode="norm:witness" as="element(rec:witness)">
    <xsl:param name="events" as="map(*)*" tunnel="yes" select="()"/>
    <rec:witness id="{wit:id(.)}" answers-to="{wit:answers-to(.)}">
      <xsl:copy-of select="@xml:lang"/>
      <xsl:if test="wit:is-sampled(.)">
        <xsl:attribute name="sampled" select="'1'"/>
      </xsl:if>
      <rec:siglum>
        <xsl:apply-templates select="wit:siglum(wit:id(.), root(.))" mode="norm:text">
          <xsl:with-param name="entry" tunnel="yes" select="'witness'"/>
        </xsl:apply-templates>
      </rec:siglum>
      <rec:description>
        <xsl:apply-templates select="node() except (witness | listWit | abbr[@type = 'siglum'])" mode="norm:text">
          <xsl:with-param name="entry" tunnel="yes" select="'witness'"/>
          <!-- (a note on it is told with it) -->
          <xsl:with-param name="register" tunnel="yes" select="true()"/>
          <xsl:with-param name="mixed" tunnel="yes" select="exists(text()[normalize-space()])"/>
        </xsl:apply-templates>
      </rec:description>
      <xsl:sequence select="wit:extents(wit:events(., $events))"/>
    </rec:witness>
  </xsl:template>

</xsl:stylesheet>
