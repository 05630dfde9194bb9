<?xml version="1.0" encoding="UTF-8"?>
<!-- The flow of a whole text: its words with their marks; and what stands behind it: entries and notes that found no place
     at the foot, or the registers of a document that holds no text. -->
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

  <!-- Every entry and note once: the key finds its first place. -->
  <xsl:key name="print:place" match="p:app | p:call[not(@again)]" use="@id"/>

  <!-- The context edition as flows: text (with equal words marked), plain (the same without); unplaced (entries and notes that have
       no place at the foot). -->
  <xsl:template name="print:flows" as="map(*)">
    <xsl:variable name="raw" as="document-node()">
      <xsl:document>
        <xsl:call-template name="print:rights-notice"/>
        <xsl:apply-templates select="rec:text/node()" mode="print:flow">
          <xsl:with-param name="line-length" tunnel="yes" select="print:line-length(rec:text)"/>
        </xsl:apply-templates>
        <xsl:if test="empty(rec:text/*) and not(@published = 'header')">
          <xsl:apply-templates select="." mode="print:registers"/>
        </xsl:if>
      </xsl:document>
    </xsl:variable>
    <xsl:variable name="flow" as="document-node()">
      <xsl:document>
        <xsl:apply-templates select="$raw/node()" mode="print:once"/>
      </xsl:document>
    </xsl:variable>
    <xsl:variable name="marked" as="document-node()">
      <xsl:document>
        <xsl:call-template name="print:with-same">
          <xsl:with-param name="flow" select="$flow/node()"/>
        </xsl:call-template>
      </xsl:document>
    </xsl:variable>
    <xsl:variable name="unplaced" as="node()*">
      <xsl:apply-templates select="." mode="print:unplaced">
        <xsl:with-param name="flow" select="$flow"/>
      </xsl:apply-templates>
    </xsl:variable>
    <xsl:sequence select="map { 'text': $marked/node(), 'plain': $flow, 'unplaced': $unplaced }"/>
  </xsl:template>

  <!-- The same entry or note again: only its call. -->
  <xsl:mode name="print:once" on-no-match="shallow-copy"/>

  <xsl:template match="p:app[not(. is key('print:place', @id)[1])]" mode="print:once"/>

  <xsl:template match="p:call[not(. is key('print:place', @id)[1])]" mode="print:once" as="element(p:call)">
    <p:call again="1">
      <xsl:copy-of select="@id, @n, @worded"/>
    </p:call>
  </xsl:template>

  <!-- The layers at the foot, from top to bottom; those of the apparatus in the edition's order. -->
  <xsl:function name="print:layers" as="xs:string*">
    <xsl:param name="edition" as="element(rec:edition)"/>
    <xsl:sequence select="'author:block', 'source:run-in', tokenize($edition/rec:apparatus/@layers)[not(. = ('author', 'source', 'editor'))] ! (. || ':run-in'), 'editor:block'"/>
  </xsl:function>

  <!-- Those that have anything to say. -->
  <xsl:function name="print:present-layers" as="xs:string*">
    <xsl:param name="edition" as="element(rec:edition)"/>
    <xsl:param name="flow" as="document-node()"/>
    <xsl:variable name="present" as="xs:string*" select="distinct-values($flow//(p:app | p:call)/@layer)"/>
    <xsl:sequence select="print:layers($edition)[substring-before(., ':') = $present]"/>
  </xsl:function>

  <xsl:function name="print:word-count" as="xs:integer">
    <xsl:param name="flow" as="document-node()"/>
    <xsl:sequence select="xs:integer(sum($flow/(text() | p:t) ! count(tokenize(.))))"/>
  </xsl:function>

  <xsl:function name="print:main-language" as="xs:string?">
    <xsl:param name="edition" as="element(rec:edition)"/>
    <xsl:sequence select="($edition/rec:text/*/@xml:lang, $edition/@xml:lang, $edition/rec:text/*/(body, group)[1]/@xml:lang,
        $edition/rec:header/teiHeader[1]//langUsage[not(language[2])]/language/@ident)[1] ! print:language-code(.)"/>
  </xsl:function>

  <!-- ======== behind the text ======== -->

  <xsl:mode name="print:unplaced" on-no-match="fail"/>

  <xsl:template match="rec:edition" mode="print:unplaced" as="node()*">
    <xsl:param name="flow" as="document-node()"/>
    <xsl:variable name="entries" as="element()*" select="rec:apparatus/rec:entry[not(@silent)][not(print:is-told(., $flow))]"/>
    <xsl:variable name="notes" as="element()*" select="rec:notes/rec:note[not(print:is-told(., $flow))]"/>
    <xsl:variable name="told" as="node()*">
      <xsl:for-each-group select="$entries" group-adjacent="string(@list)">
        <xsl:sequence select="print:list-head(current-group()[1], position() gt 1)"/>
        <xsl:sequence select="current-group() ! print:unplaced-entry(.)"/>
      </xsl:for-each-group>
    </xsl:variable>
    <xsl:sequence select="print:section('apparatus', $told)"/>
    <xsl:sequence select="print:section('notes', $notes ! print:unplaced-note(.))"/>
  </xsl:template>

  <!-- Does an entry or a note stand at the foot, or inside an entry or note that does? -->
  <xsl:function name="print:is-told" as="xs:boolean">
    <xsl:param name="what" as="element()"/>
    <xsl:param name="flow" as="document-node()"/>
    <xsl:sequence select="exists(key('print:place', $what/@id, $flow)) or exists(key('print:told-in', $what/@id, root($what))[print:is-told(., $flow)])"/>
  </xsl:function>

  <!-- The entries and notes that hold the place of another one. -->
  <xsl:key name="print:told-in" match="rec:entry | rec:note" use="(.//app/@rec:entry, .//rec:mark/@entry, .//rec:call/@note)[not(. = current()/@id)]"/>

  <xsl:function name="print:section" as="node()*">
    <xsl:param name="label" as="xs:string"/>
    <xsl:param name="content" as="node()*"/>
    <xsl:if test="exists($content)">
      <p:section><xsl:value-of select="lab:text($label)"/></p:section>
      <xsl:sequence select="$content"/>
    </xsl:if>
  </xsl:function>

  <!-- What a list of entries is called; a list without a name stands apart from the one before it. -->
  <xsl:function name="print:list-head" as="node()*">
    <xsl:param name="first" as="element(rec:entry)"/>
    <xsl:param name="follows" as="xs:boolean"/>
    <xsl:choose>
      <xsl:when test="$first/@list-head">
        <p:block kind="small" left="0" keep="yes" spaced="yes"/>
        <p:t look="italic"><xsl:value-of select="$first/@list-head"/></p:t>
        <xsl:for-each select="$first/@list-desc">
          <p:block kind="small" left="0" keep="yes"/>
          <xsl:value-of select="."/>
        </xsl:for-each>
      </xsl:when>
      <xsl:when test="$follows">
        <p:ornament/>
      </xsl:when>
    </xsl:choose>
  </xsl:function>

  <xsl:function name="print:unplaced-entry" as="node()*">
    <xsl:param name="entry" as="element(rec:entry)"/>
    <xsl:variable name="app" as="element(p:app)">
      <xsl:apply-templates select="$entry" mode="print:entry"/>
    </xsl:variable>
    <p:block kind="small" left="0" at="{print:place($entry)}"/>
    <xsl:for-each select="app:place($entry/@unit, $entry/@place)[. != '']">
      <p:t look="bold"><xsl:value-of select="."/></p:t>
      <xsl:text> </xsl:text>
    </xsl:for-each>
    <xsl:if test="$app/p:lem">
      <xsl:sequence select="print:unblocked($app/p:lem)"/>
      <p:sign><xsl:value-of select="lab:text('separator')"/></p:sign>
      <xsl:text> </xsl:text>
    </xsl:if>
    <xsl:sequence select="print:unblocked($app/p:body)"/>
  </xsl:function>

  <xsl:function name="print:unplaced-note" as="node()*">
    <xsl:param name="note" as="element(rec:note)"/>
    <xsl:variable name="body" as="element()">
      <p:body>
        <xsl:apply-templates select="$note" mode="print:note"/>
      </p:body>
    </xsl:variable>
    <p:block kind="small" left="0" at="{print:place($note)}"/>
    <p:t look="bold"><xsl:value-of select="$note/@n"/></p:t>
    <xsl:text> </xsl:text>
    <xsl:sequence select="print:unblocked($body)"/>
  </xsl:function>

  <!-- What stands in a block of its own: its inner blocks are lines of it. -->
  <xsl:function name="print:unblocked" as="node()*">
    <xsl:param name="element" as="element()"/>
    <xsl:for-each select="print:blocks($element/node())[some $node in ?* satisfies print:has-words($node)]">
      <xsl:if test="position() gt 1">
        <p:break/>
      </xsl:if>
      <xsl:sequence select="?*[not(self::p:name)]"/>
    </xsl:for-each>
  </xsl:function>

  <!-- ======== registers ======== -->

  <xsl:mode name="print:registers" on-no-match="fail"/>

  <!-- A document that holds no text: its registers, or a line that says so. -->
  <xsl:template match="rec:edition" mode="print:registers" as="node()*">
    <xsl:for-each select="rec:registers/*">
      <p:section><xsl:value-of select="(normalize-space(head[1])[. != ''], lab:text(print:register-label(.)))[1]"/></p:section>
      <xsl:for-each select="* except head">
        <p:block kind="item" left="0" lines="no"/>
        <xsl:for-each select="node()">
          <xsl:apply-templates select="." mode="print:flow">
            <xsl:with-param name="in-entry" select="true()" tunnel="yes"/>
          </xsl:apply-templates>
        </xsl:for-each>
      </xsl:for-each>
    </xsl:for-each>
    <xsl:if test="empty(rec:registers/*)">
      <p:block kind="start" left="0" lines="no"/>
      <p:t look="italic"><xsl:value-of select="lab:text('noText')"/></p:t>
    </xsl:if>
  </xsl:template>

  <xsl:function name="print:register-label" as="xs:string">
    <xsl:param name="register" as="element()"/>
    <xsl:variable name="labels" as="map(xs:string, xs:string)" select="map {
        'listPerson': 'persons', 'listPlace': 'places', 'listOrg': 'orgs', 'listEvent': 'events', 'listBibl': 'bibliography' }"/>
    <xsl:sequence select="($labels(local-name($register)), 'registers')[1]"/>
  </xsl:function>

</xsl:stylesheet>
