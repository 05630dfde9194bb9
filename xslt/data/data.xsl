<?xml version="1.0" encoding="UTF-8"?>
<!-- The apparatus as data: a JSON array, one object for each reading (the lemma included), for statistics. What an object
     holds is said in README.md here. Input: TEI, or TEI normalised by ../common/document.xsl. -->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:map="http://www.w3.org/2005/xpath-functions/map"
    xmlns:rec="urn:recensio:edition"
    xmlns:norm="urn:recensio:normalise"
    xmlns:lab="urn:recensio:labels"
    xmlns:app="urn:recensio:apparatus"
    xmlns:wit="urn:recensio:witnesses"
    xmlns:data="urn:recensio:data"
    xpath-default-namespace="http://www.tei-c.org/ns/1.0"
    exclude-result-prefixes="#all">

  <xsl:import href="../common/normalise.xsl"/>
  <xsl:import href="../common/labels.xsl"/>
  <xsl:include href="../common/entries.xsl"/>

  <xsl:output method="text" encoding="UTF-8"/>

  <!-- (the accumulators, because the source document may come in un-normalised) -->
  <xsl:mode on-no-match="shallow-skip" use-accumulators="#all"/>

  <xsl:template match="/" as="xs:string">
    <xsl:variable name="edition" as="element(rec:edition)" select="(rec:edition, norm:document(.)/rec:edition)[1]"/>
    <xsl:sequence select="serialize(array { $edition/rec:apparatus/rec:entry ! data:rows(.) }, map { 'method': 'json' })"/>
  </xsl:template>

  <!-- The rows of an entry: one for each reading, one for each event in them. -->
  <xsl:function name="data:rows" as="map(*)*">
    <xsl:param name="entry" as="element(rec:entry)"/>
    <xsl:variable name="lemma" as="element()?" select="app:lemma($entry)"/>
    <xsl:variable name="shared" as="map(*)" select="map {
        'entry': string(($entry/@name, $entry/@id)[1]), 'n': data:number($entry/@n[not($entry/@silent)]), 'unit': string($entry/@unit), 'place': string($entry/@place),
        'lemma': string((app:anchor($entry/rec:lem), $lemma ! data:words(.))[1]), 'occurrence': data:number($entry/@occurrence),
        'layer': string($entry/@layer) }"/>
    <xsl:for-each select="$entry/(rec:lem, .//rec:rdg)">
      <xsl:variable name="row" as="map(*)" select="data:row(., $lemma, $shared)"/>
      <xsl:variable name="events" as="element()*" select="app:events-in(.)"/>
      <!-- (a reading that is nothing but events is told by them) -->
      <xsl:sequence select="$row[empty($events) or app:has-words(current())]"/>
      <xsl:sequence select="$events ! data:event(., $row)"/>
    </xsl:for-each>
    <xsl:if test="empty($entry/(rec:lem, .//rec:rdg)) and exists($entry/rec:note[normalize-space()])">
      <xsl:sequence select="map:merge(($shared, $data:nothing, map { 'kind': 'note', 'note': string-join($entry/rec:note ! app:plain(.), ' ') }), map { 'duplicates': 'use-last' })"/>
    </xsl:if>
  </xsl:function>

  <xsl:variable name="data:nothing" as="map(*)" select="map {
      'base': false(), 'reading': '', 'status': '', 'witnesses': '', 'sigla': '', 'sources': '', 'resp': '', 'scholars': '', 'hand': '', 'type': '', 'cause': '',
      'group': '', 'varSeq': (), 'note': '' }"/>

  <xsl:function name="data:row" as="map(*)">
    <xsl:param name="reading" as="element()"/>
    <xsl:param name="lemma" as="element()?"/>
    <xsl:param name="shared" as="map(*)"/>
    <xsl:variable name="ids" as="xs:string*" select="tokenize($reading/@wit)"/>
    <xsl:sequence select="map:merge(($shared, map {
        'kind': if ($reading/self::rec:lem or $reading/@lem) then 'lem' else 'rdg',
        'base': exists($reading[. is $lemma]),
        'reading': data:words($reading),
        'status': string($reading/@status),
        'witnesses': translate($reading/@wit, ' ', '&#9;'),
        'sigla': if ($reading/@sigla = $reading/@wit) then string($reading/@printed) else data:list($ids ! app:siglum($reading, .)),
        'sources': data:list(tokenize($reading/@source) ! replace(., '^#', '')),
        'resp': data:list(tokenize($reading/@resp) ! replace(., '^#', '')),
        'scholars': string($reading/@scholars),
        'hand': data:list(tokenize($reading/@hand) ! replace(., '^#', '')),
        'type': string($reading/@type), 'cause': string($reading/@cause),
        'group': string-join($reading/ancestor::rec:group ! (@type, @cause, 'group')[1], '/'),
        'varSeq': data:number($reading/@varSeq),
        'note': data:notes($reading) }))"/>
  </xsl:function>

  <!-- What is said of a reading: in it, or behind it. -->
  <xsl:function name="data:notes" as="xs:string">
    <xsl:param name="reading" as="element()"/>
    <xsl:variable name="behind" as="element()*" select="$reading/following-sibling::*[self::rec:note or self::rec:witDetail]
        [preceding-sibling::*[self::rec:lem or self::rec:rdg or self::rec:group][1] is $reading]"/>
    <xsl:sequence select="string-join(($reading//rec:call/key('app:note', @note)[1], $behind) ! (app:plain(.)[. != ''], string-join((app:detail(.), @witnesses[app:detail(..)]), ' ')[. != '']), ' · ')"/>
  </xsl:function>

  <xsl:function name="data:event" as="map(*)">
    <xsl:param name="event" as="element()"/>
    <xsl:param name="row" as="map(*)"/>
    <xsl:variable name="ids" as="xs:string*" select="if ($event/@wit) then wit:ids($event/@wit) else tokenize($row?witnesses, '&#9;')"/>
    <xsl:sequence select="map:merge(($row, map { 'kind': 'event', 'base': false(), 'status': local-name($event), 'reading': '',
        'witnesses': data:list($ids), 'sigla': data:list($ids ! app:siglum($event, .)) }), map { 'duplicates': 'use-last' })"/>
  </xsl:function>

  <!-- A list, in one string with tabs: the build makes lists of them (a hundred thousand arrays would need much room). -->
  <xsl:function name="data:list" as="xs:string">
    <xsl:param name="items" as="xs:string*"/>
    <xsl:sequence select="string-join($items, '&#9;')"/>
  </xsl:function>

  <xsl:function name="data:number" as="xs:integer?">
    <xsl:param name="value" as="attribute()?"/>
    <xsl:sequence select="$value[. castable as xs:integer] ! xs:integer(.)"/>
  </xsl:function>

  <!-- The words of the witnesses, without what editors say in them. -->
  <xsl:function name="data:words" as="xs:string">
    <xsl:param name="reading" as="element()"/>
    <xsl:variable name="pieces" as="xs:string*">
      <xsl:apply-templates select="$reading/node()" mode="app:plain">
        <xsl:with-param name="bare" select="true()" tunnel="yes"/>
      </xsl:apply-templates>
    </xsl:variable>
    <xsl:sequence select="normalize-unicode(normalize-space(string-join($pieces)))"/>
  </xsl:function>

</xsl:stylesheet>
