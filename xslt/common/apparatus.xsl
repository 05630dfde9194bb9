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

  <xsl:mode name="norm:entry" on-no-match="shallow-skip" use-accumulators="note:count note:order app:count"/>

  <!-- How many entries so far, in the order of the file. -->
  <xsl:accumulator name="app:count" as="xs:integer" initial-value="0">
    <xsl:accumulator-rule match="app" select="$value + 1"/>
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

  <!-- The address that the build has told it (recensio/addresses.py), else a number. -->
  <xsl:function name="app:id" as="xs:string">
    <xsl:param name="app" as="element(app)"/>
    <xsl:sequence select="if ($app/@rec:address) then string($app/@rec:address) else 'entry-' || $app/accumulator-before('app:count')"/>
  </xsl:function>

  <!-- ======== in the text ======== -->

  <xsl:template match="app" mode="norm:text" as="element(app)" priority="2">
    <xsl:variable name="base" as="element()?" select="app:base(.)"/>
    <app rec:entry="{app:id(.)}">
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

  <!-- All entries, in the order of the text. What concerns all of them is found once: their places in the normalised text,
       the events of witnesses, the names of scholars, the rules for sigla. -->
  <xsl:template name="app:apparatus" as="element()+">
    <xsl:param name="apps" as="element(app)*"/>
    <xsl:param name="text" as="element(rec:text)"/>
    <xsl:variable name="document" as="document-node()" select="root(.)"/>
    <xsl:variable name="loci" as="map(xs:string, item()*)" select="
        if (exists($apps) or exists($text//(lacunaStart | lacunaEnd | witStart | witEnd))) then loc:of($text, app:copied($apps))
        else map { 'entries': map {}, 'again': map {}, 'events': (), 'notes': map {}, 'copied': map {} }"/>
    <xsl:variable name="in-order" as="element(app)*" select="app:in-order($apps, $text, $loci)"/>
    <xsl:variable name="shown" as="xs:string*" select="$in-order[not(app:is-silent(.))] ! app:id(.)"/>
    <xsl:variable name="events" as="map(*)*" select="app:events($apps, $loci)"/>
    <xsl:variable name="witnesses" as="element()*">
      <xsl:apply-templates select="wit:declared($document) | wit:groups($document)/self::listWit" mode="norm:witness">
        <xsl:with-param name="events" select="$events" tunnel="yes"/>
      </xsl:apply-templates>
      <xsl:sequence select="wit:undeclared($document, $events)"/>
    </xsl:variable>
    <xsl:variable name="entries" as="element(rec:entry)*">
      <xsl:apply-templates select="$in-order" mode="norm:entry">
        <xsl:with-param name="loci" select="$loci" tunnel="yes"/>
        <xsl:with-param name="numbers" select="map:merge(for $n in 1 to count($shown) return map { $shown[$n]: $n })" tunnel="yes"/>
        <xsl:with-param name="copied" select="$loci?copied" tunnel="yes"/>
        <xsl:with-param name="scholars" select="app:scholars($apps)" tunnel="yes"/>
        <xsl:with-param name="printed" select="map:merge($witnesses[normalize-space(rec:siglum)] ! map { string(@id): normalize-space(rec:siglum) })" tunnel="yes"/>
        <xsl:with-param name="rules" select="if ($sig:as-encoded) then map {} else sig:table($document, $events)" tunnel="yes"/>
      </xsl:apply-templates>
    </xsl:variable>
    <rec:apparatus layers="{app:layers-in-order($apps[not(app:is-silent(.))])}">
      <xsl:sequence select="$entries"/>
    </rec:apparatus>
    <rec:witnesses>
      <xsl:sequence select="$witnesses"/>
    </rec:witnesses>
  </xsl:template>

  <!-- The ids of the elements that readings repeat. -->
  <xsl:function name="app:copied" as="xs:string*">
    <xsl:param name="apps" as="element(app)*"/>
    <xsl:sequence select="distinct-values($apps/descendant::*/(@copyOf, @sameAs, self::join/@target) ! app:ids-in(.))"/>
  </xsl:function>

  <!-- The ids of this document that an attribute points at. -->
  <xsl:function name="app:ids-in" as="xs:string*">
    <xsl:param name="pointers" as="attribute()"/>
    <xsl:sequence select="tokenize($pointers)[starts-with(., '#')] ! substring(., 2)"/>
  </xsl:function>

  <!-- The entries by their places in the text: those that stand in it as they stand; those that are attached to it come where
       their words begin (of two that begin together the longer one first), what is inside a reading of them with them;
       those without a place last. -->
  <xsl:function name="app:in-order" as="element(app)*">
    <xsl:param name="apps" as="element(app)*"/>
    <xsl:param name="text" as="element(rec:text)"/>
    <xsl:param name="loci" as="map(xs:string, item()*)"/>
    <xsl:variable name="places" as="map(xs:string, xs:integer+)">
      <xsl:map>
        <xsl:iterate select="if ($text//(rec:from | rec:mark)) then $apps else ()">
          <xsl:param name="reached" as="xs:integer" select="0"/>
          <xsl:variable name="own" as="map(*)?" select="$loci?entries(app:id(.))"/>
          <xsl:variable name="noted" as="xs:integer?" select="ancestor::note[1] ! $loci?notes(note:id(.))?order"/>
          <xsl:variable name="around" as="element(app)?" select="ancestor-or-self::app[app:is-attached(.)][last()]"/>
          <xsl:variable name="here" as="xs:integer" select="max(($own?begin, $reached))"/>
          <xsl:map-entry key="app:id(.)" select="
              if ($around) then ($loci?entries(app:id($around)) ! (?begin, - ?order), $app:nowhere)[position() le 2]
              else (($noted, $here)[1], - ($own?order, 0)[1])"/>
          <xsl:next-iteration>
            <xsl:with-param name="reached" select="if ($around or $noted) then $reached else $here"/>
          </xsl:next-iteration>
        </xsl:iterate>
      </xsl:map>
    </xsl:variable>
    <xsl:sequence select="if (map:size($places) eq 0) then $apps else sort($apps, (), function ($app) { $places(app:id($app)) })"/>
  </xsl:function>

  <xsl:variable name="app:nowhere" as="xs:integer" select="2147483647"/>

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

  <!-- Those that the settings name, then the others as they first come in the file. -->
  <xsl:function name="app:layers-in-order" as="xs:string*">
    <xsl:param name="apps" as="element(app)*"/>
    <xsl:variable name="present" as="xs:string*" select="distinct-values($apps ! app:layer(.))"/>
    <xsl:sequence select="tokenize($apparatus-layers)[. = $present], $present[not(. = tokenize($apparatus-layers))]"/>
  </xsl:function>

  <!-- Where an entry stands: at its mark, or where the entry or note around it stands; else as its encoder says. -->
  <xsl:function name="app:locus" as="map(*)">
    <xsl:param name="app" as="element(app)"/>
    <xsl:param name="loci" as="map(xs:string, item()*)"/>
    <xsl:variable name="own" as="map(*)?" select="$loci?entries(app:id($app))[?place != '' or ?unit != ''] ! app:with-further(., $loci?again(app:id($app)))"/>
    <xsl:variable name="around" as="element()?" select="$app/ancestor::*[self::app or self::note][1]"/>
    <xsl:sequence select="
        if (exists($own) and app:is-attached($app) and app:is-told-in-words($app/@loc))
          then map:merge(($own, map { 'unit': 'loc', 'place': normalize-space($app/@loc) }), map { 'duplicates': 'use-last' })
        else if (exists($own)) then $own
        else if ($app/@loc) then map { 'unit': 'loc', 'place': normalize-space($app/@loc) }
        else if ($around/self::app) then map:remove(app:locus($around, $loci), ('occurrence', 'occurrences'))
        else ($around/self::note ! $loci?notes(note:id(.)),
          ($app/@n, $app/@xml:id)[1] ! map { 'unit': 'loc', 'place': normalize-space(.) }, map { 'unit': '', 'place': '' })[1]"/>
  </xsl:function>

  <!-- Does @loc say the place as people cite it (¶ 12, note 3, title), and not only as a number or code (12, 1.3, B-2)? -->
  <xsl:function name="app:is-told-in-words" as="xs:boolean">
    <xsl:param name="loc" as="attribute()?"/>
    <xsl:sequence select="matches(normalize-space($loc), '^([¶§]|\p{L}[\p{L}.]*\s|[\p{L}\s.]+$)')"/>
  </xsl:function>

  <!-- A place with the further places of its entry: 1, 3. -->
  <xsl:function name="app:with-further" as="map(*)">
    <xsl:param name="locus" as="map(*)"/>
    <xsl:param name="further" as="map(*)*"/>
    <xsl:sequence select="
        if (empty($further)) then $locus
        else map:merge((map { 'place': string-join(distinct-values(($locus, $further)?place[. != '']), ', ') },
          if (every $one in $further satisfies deep-equal($one?occurrence, $locus?occurrence)) then $locus
          else map:remove($locus, ('occurrence', 'occurrences'))), map { 'duplicates': 'use-first' })"/>
  </xsl:function>

  <!-- Which of several equal words, if the lemma is written with the words of the text, and not with a number of its own. -->
  <xsl:function name="app:same-words" as="map(*)">
    <xsl:param name="lemma" as="element(lem)?"/>
    <xsl:param name="locus" as="map(*)"/>
    <xsl:variable name="told" as="xs:boolean" select="exists($locus?occurrence)
        and (empty($lemma) or empty($locus?text) or app:letters-of(app:own-words($lemma)) = app:letters-of($locus?text))"/>
    <xsl:sequence select="if ($told) then map { 'occurrence': $locus?occurrence, 'occurrences': $locus?occurrences } else map {}"/>
  </xsl:function>

  <!-- A text as it is compared: its letters and numbers, without case and diacritics. -->
  <xsl:function name="app:letters-of" as="xs:string">
    <xsl:param name="text" as="xs:string"/>
    <xsl:sequence select="replace(normalize-unicode(lower-case($text), 'NFD'), '[^\p{L}\p{N}]', '')"/>
  </xsl:function>

  <xsl:template match="app" mode="norm:entry" as="element(rec:entry)">
    <xsl:param name="loci" as="map(xs:string, item()*)" tunnel="yes"/>
    <xsl:param name="numbers" as="map(xs:string, xs:integer)" tunnel="yes"/>
    <xsl:variable name="attached" as="xs:boolean" select="app:is-attached(.)"/>
    <xsl:variable name="readings" as="element()*" select="app:readings(.)"/>
    <xsl:variable name="lemma" as="element(lem)?" select="$readings[self::lem][1]"/>
    <xsl:variable name="locus" as="map(*)" select="app:locus(., $loci)"/>
    <rec:entry id="{app:id(.)}" attached="{$attached}" layer="{app:layer(.)}" unit="{$locus?unit}" place="{$locus?place}">
      <xsl:copy-of select="@type, @subtype, @cause, @loc, @from, @to, @ana"/>
      <xsl:variable name="n" as="xs:integer?" select="$numbers(app:id(.))"/>
      <xsl:sequence select="app:facts(map:merge((app:same-words($lemma, $locus), map {
          'name': @xml:id/string(), 'n': $n, 'silent': '1'[empty($n)], 'inside': ancestor::app[1] ! app:id(.),
          'list': ancestor::listApp[1] ! (.//app)[1] ! app:id(.), 'list-head': app:told-of-list(., 'head'), 'list-desc': app:told-of-list(., 'desc') })))"/>
      <xsl:variable name="further" as="map(xs:string, item()*)" select="map {
          'order': $locus?order, 'corrected': app:corrected($readings), 'named': $readings[not(. is ($lemma, $readings)[1])] ! app:witnesses(.) }"/>
      <xsl:call-template name="norm:lemma">
        <xsl:with-param name="lemma" select="$lemma"/>
        <xsl:with-param name="text" select="$locus?text[. != '']"/>
        <xsl:with-param name="entry-facts" select="$further" tunnel="yes"/>
      </xsl:call-template>
      <xsl:apply-templates mode="norm:entry">
        <xsl:with-param name="lemma" select="$lemma" tunnel="yes"/>
        <xsl:with-param name="base" select="if ($attached or $lemma) then () else $readings[1]" tunnel="yes"/>
        <xsl:with-param name="entry-facts" select="$further" tunnel="yes"/>
      </xsl:apply-templates>
    </rec:entry>
  </xsl:template>

  <!-- What the list around an entry is called, or described as; one without a name takes that of the list around it. -->
  <xsl:function name="app:told-of-list" as="xs:string?">
    <xsl:param name="app" as="element(app)"/>
    <xsl:param name="name" as="xs:string"/>
    <xsl:variable name="list" as="element(listApp)?" select="$app/ancestor::listApp[(head, desc)[normalize-space()]][1]"/>
    <xsl:sequence select="string-join($list/*[local-name() = $name] ! normalize-space(app:own-words(.))[. != ''], ' ')[. != '']"/>
  </xsl:function>

  <!-- Attributes for the facts that there are. -->
  <xsl:function name="app:facts" as="attribute()*">
    <xsl:param name="facts" as="map(xs:string, item()*)"/>
    <xsl:for-each select="sort(map:keys($facts)[exists($facts(.))])">
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
    <xsl:param name="text" as="xs:string?"/>
    <xsl:variable name="attached" as="xs:string?" select="if ($lemma) then () else ($text, app:attached-words(.))[1]"/>
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
          <xsl:value-of select="app:unpointed($attached)"/>
        </rec:lem>
      </xsl:when>
    </xsl:choose>
  </xsl:template>

  <!-- Words taken out of a sentence, without the point or comma at their end. -->
  <xsl:function name="app:unpointed" as="xs:string">
    <xsl:param name="words" as="xs:string"/>
    <xsl:sequence select="replace($words, '([\p{L}\p{M}]{3})\s?[,;:.·]+$', '$1')"/>
  </xsl:function>

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
      <xsl:for-each select="self::witDetail/app:named-status(.)">
        <xsl:attribute name="status" select="."/>
      </xsl:for-each>
      <xsl:call-template name="norm:content">
        <xsl:with-param name="entry" tunnel="yes" select="'rdg'"/>
      </xsl:call-template>
    </xsl:element>
  </xsl:template>

  <xsl:mode name="norm:reading" on-no-match="fail" use-accumulators="note:count note:order app:count"/>

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
        'told': 'note'[app:is-told-by-note(current())],
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

  <!-- What the context element repeats, each with its first and last words and the place where it stands. -->
  <xsl:template name="app:copies" as="element(rec:copy)*">
    <xsl:param name="copied" as="map(xs:string, map(*))" tunnel="yes" select="map {}"/>
    <xsl:variable name="document" as="document-node()" select="root(.)"/>
    <xsl:for-each select="(@copyOf, @sameAs, self::join/@target) ! tokenize(.)">
      <xsl:variable name="id" as="xs:string" select="replace(., '^#', '')"/>
      <xsl:variable name="original" as="element()?" select="if (starts-with(., '#')) then key('norm:id', $id, $document)[1] else ()"/>
      <rec:copy of="{$id}">
        <xsl:for-each select="$copied($id)[exists($original)][?place != '']">
          <xsl:attribute name="unit" select="?unit"/>
          <xsl:attribute name="place" select="?place"/>
        </xsl:for-each>
        <xsl:for-each select="$original ! app:first-and-last(.)[. != '']">
          <xsl:attribute name="words" select="."/>
        </xsl:for-each>
      </rec:copy>
    </xsl:for-each>
  </xsl:template>

  <!-- The first three words and the last of the base text in an element of the source. -->
  <xsl:function name="app:first-and-last" as="xs:string">
    <xsl:param name="element" as="element()"/>
    <xsl:variable name="words" as="xs:string*" select="tokenize(string-join(app:base-texts($element)))"/>
    <xsl:variable name="some" as="xs:string*" select="if (count($words) le 5) then $words else ($words[position() le 3], '…', $words[last()])"/>
    <xsl:sequence select="app:unpointed(string-join($some, ' '))"/>
  </xsl:function>

  <xsl:function name="app:base-texts" as="text()*">
    <xsl:param name="element" as="element()"/>
    <xsl:variable name="read" as="element()?" select="if ($element/self::app) then app:base($element) else $element/self::choice/ed:chosen(.)"/>
    <xsl:sequence select="
        if ($element[self::app or self::choice]) then $read ! app:base-texts(.)
        else for $child in $element/node() return
          if ($child instance of text()) then $child
          else if ($child instance of element() and not(voc:is-off($child))) then app:base-texts($child) else ()"/>
  </xsl:function>

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
