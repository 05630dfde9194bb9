<?xml version="1.0" encoding="UTF-8"?>
<!-- Where an entry stands, as editors cite it (verse, numbered line of the source, paragraph or section), and which of several
     equal words of that verse or line it speaks of (et², of 3). One walk over the normalised text gives both for all entries. -->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:map="http://www.w3.org/2005/xpath-functions/map"
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

  <!-- What the walk yields, by the id of the entry: unit, place, occurrence, occurrences, words, order; the events; the notes. -->
  <xsl:function name="loc:of" as="map(xs:string, item()*)">
    <xsl:param name="text" as="element(rec:text)"/>
    <xsl:variable name="steps" as="item()*">
      <xsl:apply-templates select="$text/node()" mode="loc:walk">
        <xsl:with-param name="in-lines" select="exists($text//lb[@rec:line][normalize-space(@n)][not(ancestor::app)][2])" tunnel="yes"/>
      </xsl:apply-templates>
    </xsl:variable>
    <xsl:variable name="found" as="map(*)*" select="loc:measured($steps)"/>
    <xsl:variable name="units" as="map(xs:string, map(*))" select="loc:labelled($found[?is = 'unit'])"/>
    <xsl:variable name="words" as="map(xs:string, item()*)" select="loc:words($found[?is = 'words'])"/>
    <xsl:variable name="starts" as="map(xs:string, map(*))" select="map:merge($found[?is = 'start'] ! map { ?entry: . })"/>
    <xsl:variable name="loci" as="map(xs:string, map(*))" select="map:merge(
        $found[?is = 'end'] ! map { ?entry: loc:locus($starts(?entry), ., $units, $words) })"/>
    <xsl:sequence select="map {
        'entries': $loci,
        'events': $found[?is = 'event'] ! map:put(., 'at', $units(?unit)),
        'notes': map:merge($found[?is = 'call'] ! map { ?note: map:put($units(?unit), 'order', ?order) }) }"/>
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

  <!-- (of the stretches of an entry, the first counts) -->
  <xsl:template match="rec:from[not(@again)]" mode="loc:walk" as="item()*">
    <xsl:sequence select="map { 'is': 'start', 'entry': string(@entry), 'attached': true() }"/>
  </xsl:template>

  <xsl:template match="rec:mark[not(@again)]" mode="loc:walk" as="item()*">
    <xsl:sequence select="map { 'is': 'end', 'entry': string(@entry), 'attached': true() }"/>
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

  <!-- The state of the walk: open units (the innermost first: id, words and characters so far, whether a word is under way),
       where the last words ended, starts that wait for their first word, numbered divisions, last numbers, page, chapters. -->
  <xsl:function name="loc:measured" as="map(*)*">
    <xsl:param name="steps" as="item()*"/>
    <xsl:iterate select="$steps">
      <xsl:param name="units" as="map(*)*" select="loc:unit-state('')"/>
      <xsl:param name="last" as="map(*)" select="loc:unit-state('')"/>
      <xsl:param name="waiting" as="map(*)*" select="()"/>
      <xsl:param name="begun" as="map(xs:string, xs:boolean)" select="map {}"/>
      <xsl:param name="divisions" as="element()*" select="()"/>
      <xsl:param name="numbers" as="map(xs:string, xs:string)" select="map {}"/>
      <xsl:param name="page" as="xs:string?" select="()"/>
      <xsl:param name="chapters" as="map(xs:string, xs:string)" select="map {}"/>
      <xsl:variable name="step" as="item()" select="."/>
      <xsl:variable name="number" as="xs:integer" select="position()"/>
      <xsl:variable name="is" as="xs:string" select="if ($step instance of xs:string) then 'words' else $step?is"/>
      <xsl:variable name="says" as="xs:boolean" select="$is = 'words' and matches($step, '\S')"/>
      <xsl:variable name="place" as="map(*)?" select="
          if ($is = ('open', 'turn')) then loc:unit($step?element, $divisions, $numbers, $page, $chapters) else ()"/>
      <xsl:variable name="top" as="map(*)" select="$units[1]"/>
      <xsl:variable name="now" as="map(*)*" select="
          if ($is = 'words') then (loc:longer($top, $step), tail($units))
          else if ($is = 'open') then (loc:unit-state($place?id), loc:parted($units))
          else if ($is = 'turn' and not($place?ignored)) then (loc:unit-state($place?id), tail($units))
          else if ($is = 'close' and exists(tail($units))) then loc:longer-first(tail($units))
          else $units"/>
      <xsl:sequence select="
          if ($is = 'words') then (map { 'is': 'words', 'unit': $top?id, 'text': $step }, if ($says) then $waiting ! loc:at(., $top) else ())
          else if ($is = 'end') then loc:ended($step, $top, if ($top?id and $step?attached and not($begun($step?entry))) then $top else $last,
            $waiting[?entry = $step?entry]) ! map:put(., 'order', $number)
          else if ($is = ('event', 'call')) then map:put(loc:at($step, if ($top?id) then $top else $last), 'order', $number)
          else if ($is = 'close') then map { 'is': 'words', 'unit': head((tail($units), $top))?id, 'text': ' ' }
          else $place"/>
      <xsl:next-iteration>
        <xsl:with-param name="units" select="$now"/>
        <xsl:with-param name="last" select="if ($says) then $now[1] else $last"/>
        <xsl:with-param name="begun" select="if ($is = 'start' and $step?attached) then map:put($begun, $step?entry, true()) else $begun"/>
        <xsl:with-param name="waiting" select="
            if ($is = 'start') then ($waiting, loc:at($step, $top)) else if ($says) then ()
            else if ($is = 'end') then $waiting[not(?entry = $step?entry)] else $waiting"/>
        <xsl:with-param name="divisions" select="
            if ($is = 'into') then ($divisions, $step?element) else if ($is = 'out') then $divisions[position() lt last()] else $divisions"/>
        <xsl:with-param name="numbers" select="if (exists($place?last)) then map:put($numbers, $place?counter, $place?last) else $numbers"/>
        <xsl:with-param name="page" select="if ($is = 'page' and exists($step?n)) then $step?n else $page"/>
        <xsl:with-param name="chapters" select="
            if ($is = 'chapter') then (if ($step?unit = ('book', 'liber')) then map { 'book': $step?n } else map:put($chapters, 'chapter', $step?n)) else $chapters"/>
      </xsl:next-iteration>
    </xsl:iterate>
  </xsl:function>

  <!-- A step with the place that a unit has reached. -->
  <xsl:function name="loc:at" as="map(*)">
    <xsl:param name="step" as="map(*)"/>
    <xsl:param name="unit" as="map(*)"/>
    <xsl:sequence select="map:merge(($step, map { 'unit': $unit?id, 'words': $unit?words, 'length': $unit?length }), map { 'duplicates': 'use-last' })"/>
  </xsl:function>

  <!-- The end of a lemma is where its last words were. If it has none, both its ends are where it stands. -->
  <xsl:function name="loc:ended" as="map(*)+">
    <xsl:param name="step" as="map(*)"/>
    <xsl:param name="top" as="map(*)"/>
    <xsl:param name="last" as="map(*)"/>
    <xsl:param name="waiting" as="map(*)?"/>
    <xsl:variable name="here" as="map(*)" select="if ($top?id) then $top else $last"/>
    <xsl:sequence select="if (exists($waiting)) then (loc:at($waiting, $here), loc:at($step, $here)) else loc:at($step, $last)"/>
  </xsl:function>

  <xsl:function name="loc:unit-state" as="map(*)">
    <xsl:param name="id" as="xs:string"/>
    <xsl:sequence select="map { 'id': $id, 'words': 0, 'length': 0, 'open': false() }"/>
  </xsl:function>

  <!-- A unit with more text. -->
  <xsl:function name="loc:longer" as="map(*)">
    <xsl:param name="unit" as="map(*)"/>
    <xsl:param name="text" as="xs:string"/>
    <xsl:variable name="parts" as="xs:integer" select="count(tokenize(replace($text, $loc:between, ' ')))"/>
    <xsl:variable name="goes-on" as="xs:boolean" select="$unit?open and matches($text, '^' || $loc:within)"/>
    <xsl:sequence select="map { 'id': $unit?id, 'words': $unit?words + $parts - (if ($goes-on) then 1 else 0), 'length': $unit?length + string-length($text),
        'open': if ($text = '') then $unit?open else matches($text, $loc:within || '$') }"/>
  </xsl:function>

  <!-- The innermost unit goes on behind a unit that stood in it. -->
  <xsl:function name="loc:longer-first" as="map(*)*">
    <xsl:param name="units" as="map(*)+"/>
    <xsl:sequence select="loc:longer(head($units), ' '), tail($units)"/>
  </xsl:function>

  <xsl:function name="loc:parted" as="map(*)*">
    <xsl:param name="units" as="map(*)+"/>
    <xsl:sequence select="map:put(head($units), 'open', false()), tail($units)"/>
  </xsl:function>

  <xsl:variable name="loc:between" as="xs:string" select="'[\p{P}\p{S}\p{Z}\p{Cc}]+'"/>
  <xsl:variable name="loc:within" as="xs:string" select="'[^\p{P}\p{S}\p{Z}\p{Cc}]'"/>

  <!-- A unit that begins: its kind, its own number (counted where it has none), what stands around it. -->
  <xsl:function name="loc:unit" as="map(*)">
    <xsl:param name="element" as="element()"/>
    <xsl:param name="divisions" as="element()*"/>
    <xsl:param name="numbers" as="map(xs:string, xs:string)"/>
    <xsl:param name="page" as="xs:string?"/>
    <xsl:param name="chapters" as="map(xs:string, xs:string)"/>
    <xsl:variable name="kind" as="xs:string" select="loc:kind($element)"/>
    <xsl:variable name="counted" as="element()*" select="if ($kind = 'verse') then $divisions[not(self::lg)] else $divisions"/>
    <xsl:variable name="counter" as="xs:string" select="string-join(($kind, $counted[last()] ! generate-id(.), $chapters?book, $chapters?chapter, if ($kind = 'line') then $page else ()), ' ')"/>
    <xsl:variable name="before" as="xs:string?" select="$numbers($counter)"/>
    <xsl:variable name="alone" as="xs:boolean" select="$kind = 'paragraph' and empty(loc:number($element/@n)) and exists($element[self::p or self::ab])
        and exists($divisions) and $element/.. is $divisions[last()] and empty($element/../(p | ab)[not(. is $element)])"/>
    <xsl:variable name="goes-on" as="xs:boolean" select="$element/@part = ('M', 'F') and exists($before)"/>
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
        else if ($element/self::head) then 'heading'
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

  <!-- The words of each unit that has entries: all of them, and the places of each. -->
  <xsl:function name="loc:words" as="map(xs:string, item()*)">
    <xsl:param name="pieces" as="map(*)*"/>
    <xsl:map>
      <xsl:for-each-group select="$pieces" group-by="?unit">
        <xsl:variable name="text" as="xs:string" select="string-join(current-group()?text)"/>
        <xsl:variable name="words" as="xs:string*" select="tokenize(replace($text, $loc:between, ' ')) ! loc:folded(.)"/>
        <xsl:map-entry key="current-grouping-key()" select="map { 'text': $text, 'words': array { $words }, 'places': loc:places($words) }"/>
      </xsl:for-each-group>
    </xsl:map>
  </xsl:function>

  <xsl:function name="loc:places" as="map(xs:string, xs:integer*)">
    <xsl:param name="words" as="xs:string*"/>
    <xsl:map>
      <xsl:for-each-group select="1 to count($words)" group-by="let $place := . return $words[$place]">
        <xsl:map-entry key="current-grouping-key()" select="current-group()"/>
      </xsl:for-each-group>
    </xsl:map>
  </xsl:function>

  <!-- Case does not count, nor whether an accent is grave for what follows. -->
  <xsl:function name="loc:folded" as="xs:string">
    <xsl:param name="word" as="xs:string"/>
    <xsl:sequence select="translate(normalize-unicode(lower-case($word), 'NFD'), '&#x300;', '&#x301;')"/>
  </xsl:function>

  <!-- An entry from the start of its lemma (if it has a start) to its end. -->
  <xsl:function name="loc:locus" as="map(*)">
    <xsl:param name="start" as="map(*)?"/>
    <xsl:param name="end" as="map(*)"/>
    <xsl:param name="units" as="map(xs:string, map(*))"/>
    <xsl:param name="words" as="map(xs:string, item()*)"/>
    <xsl:variable name="from" as="map(*)" select="($start, $end)[1]"/>
    <xsl:variable name="one-unit" as="xs:boolean" select="$from?unit = $end?unit"/>
    <xsl:variable name="first" as="map(*)" select="$units($from?unit)"/>
    <xsl:variable name="last" as="map(*)" select="$units($end?unit)"/>
    <xsl:sequence select="map:merge((
        map { 'unit': $first?unit, 'place': if ($one-unit) then $first?place else loc:range($first, $last), 'order': $end?order },
        if ($one-unit and exists($start) and exists($words($end?unit))) then loc:occurrence($start, $end, $words($end?unit)) else ()))"/>
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

  <!-- Which of several equal words (or runs of words) of the unit: nothing where it is the only one, or part of a word. -->
  <xsl:function name="loc:occurrence" as="map(*)?">
    <xsl:param name="start" as="map(*)"/>
    <xsl:param name="end" as="map(*)"/>
    <xsl:param name="unit" as="map(*)"/>
    <xsl:variable name="first" as="xs:integer" select="$start?words + 1"/>
    <xsl:variable name="length" as="xs:integer" select="$end?words - $start?words"/>
    <xsl:if test="$length gt 0 and not(loc:is-inside-word($unit?text, $start?length) or loc:is-inside-word($unit?text, $end?length))">
      <xsl:variable name="all" as="array(*)" select="$unit?words"/>
      <xsl:variable name="places" as="xs:integer*" select="$unit?places($all($first))"/>
      <xsl:variable name="same" as="xs:integer*" select="
          if ($length = 1) then $places
          else $places[. + $length - 1 le array:size($all)][every $k in 1 to $length - 1 satisfies $all(. + $k) = $all($first + $k)]"
          xmlns:array="http://www.w3.org/2005/xpath-functions/array"/>
      <xsl:if test="count($same) gt 1">
        <xsl:sequence select="map { 'occurrence': index-of($same, $first), 'occurrences': count($same) }"/>
      </xsl:if>
    </xsl:if>
  </xsl:function>

  <!-- Does a word go on over this place in a text? -->
  <xsl:function name="loc:is-inside-word" as="xs:boolean">
    <xsl:param name="text" as="xs:string"/>
    <xsl:param name="offset" as="xs:integer"/>
    <xsl:sequence select="$offset gt 0 and matches(substring($text, $offset, 2), '^' || $loc:within || '{2}$')"/>
  </xsl:function>

</xsl:stylesheet>
