<?xml version="1.0" encoding="UTF-8"?>
<!-- Where an entry stands, as editors cite it (verse, numbered line of the source, paragraph or section), and which of several
     equal words of that verse or line it speaks of (et², of 3). One walk over the normalised text gives both for all entries. -->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:map="http://www.w3.org/2005/xpath-functions/map"
    xmlns:array="http://www.w3.org/2005/xpath-functions/array"
    xmlns:rec="urn:recensio:edition"
    xmlns:voc="urn:recensio:vocabulary"
    xmlns:app="urn:recensio:apparatus"
    xmlns:wit="urn:recensio:witnesses"
    xmlns:loc="urn:recensio:loci"
    xmlns="http://www.tei-c.org/ns/1.0"
    xpath-default-namespace="http://www.tei-c.org/ns/1.0"
    exclude-result-prefixes="#all">

  <!-- The text as a line of steps: strings (base text), and maps that say what happens between them.
       is: open, close (a unit), turn (a line of the source begins), into, out (a numbered division), page, chapter,
       start, end (of the lemma of an entry), event, call. -->
  <xsl:mode name="loc:walk" on-no-match="shallow-skip"/>

  <!-- What the walk yields.
       entries: by the id of the entry its unit, place, begin and order (where in the walk it begins and ends), occurrence,
       occurrences; of one that is attached also the text that it stands at. again: the same of its further places.
       events; notes (by the id of the note); copied (by the xml:id of an element that a reading repeats). -->
  <xsl:function name="loc:of" as="map(xs:string, item()*)">
    <xsl:param name="text" as="element(rec:text)"/>
    <xsl:param name="copied" as="xs:string*"/>
    <xsl:variable name="in-lines" as="xs:boolean" select="exists($text//lb[@rec:line][normalize-space(@n)][not(ancestor::app)][2])"/>
    <xsl:variable name="steps" as="item()*">
      <xsl:apply-templates select="$text/node()" mode="loc:walk">
        <xsl:with-param name="in-lines" select="$in-lines" tunnel="yes"/>
      </xsl:apply-templates>
    </xsl:variable>
    <xsl:variable name="found" as="map(*)*" select="loc:followed($steps, exists($text//(p | ab)[not(@rec:off)]))"/>
    <xsl:variable name="units" as="map(xs:string, map(*))" select="loc:labelled($found[?is = 'unit'])"/>
    <xsl:variable name="line" as="xs:string" select="string-join($steps ! loc:written(.))"/>
    <xsl:variable name="starts" as="map(xs:string, map(*))" select="map:merge($found[?is = 'start'] ! map { ?entry: . })"/>
    <xsl:variable name="ends" as="map(*)*" select="$found[?is = 'end']"/>
    <xsl:variable name="numbers" as="map(xs:string, xs:integer+)" select="
        if (map:size($starts) gt 0) then loc:occurrences($starts, $ends, $found[?is = ('unit', 'resume')], $line) else map {}"/>
    <xsl:variable name="loci" as="map(xs:string, map(*))" select="map:merge(
        $ends ! map { ?entry: loc:locus($starts(?entry), ., $units, $numbers(?entry), $line) })"/>
    <xsl:sequence select="map {
        'entries': $loci,
        'again': loc:further($loci),
        'events': $found[?is = 'event'] ! map:put(., 'at', $units(?unit)),
        'notes': map:merge($found[?is = 'call'] ! map { ?note: map:put($units(?unit), 'order', ?order) }),
        'copied': map:merge($text[exists($copied)]//*[@xml:id = $copied] ! map { string(@xml:id): loc:of-element(., $units, $in-lines) }) }"/>
  </xsl:function>

  <!-- The further places of entries that have several, by the id of the entry. -->
  <xsl:function name="loc:further" as="map(xs:string, map(*)*)">
    <xsl:param name="loci" as="map(xs:string, map(*))"/>
    <xsl:map>
      <xsl:for-each-group select="map:keys($loci)[contains(., '#')]" group-by="substring-before(., '#')">
        <xsl:map-entry key="current-grouping-key()" select="
            sort(current-group(), (), function ($key) { xs:integer(substring-after($key, '#')) }) ! $loci(.)"/>
      </xsl:for-each-group>
    </xsl:map>
  </xsl:function>

  <!-- Where an element stands: the unit that it is, or the nearest around it, or the first and the last in it. -->
  <xsl:function name="loc:of-element" as="map(*)">
    <xsl:param name="element" as="element()"/>
    <xsl:param name="units" as="map(xs:string, map(*))"/>
    <xsl:param name="in-lines" as="xs:boolean"/>
    <xsl:variable name="line" as="element()?" select="if ($in-lines) then $element/(self::l, preceding::lb[1], ancestor::lb)[1] else ()"/>
    <xsl:variable name="around" as="map(*)?" select="(($line, reverse($element/ancestor-or-self::*)) ! $units(generate-id(.)))[1]"/>
    <xsl:variable name="inside" as="map(*)*" select="if (exists($around)) then () else $element//* ! $units(generate-id(.))"/>
    <xsl:sequence select="
        if (empty($inside)) then ($around, map { 'unit': '', 'place': '' })[1]
        else if (empty(tail($inside))) then $inside
        else map:put($inside[1], 'place', loc:range($inside[1], $inside[last()]))"/>
  </xsl:function>

  <!-- ======== the walk ======== -->

  <xsl:template match="text()" mode="loc:walk" as="xs:string">
    <xsl:sequence select="string(.)"/>
  </xsl:template>

  <!-- (entries in what is no text stand where it stands) -->
  <xsl:template match="*[@rec:off]" mode="loc:walk" priority="5" as="item()*">
    <xsl:sequence select=".//app ! map { 'is': 'end', 'entry': string(@rec:entry), 'attached': true() }"/>
  </xsl:template>

  <xsl:template match="rec:blank" mode="loc:walk" as="xs:string">
    <xsl:sequence select="' '"/>
  </xsl:template>

  <!-- Verses, paragraphs, heads: units by name. Inside a unit nothing but a numbered line begins another one. -->
  <xsl:template match="l | p | ab | head" mode="loc:walk" as="item()*" priority="1">
    <xsl:call-template name="loc:unit"/>
  </xsl:template>

  <xsl:template name="loc:unit" as="item()*">
    <xsl:param name="inside" as="xs:boolean" tunnel="yes" select="false()"/>
    <xsl:variable name="is-unit" as="xs:boolean" select="not($inside) or exists(self::l | self::p)"/>
    <xsl:sequence select="if ($is-unit) then map { 'is': 'open', 'element': . } else ' '"/>
    <xsl:apply-templates mode="loc:walk">
      <xsl:with-param name="inside" select="true()" tunnel="yes"/>
    </xsl:apply-templates>
    <xsl:sequence select="if ($is-unit) then map { 'is': 'close' } else ' '"/>
  </xsl:template>

  <!-- What holds units: divisions with a number lend it to what they hold. -->
  <xsl:template match="TEI | text | front | body | back | group | floatingText | div | div1 | div2 | div3 | div4 | div5 | div6 | div7 | lg | sp
      | sourceDoc | surfaceGrp | surface | zone | quote | q | cit | figure | epigraph | argument | postscript | castGroup | set | prologue | epilogue | performance"
      mode="loc:walk" as="item()*">
    <xsl:variable name="numbered" as="xs:boolean" select="exists(self::*[matches(local-name(), '^(div[1-7]?|lg|floatingText|text)$')]/loc:number(@n))"/>
    <xsl:sequence select="if ($numbered) then map { 'is': 'into', 'element': . } else ' '[voc:is-boundary(current())]"/>
    <xsl:apply-templates mode="loc:walk"/>
    <xsl:sequence select="if ($numbered) then map { 'is': 'out' } else ' '[voc:is-boundary(current())]"/>
  </xsl:template>

  <!-- Any other block, where it stands by itself. -->
  <xsl:template match="*[voc:is-boundary(.)]" mode="loc:walk" as="item()*" priority="-0.3">
    <xsl:call-template name="loc:unit"/>
  </xsl:template>

  <!-- (lines of the source serve where the text itself is in numbered lines) -->
  <xsl:template match="lb | pb | cb | gb | milestone" mode="loc:walk" as="item()*">
    <xsl:param name="in-lines" as="xs:boolean" tunnel="yes" select="false()"/>
    <xsl:sequence select="if (self::milestone or @rec:joins) then () else ' '"/>
    <xsl:sequence select="
        if (self::pb) then map { 'is': 'page', 'n': loc:number(@n) }
        else if (self::lb[$in-lines] or self::milestone[matches(@unit, '^(section|paragraph|verse|line|sentence)s?$', 'i')][loc:number(@n)])
          then map { 'is': 'turn', 'element': . }
        else if (self::milestone[matches(@unit, '^(book|chapter|liber|capitulum)$', 'i')][loc:number(@n)])
          then map { 'is': 'chapter', 'unit': lower-case(@unit), 'n': loc:number(@n) }
        else ()"/>
  </xsl:template>

  <xsl:template match="app" mode="loc:walk" as="item()*">
    <xsl:sequence select="map { 'is': 'start', 'entry': string(@rec:entry) }"/>
    <xsl:apply-templates select="*[@rec:base]/node()" mode="loc:walk"/>
    <xsl:sequence select="map { 'is': 'end', 'entry': string(@rec:entry) }"/>
    <xsl:sequence select="*[@rec:off]//(lacunaStart | lacunaEnd | witStart | witEnd) ! loc:event(.)"/>
  </xsl:template>

  <!-- (further stretches of an entry: entry-5#2) -->
  <xsl:template match="rec:from | rec:mark" mode="loc:walk" as="map(*)">
    <xsl:sequence select="map { 'is': if (self::rec:from) then 'start' else 'end', 'entry': string-join((@entry, @again), '#'), 'attached': true() }"/>
  </xsl:template>

  <xsl:template match="rec:call" mode="loc:walk" as="item()*">
    <xsl:sequence select="map { 'is': 'call', 'note': string(@note) }"/>
  </xsl:template>

  <xsl:template match="lacunaStart | lacunaEnd | witStart | witEnd" mode="loc:walk" as="item()*">
    <xsl:sequence select="loc:event(.)"/>
  </xsl:template>

  <xsl:function name="loc:event" as="map(*)">
    <xsl:param name="event" as="element()"/>
    <xsl:variable name="reading" as="element()?" select="$event/ancestor::*[self::rdg or self::lem][@rec:wit != ''][1]"/>
    <xsl:sequence select="map { 'is': 'event', 'kind': local-name($event),
        'wit': if ($event/@wit) then wit:ids($event/@wit) else tokenize($reading/@rec:wit) }"/>
  </xsl:function>

  <!-- The same, of an event in the source. -->
  <xsl:function name="loc:source-event" as="map(*)">
    <xsl:param name="event" as="element()"/>
    <xsl:sequence select="map { 'is': 'event', 'kind': local-name($event),
        'wit': if ($event/@wit) then wit:ids($event/@wit) else $event/ancestor::*[self::rdg or self::lem][1] ! app:witnesses(.) }"/>
  </xsl:function>

  <!-- A number that can be cited: short, and no identifier of another system. -->
  <xsl:function name="loc:number" as="xs:string?">
    <xsl:param name="n" as="attribute()?"/>
    <xsl:sequence select="normalize-space($n)[. != ''][string-length(.) le 20][not(matches(., '[:/#]'))]"/>
  </xsl:function>

  <!-- ======== counting ======== -->

  <!-- What a step adds to the line of the text: the edges of a unit end words, a line of the source that begins does not
       (its lb has said whether it does). -->
  <xsl:function name="loc:written" as="xs:string?">
    <xsl:param name="step" as="item()"/>
    <xsl:sequence select="if ($step instance of xs:string) then $step else if ($step?is = ('open', 'close')) then ' ' else ()"/>
  </xsl:function>

  <!-- The walk followed step by step. Yields units (and where the one around goes on: resume), starts and ends of lemmata,
       events and calls: each with its unit, where it stands in the line of the text (at) and in the walk (order).
       The state: how long the line is, open units (the innermost first), where the last words ended, starts that wait for
       their first word, attached entries that have begun, and what stands around the units (loc:context). -->
  <xsl:function name="loc:followed" as="map(*)*">
    <xsl:param name="steps" as="item()*"/>
    <xsl:param name="in-paragraphs" as="xs:boolean"/>
    <xsl:iterate select="$steps">
      <xsl:param name="at" as="xs:integer" select="0"/>
      <xsl:param name="units" as="xs:string+" select="''"/>
      <xsl:param name="last" as="map(*)" select="map { 'unit': '', 'at': 0 }"/>
      <xsl:param name="waiting" as="map(*)*" select="()"/>
      <xsl:param name="begun" as="map(xs:string, xs:boolean)" select="map {}"/>
      <xsl:param name="context" as="map(*)" select="
          map { 'in-paragraphs': $in-paragraphs, 'divisions': (), 'numbers': map {}, 'page': (), 'chapters': map {} }"/>
      <xsl:variable name="step" as="item()" select="."/>
      <xsl:variable name="order" as="xs:integer" select="position()"/>
      <xsl:variable name="is" as="xs:string" select="if ($step instance of xs:string) then 'words' else $step?is"/>
      <xsl:choose>
        <xsl:when test="$is = 'words'">
          <xsl:variable name="says" as="xs:boolean" select="normalize-space($step) != ''"/>
          <xsl:variable name="behind" as="xs:integer" select="$at + string-length($step)"/>
          <xsl:sequence select="if ($says) then $waiting ! loc:at(., map { 'unit': $units[1], 'at': $at }, $order) else ()"/>
          <xsl:next-iteration>
            <xsl:with-param name="at" select="$behind"/>
            <xsl:with-param name="last" select="if ($says) then map { 'unit': $units[1], 'at': $behind } else $last"/>
            <xsl:with-param name="waiting" select="if ($says) then () else $waiting"/>
          </xsl:next-iteration>
        </xsl:when>
        <xsl:when test="$is = 'start'">
          <xsl:next-iteration>
            <xsl:with-param name="waiting" select="$waiting, $step"/>
            <xsl:with-param name="begun" select="if ($step?attached) then map:put($begun, $step?entry, true()) else $begun"/>
          </xsl:next-iteration>
        </xsl:when>
        <xsl:when test="$is = 'end'">
          <!-- a lemma without words has both its ends where it stands; else it ends where its last words did -->
          <xsl:variable name="empty" as="map(*)*" select="$waiting[?entry = $step?entry]"/>
          <xsl:variable name="here" as="map(*)" select="if ($units[1] = '') then $last else map { 'unit': $units[1], 'at': $at }"/>
          <xsl:variable name="place" as="map(*)" select="
              if (exists($empty) or ($step?attached and not($begun($step?entry)))) then $here else $last"/>
          <xsl:sequence select="($empty, $step) ! loc:at(., $place, $order)"/>
          <xsl:next-iteration>
            <xsl:with-param name="waiting" select="if (exists($empty)) then $waiting[not(?entry = $step?entry)] else $waiting"/>
          </xsl:next-iteration>
        </xsl:when>
        <xsl:when test="$is = ('event', 'call')">
          <xsl:sequence select="loc:at($step, if ($units[1] = '') then $last else map { 'unit': $units[1], 'at': $at }, $order)"/>
        </xsl:when>
        <xsl:when test="$is = 'close'">
          <xsl:variable name="around" as="xs:string+" select="(tail($units), $units[empty(tail($units))])"/>
          <xsl:sequence select="map { 'is': 'resume', 'unit': $around[1], 'at': $at + 1 }"/>
          <xsl:next-iteration>
            <xsl:with-param name="at" select="$at + 1"/>
            <xsl:with-param name="units" select="$around"/>
          </xsl:next-iteration>
        </xsl:when>
        <xsl:when test="$is = ('open', 'turn')">
          <xsl:variable name="unit" as="map(*)" select="loc:unit($step?element, $context)"/>
          <xsl:variable name="behind" as="xs:integer" select="$at + (if ($is = 'open') then 1 else 0)"/>
          <xsl:sequence select="map:put($unit, 'at', $behind)[not($unit?ignored)]"/>
          <xsl:next-iteration>
            <xsl:with-param name="at" select="$behind"/>
            <xsl:with-param name="units" select="if ($unit?ignored) then $units else ($unit?id, if ($is = 'turn') then tail($units) else $units)"/>
            <xsl:with-param name="context" select="
                if (exists($unit?last)) then map:put($context, 'numbers', map:put($context?numbers, $unit?counter, $unit?last)) else $context"/>
          </xsl:next-iteration>
        </xsl:when>
        <xsl:otherwise>
          <xsl:next-iteration>
            <xsl:with-param name="context" select="loc:context($context, $step)"/>
          </xsl:next-iteration>
        </xsl:otherwise>
      </xsl:choose>
    </xsl:iterate>
  </xsl:function>

  <!-- What stands around the units, behind a step that changes it: numbered divisions, page, chapters. -->
  <xsl:function name="loc:context" as="map(*)">
    <xsl:param name="context" as="map(*)"/>
    <xsl:param name="step" as="map(*)"/>
    <xsl:sequence select="
        if ($step?is = 'into') then map:put($context, 'divisions', ($context?divisions, $step?element))
        else if ($step?is = 'out') then map:put($context, 'divisions', $context?divisions[position() lt last()])
        else if ($step?is = 'page' and exists($step?n)) then map:put($context, 'page', $step?n)
        else if ($step?is = 'chapter') then map:put($context, 'chapters',
          if ($step?unit = ('book', 'liber')) then map { 'book': $step?n } else map:put($context?chapters, 'chapter', $step?n))
        else $context"/>
  </xsl:function>

  <!-- A step with the place that the text has reached. -->
  <xsl:function name="loc:at" as="map(*)">
    <xsl:param name="step" as="map(*)"/>
    <xsl:param name="place" as="map(*)"/>
    <xsl:param name="order" as="xs:integer"/>
    <xsl:sequence select="map:merge((map { 'unit': $place?unit, 'at': $place?at, 'order': $order }, $step))"/>
  </xsl:function>

  <!-- A unit that begins: its kind, its own number (counted where it has none), what stands around it. Where a text is in
       paragraphs (in-paragraphs), only these are counted: an item, a line of a letter's close is of the paragraph before it. -->
  <xsl:function name="loc:unit" as="map(*)">
    <xsl:param name="element" as="element()"/>
    <xsl:param name="context" as="map(*)"/>
    <xsl:variable name="divisions" as="element()*" select="$context?divisions"/>
    <xsl:variable name="page" as="xs:string?" select="$context?page"/>
    <xsl:variable name="chapters" as="map(*)" select="$context?chapters"/>
    <xsl:variable name="kind" as="xs:string" select="loc:kind($element)"/>
    <xsl:variable name="counted" as="element()*" select="if ($kind = 'verse') then $divisions[not(self::lg)] else $divisions"/>
    <xsl:variable name="counter" as="xs:string" select="string-join(($kind, $counted[last()] ! generate-id(.), $chapters?book, $chapters?chapter, if ($kind = 'line') then $page else ()), ' ')"/>
    <xsl:variable name="before" as="xs:string?" select="$context?numbers($counter)"/>
    <xsl:variable name="alone" as="xs:boolean" select="$kind = 'paragraph' and empty(loc:number($element/@n)) and exists($element[self::p or self::ab])
        and exists($divisions) and $element/.. is $divisions[last()] and empty($element/../(p | ab)[not(. is $element)])"/>
    <xsl:variable name="uncounted" as="xs:boolean" select="$context?in-paragraphs and $kind = 'paragraph' and not($element[self::p or self::ab] or exists(loc:number($element/@n)))"/>
    <xsl:variable name="goes-on" as="xs:boolean" select="$uncounted or $element/@part = ('M', 'F') and exists($before)"/>
    <xsl:variable name="n" as="xs:string?" select="
        if ($kind = 'heading' or $alone) then () else (loc:number($element/@n), if ($goes-on) then $before else loc:next($before))[1]"/>
    <xsl:sequence select="map { 'is': 'unit', 'id': generate-id($element), 'kind': if ($alone) then 'section' else $kind, 'n': $n, 'counter': $counter, 'last': $n,
        'goes-on': $goes-on, 'divisions': ($divisions ! loc:number(@n), $chapters?book, $chapters?chapter), 'page': $page,
        'ignored': exists($element/self::lb/ancestor::l) }"/>
  </xsl:function>

  <xsl:function name="loc:kind" as="xs:string">
    <xsl:param name="element" as="element()"/>
    <xsl:variable name="unit" as="xs:string" select="lower-case($element/self::milestone/@unit)"/>
    <xsl:sequence select="
        if ($element/self::l or $unit = ('verse', 'verses')) then 'verse'
        else if ($element/self::lb or $element/self::line or $unit = ('line', 'lines')) then 'line'
        else if ($element[self::head or self::titlePage or self::titlePart or self::docTitle or self::docAuthor or self::docDate or self::docImprint][not(voc:is-in-sentence(.))]) then 'heading'
        else if ($unit) then 'section'
        else 'paragraph'"/>
  </xsl:function>

  <!-- The number after this one: 12 → 13, 1.5 → 1.6, 7a → 8. -->
  <xsl:function name="loc:next" as="xs:string">
    <xsl:param name="number" as="xs:string?"/>
    <xsl:variable name="digits" as="xs:string" select="replace($number, '^.*?([0-9]{1,9})[^0-9]*$', '$1')"/>
    <xsl:sequence select="
        if (empty($number)) then '1'
        else if (matches($digits, '^[0-9]{1,9}$')) then replace($number, '^(.*?)[0-9]{1,9}[^0-9]*$', '$1') || (xs:integer($digits) + 1)
        else $number || '+1'"/>
  </xsl:function>

  <!-- ======== labels ======== -->

  <!-- Every unit with its label: as short as can be, so long as no two units of its kind have the same. -->
  <xsl:function name="loc:labelled" as="map(xs:string, map(*))">
    <xsl:param name="units" as="map(*)*"/>
    <xsl:variable name="labelled" as="map(*)*">
      <xsl:for-each-group select="$units" group-by="if (?kind = 'section' and empty(?n)) then 'paragraph' else ?kind">
        <xsl:variable name="level" as="xs:integer" select="loc:level(current-group()[not(?goes-on)])"/>
        <xsl:sequence select="current-group() ! map { ?id: map { 'unit': ?kind, 'place': loc:label(., $level), 'prefix': loc:prefix(., $level) } }"/>
      </xsl:for-each-group>
    </xsl:variable>
    <xsl:sequence select="map:merge((map { '': map { 'unit': '', 'place': '', 'prefix': '' } }, $labelled))"/>
  </xsl:function>

  <!-- 0: the number; 1: with those of the divisions; 2: with the page; 3: with both. (A few numbers may be given twice.) -->
  <xsl:function name="loc:level" as="xs:integer">
    <xsl:param name="units" as="map(*)*"/>
    <xsl:variable name="distinct" as="xs:integer*" select="(0 to 3) ! count(distinct-values(for $unit in $units return loc:label($unit, .)))"/>
    <xsl:variable name="most" as="xs:integer" select="(max($distinct), 0)[1]"/>
    <xsl:sequence select="(for $level in 0 to 3 return $level[$distinct[$level + 1] * 50 ge $most * 49])[1]"/>
  </xsl:function>

  <xsl:function name="loc:label" as="xs:string">
    <xsl:param name="unit" as="map(*)"/>
    <xsl:param name="level" as="xs:integer"/>
    <xsl:variable name="prefix" as="xs:string" select="loc:prefix($unit, $level)"/>
    <xsl:sequence select="
        if (empty($unit?n)) then ($prefix[. != ''], $unit?divisions[last()], '')[1]
        else if ($prefix = '' or starts-with($unit?n, $prefix || '.')) then $unit?n
        else $prefix || '.' || $unit?n"/>
  </xsl:function>

  <xsl:function name="loc:prefix" as="xs:string">
    <xsl:param name="unit" as="map(*)"/>
    <xsl:param name="level" as="xs:integer"/>
    <xsl:sequence select="loc:path((if ($level = (1, 3)) then $unit?divisions else (), if ($level ge 2) then $unit?page else ()))"/>
  </xsl:function>

  <!-- 1, 2 → 1.2; but 1, 1.2 → 1.2 -->
  <xsl:function name="loc:path" as="xs:string">
    <xsl:param name="parts" as="xs:string*"/>
    <xsl:sequence select="string(fold-left($parts, '', function ($path as xs:string, $part as xs:string) as xs:string {
        if ($path = '' or starts-with($part, $path || '.')) then $part else $path || '.' || $part }))"/>
  </xsl:function>

  <!-- ======== same words ======== -->

  <!-- Which of how many equal words (or runs of words) of its unit the lemma of an entry is, by the id of the entry; nothing
       where it is the only one, part of a word, or goes over the end of a unit.
       stretches: the units in the order of the text, a unit as often as it goes on. -->
  <xsl:function name="loc:occurrences" as="map(xs:string, xs:integer+)">
    <xsl:param name="starts" as="map(xs:string, map(*))"/>
    <xsl:param name="ends" as="map(*)*"/>
    <xsl:param name="stretches" as="map(*)*"/>
    <xsl:param name="line" as="xs:string"/>
    <xsl:variable name="plain" as="xs:string" select="replace($line, '[\p{P}\p{S}\p{Z}\p{Cc}]', ' ')"/>
    <xsl:variable name="words" as="array(xs:string)" select="array { tokenize(loc:folded($plain)) }"/>
    <xsl:variable name="within" as="map(*)*" select="$ends[$starts(?entry)?unit = ?unit]"/>
    <xsl:variable name="before" as="map(xs:integer, xs:integer)" select="
        loc:counted($plain, ($within ! ($starts(?entry)?at, ?at), $stretches?at, string-length($line)))"/>
    <xsl:variable name="lemmata" as="map(*)*" select="
        $within ! map { 'entry': ?entry, 'unit': ?unit, 'from': $starts(?entry)?at, 'to': ?at, 'first': $before($starts(?entry)?at) + 1, 'last': $before(?at) }
        [?last ge ?first][not(loc:is-inside-word($plain, ?from) or loc:is-inside-word($plain, ?to))]"/>
    <xsl:variable name="places" as="map(xs:string, xs:integer*)" select="loc:places($stretches, $before, distinct-values($lemmata?unit))"/>
    <xsl:map>
      <xsl:for-each-group select="$lemmata" group-by="?unit">
        <xsl:variable name="wanted" as="map(xs:string, xs:boolean)" select="map:merge(current-group() ! map { $words(?first): true() })"/>
        <xsl:variable name="same" as="map(xs:string, xs:integer*)">
          <xsl:map>
            <xsl:for-each-group select="$places(current-grouping-key())[$wanted($words(.))]" group-by="$words(.)">
              <xsl:map-entry key="current-grouping-key()" select="current-group()"/>
            </xsl:for-each-group>
          </xsl:map>
        </xsl:variable>
        <xsl:for-each select="current-group()">
          <xsl:variable name="equal" as="xs:integer*" select="loc:equal(?first, ?last, $same($words(?first)), $words)"/>
          <xsl:if test="count($equal) gt 1">
            <xsl:map-entry key="?entry" select="index-of($equal, ?first), count($equal)"/>
          </xsl:if>
        </xsl:for-each>
      </xsl:for-each-group>
    </xsl:map>
  </xsl:function>

  <!-- Those of the places where the same words follow as at the first. -->
  <xsl:function name="loc:equal" as="xs:integer*">
    <xsl:param name="first" as="xs:integer"/>
    <xsl:param name="last" as="xs:integer"/>
    <xsl:param name="places" as="xs:integer*"/>
    <xsl:param name="words" as="array(xs:string)"/>
    <xsl:sequence select="
        if ($first = $last) then $places
        else $places[. + $last - $first le array:size($words)][every $k in 1 to $last - $first satisfies $words(. + $k) = $words($first + $k)]"/>
  </xsl:function>

  <!-- How many words have begun before each of these places of a text whose words stand between blanks. -->
  <xsl:function name="loc:counted" as="map(xs:integer, xs:integer)">
    <xsl:param name="plain" as="xs:string"/>
    <xsl:param name="places" as="xs:integer*"/>
    <xsl:map>
      <xsl:iterate select="sort(distinct-values($places))">
        <xsl:param name="at" as="xs:integer" select="0"/>
        <xsl:param name="words" as="xs:integer" select="0"/>
        <xsl:variable name="now" as="xs:integer" select="
            $words + count(tokenize(substring($plain, $at + 1, . - $at))) - (if (loc:is-inside-word($plain, $at)) then 1 else 0)"/>
        <xsl:map-entry key="." select="if (. = $at) then $words else $now"/>
        <xsl:next-iteration>
          <xsl:with-param name="at" select="."/>
          <xsl:with-param name="words" select="if (. = $at) then $words else $now"/>
        </xsl:next-iteration>
      </xsl:iterate>
    </xsl:map>
  </xsl:function>

  <!-- The numbers of the words that begin in a unit, for some of the units. -->
  <xsl:function name="loc:places" as="map(xs:string, xs:integer*)">
    <xsl:param name="stretches" as="map(*)*"/>
    <xsl:param name="before" as="map(xs:integer, xs:integer)"/>
    <xsl:param name="units" as="xs:string*"/>
    <xsl:variable name="wanted" as="map(xs:string, xs:boolean)" select="map:merge($units ! map { .: true() })"/>
    <xsl:variable name="ends" as="xs:integer*" select="tail($stretches) ! $before(?at), max(map:keys($before)) ! $before(.)"/>
    <xsl:variable name="numbered" as="map(*)*" select="
        for-each-pair($stretches, $ends, function ($stretch, $end) {
          map { 'unit': ($stretch?id, $stretch?unit)[1], 'first': $before($stretch?at) + 1, 'last': $end }[$wanted(?unit)] })"/>
    <xsl:map>
      <xsl:for-each-group select="$numbered" group-by="?unit">
        <xsl:map-entry key="current-grouping-key()" select="current-group() ! (?first to ?last)"/>
      </xsl:for-each-group>
    </xsl:map>
  </xsl:function>

  <!-- Does a word go on over this place in a text whose words stand between blanks? -->
  <xsl:function name="loc:is-inside-word" as="xs:boolean">
    <xsl:param name="plain" as="xs:string"/>
    <xsl:param name="at" as="xs:integer"/>
    <xsl:variable name="around" as="xs:string" select="if ($at gt 0) then substring($plain, $at, 2) else ''"/>
    <xsl:sequence select="string-length($around) = 2 and not(contains($around, ' '))"/>
  </xsl:function>

  <!-- Case does not count, nor whether an accent is grave for what follows. -->
  <xsl:function name="loc:folded" as="xs:string">
    <xsl:param name="words" as="xs:string"/>
    <xsl:sequence select="translate(normalize-unicode(lower-case($words), 'NFD'), '&#x300;', '&#x301;')"/>
  </xsl:function>

  <!-- An entry from the start of its lemma (if it has a start) to its end. -->
  <xsl:function name="loc:locus" as="map(*)">
    <xsl:param name="start" as="map(*)?"/>
    <xsl:param name="end" as="map(*)"/>
    <xsl:param name="units" as="map(xs:string, map(*))"/>
    <xsl:param name="numbers" as="xs:integer*"/>
    <xsl:param name="line" as="xs:string"/>
    <xsl:variable name="from" as="map(*)" select="($start, $end)[1]"/>
    <xsl:variable name="first" as="map(*)" select="$units($from?unit)"/>
    <xsl:variable name="last" as="map(*)" select="$units($end?unit)"/>
    <xsl:sequence select="map {
        'unit': $first?unit, 'place': if ($from?unit = $end?unit) then $first?place else loc:range($first, $last),
        'begin': $from?order, 'order': $end?order, 'occurrence': $numbers[1], 'occurrences': $numbers[2],
        'text': if ($start?attached) then normalize-space(substring($line, $start?at + 1, $end?at - $start?at)) else () }"/>
  </xsl:function>

  <xsl:function name="loc:range" as="xs:string">
    <xsl:param name="first" as="map(*)"/>
    <xsl:param name="last" as="map(*)"/>
    <xsl:variable name="to" as="xs:string" select="
        if ($first?prefix != '' and starts-with($last?place, $first?prefix || '.')) then substring-after($last?place, $first?prefix || '.') else $last?place"/>
    <xsl:sequence select="
        if ($first?place = '') then $last?place
        else if ($last?place = ('', $first?place)) then $first?place
        else $first?place || '–' || $to"/>
  </xsl:function>

</xsl:stylesheet>
