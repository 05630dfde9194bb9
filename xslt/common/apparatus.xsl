<?xml version="1.0" encoding="UTF-8"?>
<!-- The critical apparatus, collected: in the text stand the readings (app with lem and rdg, one of them @rec:base);
     rec:apparatus holds one rec:entry for each app, with lemma, readings, notes. TEI Guidelines, chapter 13. -->
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
    xmlns:sig="urn:recensio:sigla"
    xmlns:loc="urn:recensio:loci"
    xmlns="http://www.tei-c.org/ns/1.0"
    xpath-default-namespace="http://www.tei-c.org/ns/1.0"
    exclude-result-prefixes="#all">

  <xsl:include href="status.xsl"/>
  <xsl:include href="sigla.xsl"/>
  <xsl:include href="scholars.xsl"/>
  <xsl:include href="loci.xsl"/>

  <!-- The names of layers in the order in which they are shown; those not named come behind. -->
  <xsl:param name="apparatus-layers" as="xs:string" select="''"/>

  <xsl:mode name="norm:entry" on-no-match="shallow-skip" use-accumulators="note:count app:count"/>

  <!-- How many entries so far: all, and those that are shown. -->
  <xsl:accumulator name="app:count" as="xs:integer+" initial-value="0, 0">
    <xsl:accumulator-rule match="app" select="$value[1] + 1, $value[2] + (if (app:is-silent(.)) then 0 else 1)"/>
  </xsl:accumulator>

  <!-- ======== readings ======== -->

  <!-- The lemmata and readings of one app, out of their groups, without those of apps inside it. -->
  <xsl:function name="app:readings" as="element()*">
    <xsl:param name="parent" as="element()"/>
    <xsl:sequence select="
        if (empty($parent/rdgGrp)) then $parent/*[self::lem or self::rdg]
        else for $child in $parent/(lem | rdg | rdgGrp) return if ($child/self::rdgGrp) then app:readings($child) else $child"/>
  </xsl:function>

  <!-- The reading that is base text: the first lem, or without one the first rdg. -->
  <xsl:function name="app:base" as="element()?">
    <xsl:param name="app" as="element(app)"/>
    <xsl:variable name="readings" as="element()*" select="app:readings($app)"/>
    <xsl:sequence select="if (app:is-attached($app)) then () else ($readings[self::lem], $readings)[1]"/>
  </xsl:function>

  <!-- Ids of the witnesses of a reading; a group's serve for what it holds. -->
  <xsl:function name="app:witnesses" as="xs:string*">
    <xsl:param name="reading" as="element()"/>
    <xsl:sequence select="
        if ($reading/@wit or empty($reading/parent::rdgGrp)) then wit:ids($reading/@wit) else app:witnesses($reading/parent::rdgGrp)"/>
  </xsl:function>

  <xsl:function name="app:id" as="xs:string">
    <xsl:param name="app" as="element(app)"/>
    <xsl:sequence select="'entry-' || $app/accumulator-before('app:count')[1]"/>
  </xsl:function>

  <!-- Its number among the entries that are shown. -->
  <xsl:function name="app:number" as="xs:integer">
    <xsl:param name="app" as="element(app)"/>
    <xsl:sequence select="$app/accumulator-before('app:count')[2]"/>
  </xsl:function>

  <!-- ======== in the text ======== -->

  <xsl:template match="app" mode="norm:text" as="element(app)" priority="2">
    <xsl:variable name="base" as="element()?" select="app:base(.)"/>
    <app rec:entry="{app:id(.)}" rec:n="{app:number(.)}">
      <xsl:call-template name="norm:attributes"/>
      <xsl:if test="app:is-silent(.)">
        <xsl:attribute name="rec:silent" select="1"/>
      </xsl:if>
      <xsl:for-each select="app:readings(.)">
        <xsl:copy copy-namespaces="no">
          <xsl:call-template name="norm:attributes"/>
          <xsl:attribute name="rec:wit" select="app:witnesses(.)"/>
          <xsl:attribute name="rec:status" select="app:status(.)"/>
          <xsl:attribute name="rec:{if (. is $base) then 'base' else 'off'}" select="1"/>
          <xsl:call-template name="norm:content"/>
        </xsl:copy>
      </xsl:for-each>
    </app>
  </xsl:template>

  <!-- ======== in the apparatus ======== -->

  <!-- All entries. What concerns all of them is found once: their places in the normalised text, the events of witnesses,
       the names of scholars, the rules for sigla. -->
  <xsl:template name="app:apparatus" as="element()+">
    <xsl:param name="apps" as="element(app)*"/>
    <xsl:param name="text" as="element(rec:text)"/>
    <xsl:variable name="document" as="document-node()" select="root(.)"/>
    <xsl:variable name="loci" as="map(xs:string, item()*)" select="
        if (exists($apps) or exists($text//(lacunaStart | lacunaEnd | witStart | witEnd))) then loc:of($text)
        else map { 'entries': map {}, 'events': (), 'notes': map {} }"/>
    <xsl:variable name="events" as="map(*)*" select="app:events($apps, $loci)"/>
    <xsl:variable name="witnesses" as="element()*">
      <xsl:apply-templates select="wit:declared($document) | wit:groups($document)/self::listWit" mode="norm:witness">
        <xsl:with-param name="events" select="$events" tunnel="yes"/>
      </xsl:apply-templates>
      <xsl:sequence select="wit:undeclared($document, $events)"/>
    </xsl:variable>
    <xsl:variable name="entries" as="element(rec:entry)*">
      <xsl:apply-templates select="$apps" mode="norm:entry">
        <xsl:with-param name="loci" select="$loci" tunnel="yes"/>
        <xsl:with-param name="scholars" select="app:scholars($apps)" tunnel="yes"/>
        <xsl:with-param name="printed" select="map:merge($witnesses[normalize-space(rec:siglum)] ! map { string(@id): normalize-space(rec:siglum) })" tunnel="yes"/>
        <xsl:with-param name="rules" select="if ($sig:as-encoded) then map {} else sig:table($document, $events)" tunnel="yes"/>
      </xsl:apply-templates>
    </xsl:variable>
    <rec:apparatus layers="{app:layers-in-order($entries)}">
      <xsl:sequence select="$entries"/>
    </rec:apparatus>
    <rec:witnesses>
      <xsl:sequence select="$witnesses"/>
    </rec:witnesses>
  </xsl:template>

  <!-- The events in the order of the text: those in it, and those told by entries that are attached to it. -->
  <xsl:function name="app:events" as="map(*)*">
    <xsl:param name="apps" as="element(app)*"/>
    <xsl:param name="loci" as="map(xs:string, item()*)"/>
    <xsl:variable name="attached" as="map(*)*" select="
        for $event in $apps//(lacunaStart | lacunaEnd | witStart | witEnd), $app in $event/ancestor::app[1][app:is-attached(.)]
        return map:merge((loc:source-event($event), map { 'order': ($loci?entries(app:id($app))?order, 0)[1], 'at': app:locus($app, $loci) }))"/>
    <xsl:sequence select="if (exists($attached)) then sort(($loci?events, $attached), (), function ($event) { $event?order }) else $loci?events"/>
  </xsl:function>

  <!-- criticus, unless the entry, or the list that it stands in, is of a type. -->
  <xsl:function name="app:layer" as="xs:string">
    <xsl:param name="app" as="element(app)"/>
    <xsl:variable name="types" as="attribute()*" select="$app/@type, reverse($app/ancestor::listApp/(@type, @subtype)[1])"/>
    <xsl:sequence select="($types ! replace(normalize-space(.), '[\s:&quot;\\]', '-')[. != ''], 'criticus')[1]"/>
  </xsl:function>

  <xsl:function name="app:layers-in-order" as="xs:string*">
    <xsl:param name="entries" as="element(rec:entry)*"/>
    <xsl:variable name="present" as="xs:string*" select="distinct-values($entries[not(@silent)]/@layer)"/>
    <xsl:sequence select="tokenize($apparatus-layers)[. = $present], $present[not(. = tokenize($apparatus-layers))]"/>
  </xsl:function>

  <!-- Where an entry stands: at its mark, or where the entry or note around it stands; else as its encoder says. -->
  <xsl:function name="app:locus" as="map(*)">
    <xsl:param name="app" as="element(app)"/>
    <xsl:param name="loci" as="map(xs:string, item()*)"/>
    <xsl:variable name="own" as="map(*)?" select="$loci?entries(app:id($app))[?place != '' or ?unit != '']"/>
    <xsl:variable name="around" as="element()?" select="$app/ancestor::*[self::app or self::note][1]"/>
    <xsl:sequence select="
        if (exists($own)) then $own
        else if ($app/@loc) then map { 'unit': 'loc', 'place': normalize-space($app/@loc) }
        else if ($around/self::app) then map:remove(app:locus($around, $loci), ('occurrence', 'occurrences'))
        else ($around/self::note ! $loci?notes(note:id(.)),
          ($app/@n, $app/@xml:id)[1] ! map { 'unit': 'loc', 'place': normalize-space(.) }, map { 'unit': '', 'place': '' })[1]"/>
  </xsl:function>

  <xsl:template match="app" mode="norm:entry" as="element(rec:entry)">
    <xsl:param name="loci" as="map(xs:string, item()*)" tunnel="yes"/>
    <xsl:variable name="attached" as="xs:boolean" select="app:is-attached(.)"/>
    <xsl:variable name="readings" as="element()*" select="app:readings(.)"/>
    <xsl:variable name="lemma" as="element(lem)?" select="$readings[self::lem][1]"/>
    <xsl:variable name="locus" as="map(*)" select="app:locus(., $loci)"/>
    <rec:entry id="{app:id(.)}" n="{app:number(.)}" attached="{$attached}" layer="{app:layer(.)}" unit="{$locus?unit}" place="{$locus?place}">
      <xsl:copy-of select="@type, @subtype, @cause, @loc, @from, @to, @ana"/>
      <xsl:sequence select="app:facts(map {
          'name': @xml:id/string(), 'silent': '1'[app:is-silent(current())], 'inside': ancestor::app[1] ! app:id(.),
          'occurrence': $locus?occurrence, 'occurrences': $locus?occurrences })"/>
      <xsl:variable name="further" as="map(xs:string, item()*)" select="map {
          'order': $locus?order, 'corrected': app:corrected($readings), 'named': $readings[not(. is ($lemma, $readings)[1])] ! app:witnesses(.) }"/>
      <xsl:call-template name="norm:lemma">
        <xsl:with-param name="lemma" select="$lemma"/>
        <xsl:with-param name="entry-facts" select="$further" tunnel="yes"/>
      </xsl:call-template>
      <xsl:apply-templates mode="norm:entry">
        <xsl:with-param name="lemma" select="$lemma" tunnel="yes"/>
        <xsl:with-param name="base" select="if ($attached or $lemma) then () else $readings[1]" tunnel="yes"/>
        <xsl:with-param name="entry-facts" select="$further" tunnel="yes"/>
      </xsl:apply-templates>
    </rec:entry>
  </xsl:template>

  <!-- Attributes for the facts that there are. -->
  <xsl:function name="app:facts" as="attribute()*">
    <xsl:param name="facts" as="map(xs:string, item()*)"/>
    <xsl:for-each select="sort(map:keys($facts))[exists($facts(.))]">
      <xsl:attribute name="{.}" select="$facts(.)"/>
    </xsl:for-each>
  </xsl:function>

  <!-- The witnesses that have several readings in one entry, one corrected into the other. -->
  <xsl:function name="app:corrected" as="xs:string*">
    <xsl:param name="readings" as="element()*"/>
    <xsl:if test="$readings/@varSeq">
      <xsl:variable name="ids" as="xs:string*" select="$readings[@varSeq] ! app:witnesses(.)"/>
      <xsl:sequence select="distinct-values($ids[count(index-of($ids, .)) gt 1])"/>
    </xsl:if>
  </xsl:function>

  <!-- The lemma as encoded; an attached entry without one takes it from the text it is attached to. -->
  <xsl:template name="norm:lemma" as="element(rec:lem)?">
    <xsl:param name="lemma" as="element(lem)?"/>
    <xsl:variable name="attached" as="xs:string" select="if ($lemma) then '' else app:attached-words(.)"/>
    <xsl:choose>
      <xsl:when test="$lemma">
        <rec:lem>
          <xsl:apply-templates select="$lemma" mode="norm:reading">
            <xsl:with-param name="is-text" select="true()"/>
          </xsl:apply-templates>
        </rec:lem>
      </xsl:when>
      <xsl:when test="$attached">
        <rec:lem status="text" supplied="1">
          <xsl:value-of select="$attached"/>
        </rec:lem>
      </xsl:when>
    </xsl:choose>
  </xsl:template>

  <xsl:template match="lem" mode="norm:entry" as="element()*">
    <xsl:param name="lemma" as="element(lem)?" tunnel="yes"/>
    <xsl:if test="not(. is $lemma)">
      <rec:rdg lem="true">
        <xsl:apply-templates select="." mode="norm:reading"/>
      </rec:rdg>
    </xsl:if>
  </xsl:template>

  <xsl:template match="rdg" mode="norm:entry" as="element(rec:rdg)">
    <xsl:param name="base" as="element()?" tunnel="yes"/>
    <rec:rdg>
      <xsl:if test=". is $base">
        <xsl:attribute name="base" select="1"/>
      </xsl:if>
      <xsl:apply-templates select="." mode="norm:reading">
        <xsl:with-param name="is-text" select="exists($base[. is current()])"/>
      </xsl:apply-templates>
    </rec:rdg>
  </xsl:template>

  <xsl:template match="rdgGrp" mode="norm:entry" as="element(rec:group)">
    <rec:group>
      <xsl:copy-of select="@type, @subtype, @cause"/>
      <xsl:apply-templates mode="norm:entry"/>
    </rec:group>
  </xsl:template>

  <xsl:template match="note | witDetail | wit" mode="norm:entry" as="element()">
    <xsl:param name="scholars" as="map(xs:string, xs:string)" tunnel="yes" select="map {}"/>
    <xsl:element name="rec:{if (self::wit) then 'note' else local-name()}">
      <xsl:copy-of select="@* except @xml:id"/>
      <xsl:if test="@wit">
        <xsl:attribute name="witnesses" select="wit:ids(@wit)"/>
      </xsl:if>
      <xsl:call-template name="norm:content">
        <xsl:with-param name="entry" tunnel="yes" select="'rdg'"/>
      </xsl:call-template>
    </xsl:element>
  </xsl:template>

  <xsl:mode name="norm:reading" on-no-match="fail" use-accumulators="note:count app:count"/>

  <!-- Attributes and words of one reading, as an entry shows them. is-text: it is the reading of the text. -->
  <xsl:template match="lem | rdg" mode="norm:reading" as="node()*">
    <xsl:param name="is-text" as="xs:boolean" select="false()"/>
    <xsl:param name="entry-facts" as="map(xs:string, item()*)" tunnel="yes"/>
    <xsl:param name="scholars" as="map(xs:string, xs:string)" tunnel="yes"/>
    <xsl:param name="rules" as="map(xs:string, item()*)" tunnel="yes"/>
    <xsl:variable name="ids" as="xs:string*" select="app:witnesses(.)"/>
    <xsl:copy-of select="@* except (@xml:id, @wit)"/>
    <xsl:attribute name="wit" select="$ids"/>
    <xsl:attribute name="status" select="app:status(.)"/>
    <xsl:sequence select="app:facts(map {
        'kind': app:kind(.),
        'scholars': app:names((@source, @resp), $scholars),
        'hands': app:names(@hand, $scholars),
        'corrected': app:step(., $ids[. = $entry-facts?corrected]) })"/>
    <xsl:call-template name="app:sigla">
      <xsl:with-param name="ids" select="$ids"/>
      <xsl:with-param name="is-text" select="$is-text"/>
    </xsl:call-template>
    <xsl:call-template name="norm:content">
      <xsl:with-param name="entry" tunnel="yes" select="local-name()"/>
    </xsl:call-template>
  </xsl:template>

  <!-- ac or pc, with the witnesses that were corrected from or to this reading: ac B. -->
  <xsl:function name="app:step" as="xs:string?">
    <xsl:param name="reading" as="element()"/>
    <xsl:param name="ids" as="xs:string*"/>
    <xsl:if test="exists($ids)">
      <xsl:variable name="others" as="element()*" select="app:readings($reading/ancestor::app[1])[app:witnesses(.) = $ids] except $reading"/>
      <xsl:variable name="later" as="element()*" select="$others[app:sequence(.) gt app:sequence($reading)]"/>
      <xsl:sequence select="string-join((if (exists($later)) then 'ac' else 'pc', $ids), ' ')"/>
    </xsl:if>
  </xsl:function>

  <xsl:function name="app:sequence" as="xs:integer">
    <xsl:param name="reading" as="element()"/>
    <xsl:sequence select="($reading/@varSeq[. castable as xs:integer] ! xs:integer(.), 0)[1]"/>
  </xsl:function>

  <!-- The sigla that the edition's rules make of the witnesses of a reading. -->
  <xsl:template name="app:sigla" as="attribute()+">
    <xsl:param name="ids" as="xs:string*"/>
    <xsl:param name="is-text" as="xs:boolean"/>
    <xsl:param name="entry-facts" as="map(xs:string, item()*)" tunnel="yes"/>
    <xsl:param name="rules" as="map(xs:string, item()*)" tunnel="yes"/>
    <xsl:param name="printed" as="map(xs:string, xs:string)" tunnel="yes"/>
    <xsl:variable name="at" as="xs:integer?" select="$entry-facts?order"/>
    <xsl:variable name="having" as="xs:string*" select="
        if (not($is-text) or $apparatus-style = 'as-encoded') then $ids
        else if ($apparatus-style = 'negative') then ()
        else if (self::lem) then sig:of-lemma($ids, $entry-facts?named, $rules, $at)
        else $ids"/>
    <xsl:variable name="rest" as="xs:boolean" select="$is-text and $apparatus-style = 'positive' and $cett-after gt 0 and count($having) gt $cett-after"/>
    <xsl:variable name="shown" as="xs:string*" select="if ($rest) then () else if ($sig:as-encoded) then $ids else sig:shown($having, $rules, $at)"/>
    <xsl:attribute name="sigla" select="$shown"/>
    <xsl:attribute name="printed" select="$shown ! ($printed(.), .)[1]" separator="&#9;"/>
    <xsl:if test="$rest">
      <xsl:attribute name="rest" select="1"/>
    </xsl:if>
  </xsl:template>

</xsl:stylesheet>
