<?xml version="1.0" encoding="UTF-8"?>
<!-- Which of several equal words an entry speaks of (et²). In print that is counted in the line that the entry names by its
     number, and where lines end is known only when the pages stand. So the lemma's equals nearby are marked in the flow
     (p:same), and recensio.typ counts those that came to stand on its line. -->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:map="http://www.w3.org/2005/xpath-functions/map"
    xmlns:array="http://www.w3.org/2005/xpath-functions/array"
    xmlns:loc="urn:recensio:loci"
    xmlns:app="urn:recensio:apparatus"
    xmlns:print="urn:recensio:print"
    xmlns:p="urn:recensio:print:flow"
    exclude-result-prefixes="#all">

  <!-- How far off a word can be on the same line of print; and on the same numbered line or verse, which may be longer. -->
  <xsl:variable name="print:near" as="xs:integer" select="30"/>
  <xsl:variable name="print:near-in-verse" as="xs:integer" select="100"/>

  <!-- A flow with equal words marked. -->
  <xsl:template name="print:with-same" as="node()*">
    <xsl:param name="flow" as="node()*"/>
    <xsl:for-each-group select="$flow" group-starting-with="p:block[not(@after or @again)] | p:table | p:picture | p:ornament | p:section">
      <xsl:choose>
        <xsl:when test="current-group()/self::p:app[p:lem][not(@back)]">
          <xsl:call-template name="print:marked-stretch">
            <xsl:with-param name="nodes" select="current-group()"/>
          </xsl:call-template>
        </xsl:when>
        <xsl:otherwise>
          <xsl:sequence select="current-group()"/>
        </xsl:otherwise>
      </xsl:choose>
    </xsl:for-each-group>
  </xsl:template>

  <!-- What a node of the flow says in the line. A word runs on over a line end with a hyphen. -->
  <xsl:function name="print:said" as="xs:string">
    <xsl:param name="node" as="node()"/>
    <xsl:sequence select="
        if ($node[self::text() or self::p:t]) then string($node)
        else if ($node[self::p:break][not(preceding-sibling::node()[1][self::p:hyphen])] or $node[self::p:gap or self::p:block or self::p:sign]) then ' '
        else ''"/>
  </xsl:function>

  <!-- A paragraph (or a verse in its parts). -->
  <xsl:template name="print:marked-stretch" as="node()*">
    <xsl:param name="nodes" as="node()*"/>
    <xsl:variable name="said" as="xs:string*" select="$nodes ! print:said(.)"/>
    <xsl:variable name="offsets" as="xs:integer*" select="print:offsets($said)"/>
    <xsl:variable name="line" as="xs:string" select="string-join($said)"/>
    <xsl:variable name="plain" as="xs:string" select="replace($line, '[\p{P}\p{S}\p{Z}\p{Cc}]', ' ')"/>
    <xsl:variable name="words" as="array(xs:string)" select="array { tokenize(loc:folded($plain)) }"/>
    <xsl:variable name="lemmata" as="map(*)*" select="print:lemmata($nodes, $offsets, $line, $plain)"/>
    <xsl:variable name="near" as="xs:integer" select="
        if ($nodes/(self::p:number, self::p:block[@verse or @lines])) then $print:near-in-verse else $print:near"/>
    <xsl:variable name="runs" as="map(*)*" select="$lemmata ! print:equals(., $words, $near)"/>
    <xsl:choose>
      <xsl:when test="empty($runs)">
        <xsl:sequence select="$nodes"/>
      </xsl:when>
      <xsl:otherwise>
        <xsl:call-template name="print:with-marks">
          <xsl:with-param name="nodes" select="$nodes"/>
          <xsl:with-param name="offsets" select="$offsets"/>
          <xsl:with-param name="same" select="map:merge($runs ! map { ?entry: ?same })"/>
          <xsl:with-param name="marks" select="print:marks($runs, print:word-starts($plain))"/>
        </xsl:call-template>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- How much of the line stands in front of each piece. -->
  <xsl:function name="print:offsets" as="xs:integer*">
    <xsl:param name="said" as="xs:string*"/>
    <xsl:iterate select="$said">
      <xsl:param name="at" as="xs:integer" select="0"/>
      <xsl:sequence select="$at"/>
      <xsl:next-iteration>
        <xsl:with-param name="at" select="$at + string-length(.)"/>
      </xsl:next-iteration>
    </xsl:iterate>
  </xsl:function>

  <!-- The lemmata that are whole words of the line: entry, first and last word. -->
  <xsl:function name="print:lemmata" as="map(*)*">
    <xsl:param name="nodes" as="node()*"/>
    <xsl:param name="offsets" as="xs:integer*"/>
    <xsl:param name="line" as="xs:string"/>
    <xsl:param name="plain" as="xs:string"/>
    <xsl:variable name="ends" as="map(xs:string, xs:integer)" select="map:merge(
        for $n in 1 to count($nodes) return $nodes[$n]/self::p:end ! map { string(@id): $offsets[$n] })"/>
    <xsl:variable name="spans" as="map(*)*" select="
        for $n in 1 to count($nodes), $app in $nodes[$n]/self::p:app[p:lem][not(@back)][exists($ends(@id))]
        return map { 'entry': string($app/@id), 'from': $offsets[$n], 'to': $ends($app/@id), 'words': string($app/p:lem) }"/>
    <xsl:variable name="whole" as="map(*)*" select="
        $spans[?to gt ?from][not(loc:is-inside-word($plain, ?from) or loc:is-inside-word($plain, ?to))]
          [app:letters-of(?words) = app:letters-of(substring($line, ?from + 1, ?to - ?from))]"/>
    <xsl:variable name="before" as="map(xs:integer, xs:integer)" select="if (exists($whole)) then loc:counted($plain, $whole ! (?from, ?to)) else map {}"/>
    <xsl:sequence select="$whole ! map { 'entry': ?entry, 'first': $before(?from) + 1, 'last': $before(?to) }[?last ge ?first]"/>
  </xsl:function>

  <!-- A lemma that has its like nearby: its words, and where they stand (itself included). -->
  <xsl:function name="print:equals" as="map(*)?">
    <xsl:param name="lemma" as="map(*)"/>
    <xsl:param name="words" as="array(xs:string)"/>
    <xsl:param name="near" as="xs:integer"/>
    <xsl:variable name="word" as="xs:string" select="$words($lemma?first)"/>
    <xsl:variable name="nearby" as="xs:integer*" select="
        max(($lemma?first - $near, 1)) to min(($lemma?first + $near, array:size($words)))"/>
    <xsl:variable name="equal" as="xs:integer*" select="loc:equal($lemma?first, $lemma?last, $nearby[$words(.) = $word], $words)"/>
    <xsl:if test="count($equal) gt 1">
      <xsl:sequence select="map { 'entry': $lemma?entry, 'places': $equal, 'same': string-join(($lemma?first to $lemma?last) ! $words(.), ' ') }"/>
    </xsl:if>
  </xsl:function>

  <!-- Where each word of a line begins. -->
  <xsl:function name="print:word-starts" as="array(xs:integer)">
    <xsl:param name="plain" as="xs:string"/>
    <xsl:variable name="starts" as="xs:integer*">
      <xsl:iterate select="tokenize($plain, ' ')">
        <xsl:param name="at" as="xs:integer" select="0"/>
        <xsl:sequence select="$at[current() != '']"/>
        <xsl:next-iteration>
          <xsl:with-param name="at" select="$at + string-length(.) + 1"/>
        </xsl:next-iteration>
      </xsl:iterate>
    </xsl:variable>
    <xsl:sequence select="array { $starts }"/>
  </xsl:function>

  <!-- What to mark where: offset → the runs of words that begin there, each once. -->
  <xsl:function name="print:marks" as="map(xs:integer, xs:string*)">
    <xsl:param name="runs" as="map(*)*"/>
    <xsl:param name="starts" as="array(xs:integer)"/>
    <xsl:map>
      <xsl:for-each-group select="for $run in $runs, $place in $run?places return map { 'at': $starts($place), 'same': $run?same }" group-by="?at">
        <xsl:map-entry key="current-grouping-key()" select="distinct-values(current-group()?same)"/>
      </xsl:for-each-group>
    </xsl:map>
  </xsl:function>

  <xsl:template name="print:with-marks" as="node()*">
    <xsl:param name="nodes" as="node()*"/>
    <xsl:param name="offsets" as="xs:integer*"/>
    <xsl:param name="same" as="map(xs:string, xs:string)"/>
    <xsl:param name="marks" as="map(xs:integer, xs:string*)"/>
    <xsl:variable name="places" as="xs:integer*" select="sort(map:keys($marks))"/>
    <xsl:iterate select="1 to count($nodes)">
      <xsl:param name="left" as="xs:integer*" select="$places"/>
      <xsl:variable name="node" as="node()" select="$nodes[current()]"/>
      <xsl:variable name="from" as="xs:integer" select="$offsets[current()]"/>
      <xsl:variable name="to" as="xs:integer" select="if ($node[self::text() or self::p:t]) then $from + string-length($node) else $from"/>
      <xsl:variable name="here" as="xs:integer*" select="print:up-to($left, $to)"/>
      <xsl:choose>
        <xsl:when test="$node[self::p:app][exists($same(@id))]">
          <p:app same="{$same($node/@id)}">
            <xsl:copy-of select="$node/(@*, node())"/>
          </p:app>
        </xsl:when>
        <xsl:when test="exists($here)">
          <xsl:for-each select="distinct-values(($from, $here))">
            <xsl:variable name="end" as="xs:integer" select="($here[. gt current()], $to)[1]"/>
            <xsl:sequence select="$marks(.) ! print:same-mark(.)"/>
            <xsl:sequence select="print:part-of($node, substring($node, . - $from + 1, $end - .))"/>
          </xsl:for-each>
        </xsl:when>
        <xsl:otherwise>
          <xsl:sequence select="$node"/>
        </xsl:otherwise>
      </xsl:choose>
      <xsl:next-iteration>
        <xsl:with-param name="left" select="subsequence($left, count($here) + 1)"/>
      </xsl:next-iteration>
    </xsl:iterate>
  </xsl:template>

  <!-- The first of ascending numbers that are below a limit. -->
  <xsl:function name="print:up-to" as="xs:integer*">
    <xsl:param name="numbers" as="xs:integer*"/>
    <xsl:param name="limit" as="xs:integer"/>
    <xsl:iterate select="$numbers">
      <xsl:choose>
        <xsl:when test=". ge $limit">
          <xsl:break/>
        </xsl:when>
        <xsl:otherwise>
          <xsl:sequence select="."/>
        </xsl:otherwise>
      </xsl:choose>
    </xsl:iterate>
  </xsl:function>

  <xsl:function name="print:same-mark" as="element(p:same)">
    <xsl:param name="words" as="xs:string"/>
    <p:same words="{$words}"/>
  </xsl:function>

  <!-- A text node, or run of words, with a part of its text. -->
  <xsl:function name="print:part-of" as="node()*">
    <xsl:param name="node" as="node()"/>
    <xsl:param name="text" as="xs:string"/>
    <xsl:choose>
      <xsl:when test="$text = ''"/>
      <xsl:when test="$node[self::p:t]">
        <p:t>
          <xsl:copy-of select="$node/@*"/>
          <xsl:value-of select="$text"/>
        </p:t>
      </xsl:when>
      <xsl:otherwise>
        <xsl:value-of select="$text"/>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:function>

</xsl:stylesheet>
