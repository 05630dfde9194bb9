<?xml version="1.0" encoding="UTF-8"?>
<!-- One side of a parallel edition (recensio/parallel): the same flow as a text by itself, in blocks, each with the row that it
     belongs to. Result: JSON (print:side). Where the pages break, and so what stands at their feet, is decided there: entries are
     told apart from the text, which holds their marks. Rows are stamped on the source (@rec:in-step); inside a paragraph a row begins
     a new one. -->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:map="http://www.w3.org/2005/xpath-functions/map"
    xmlns:rec="urn:recensio:edition"
    xmlns:norm="urn:recensio:normalise"
    xmlns:voc="urn:recensio:vocabulary"
    xmlns:lang="urn:recensio:language"
    xmlns:lab="urn:recensio:labels"
    xmlns:app="urn:recensio:apparatus"
    xmlns:print="urn:recensio:print"
    xmlns:p="urn:recensio:print:flow"
    xpath-default-namespace="http://www.tei-c.org/ns/1.0"
    exclude-result-prefixes="#all">

  <xsl:import href="print.xsl"/>

  <!-- Between the parts of a block: a noncharacter, which no text holds. -->
  <xsl:variable name="print:between" as="xs:string" select="'&#xFDD0;'"/>

  <xsl:template match="/" as="xs:string" priority="1">
    <xsl:variable name="edition" as="element(rec:edition)" select="(rec:edition, norm:document(.)/rec:edition)[1]"/>
    <xsl:variable name="side" as="map(*)">
      <xsl:apply-templates select="$edition" mode="print:side"/>
    </xsl:variable>
    <xsl:sequence select="serialize($side, map { 'method': 'json' })"/>
  </xsl:template>

  <xsl:mode name="print:side" on-no-match="fail"/>

  <!-- title, running, lang, dir, authors; layers (name:style); blocks (row, place, Typst); entries; behind (Typst, line by line) -->
  <xsl:template match="rec:edition" mode="print:side" as="map(*)">
    <xsl:variable name="flows" as="map(*)">
      <xsl:call-template name="print:flows"/>
    </xsl:variable>
    <xsl:variable name="blocks" as="xs:string*">
      <xsl:call-template name="print:set">
        <xsl:with-param name="flow" select="$flows?text"/>
        <xsl:with-param name="main-language" select="print:main-language(.)" tunnel="yes"/>
        <xsl:with-param name="main-direction" select="print:direction-of(rec:text)" tunnel="yes"/>
      </xsl:call-template>
    </xsl:variable>
    <xsl:variable name="about" as="node()*">
      <xsl:apply-templates select="." mode="print:about"/>
    </xsl:variable>
    <xsl:variable name="behind" as="xs:string*">
      <xsl:call-template name="print:set">
        <xsl:with-param name="flow" select="$flows?unplaced, $about"/>
      </xsl:call-template>
    </xsl:variable>
    <xsl:variable name="title" as="xs:string" select="(rec:title(.), $id)[1]"/>
    <xsl:sequence select="map {
        'title': $title, 'running': print:short($title), 'lang': (print:main-language(.), 'zxx')[1],
        'dir': print:direction-of(rec:text), 'authors': array { rec:authors(.) }, 'notes': lab:text('notes'),
        'layers': array { print:present-layers(., $flows?plain) },
        'blocks': array { $blocks }, 'behind': array { $behind },
        'entries': array { $flows?text/descendant-or-self::*[self::p:app or self::p:call[not(@again)]] ! print:entry(.) } }"/>
  </xsl:template>

  <!-- What is printed at the foot; key: its number, where lines do not give it. -->
  <xsl:function name="print:entry" as="map(*)">
    <xsl:param name="entry" as="element()"/>
    <xsl:sequence select="map {
        'id': string($entry/@id), 'layer': string($entry/@layer), 'key': ($entry/self::p:call/@n, $entry/@key)[1] ! string(),
        'lem': $entry/p:lem ! print:flat(node()), 'body': print:flat(if ($entry/self::p:call) then $entry/node() else $entry/p:body/node()),
        'place': $entry/@place ! string(), 'same': $entry/@same ! string(), 'back': exists($entry/@back) }"/>
  </xsl:function>

  <!-- ======== behind the text: witnesses and facts, which a text by itself has in front ======== -->

  <xsl:mode name="print:about" on-no-match="fail"/>

  <xsl:template match="rec:edition" mode="print:about" as="node()*">
    <xsl:sequence select="print:section('witnesses', rec:witnesses/(rec:witness | rec:family[rec:extent]) ! print:witness(.))"/>
    <xsl:sequence select="print:section('about', rec:facts(.) ! print:fact(.))"/>
  </xsl:template>

  <xsl:function name="print:witness" as="node()*">
    <xsl:param name="witness" as="element()"/>
    <xsl:variable name="body" as="element()">
      <p:body>
        <xsl:apply-templates select="$witness/rec:description/node()" mode="print:flow">
          <xsl:with-param name="in-entry" select="true()" tunnel="yes"/>
        </xsl:apply-templates>
        <xsl:if test="$witness/rec:extent">
          <p:gap/>
          <p:t look="italic"><xsl:value-of select="$witness/rec:extent ! app:extent(.)" separator="; "/></p:t>
        </xsl:if>
      </p:body>
    </xsl:variable>
    <p:block kind="small" left="0"/>
    <xsl:apply-templates select="$witness/rec:siglum/node()" mode="print:flow">
      <xsl:with-param name="look" select="'italic'" tunnel="yes"/>
    </xsl:apply-templates>
    <p:sign>&#x2003;</p:sign>
    <xsl:text> </xsl:text>
    <xsl:sequence select="print:unblocked($body)"/>
  </xsl:function>

  <xsl:function name="print:fact" as="node()*">
    <xsl:param name="fact" as="element(rec:fact)"/>
    <p:block kind="small" left="0"/>
    <p:t look="smallcaps"><xsl:value-of select="lab:text($fact/@label)"/></p:t>
    <xsl:text>: </xsl:text>
    <p:t>
      <xsl:if test="matches($fact/@href, '^https?://')">
        <xsl:attribute name="to" select="$fact/@href"/>
      </xsl:if>
      <xsl:value-of select="$fact"/>
    </p:t>
  </xsl:function>

  <!-- ======== rows ======== -->

  <!-- Where a row begins. -->
  <xsl:template match="*[@rec:in-step]" mode="print:flow" priority="100">
    <xsl:param name="in-entry" as="xs:boolean" tunnel="yes" select="false()"/>
    <xsl:choose>
      <xsl:when test="$in-entry">
        <xsl:next-match/>
      </xsl:when>
      <xsl:otherwise>
        <p:row-begins n="{@rec:in-step}"/>
        <xsl:if test="not(voc:is-block(.))">
          <xsl:call-template name="print:resume"/>
        </xsl:if>
        <xsl:next-match/>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template match="p:row-begins" mode="print:once"/>

  <xsl:template match="document-node()/(p:block | p:table | p:picture | p:ornament | p:section | p:open | p:close)" mode="print:once" as="element()">
    <xsl:copy>
      <xsl:copy-of select="@*"/>
      <xsl:attribute name="row" select="(preceding-sibling::p:row-begins[1]/@n, -1)[1]"/>
      <xsl:apply-templates mode="print:once"/>
    </xsl:copy>
  </xsl:template>

  <!-- A group as one string: row, place, Typst. (Groups inside of tables have no row.) -->
  <xsl:template name="print:set-group" as="xs:string*">
    <xsl:param name="group" as="node()*"/>
    <xsl:param name="previous" as="element()"/>
    <xsl:if test="exists($group)">
      <xsl:variable name="set" as="xs:string*">
        <xsl:apply-templates select="head($group)" mode="print:set">
          <xsl:with-param name="content" select="tail($group)"/>
          <xsl:with-param name="previous" select="$previous"/>
        </xsl:apply-templates>
      </xsl:variable>
      <xsl:variable name="row" as="xs:string?" select="head($group)/@row"/>
      <xsl:sequence select="if ($row) then string-join(($row, string(head($group)/@at), string-join($set, '&#10;')), $print:between) else $set"/>
    </xsl:if>
  </xsl:template>

  <!-- ======== marks ======== -->

  <xsl:template match="p:app" mode="print:piece" as="xs:string">
    <xsl:param name="inside" as="xs:boolean" select="false()"/>
    <xsl:sequence select="'#app(' || print:literal(@id) || print:arguments(map { 'inside': ($inside or @back)[.] }) || ');'"/>
  </xsl:template>

  <xsl:template match="p:call[not(@again)]" mode="print:piece" as="xs:string">
    <xsl:sequence select="'#call(' || print:literal(@id) || ', ' || print:literal(@n) || ');'"/>
  </xsl:template>

</xsl:stylesheet>
