<?xml version="1.0" encoding="UTF-8"?>
<!-- What stands before the text, as data: title, who answers for it, facts, sigla, abbreviations. front.xsl writes them for Typst,
     ../tex/front.xsl for TeX. -->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:map="http://www.w3.org/2005/xpath-functions/map"
    xmlns:rec="urn:recensio:edition"
    xmlns:norm="urn:recensio:normalise"
    xmlns:meta="urn:recensio:metadata"
    xmlns:loc="urn:recensio:loci"
    xmlns:lab="urn:recensio:labels"
    xmlns:app="urn:recensio:apparatus"
    xmlns:print="urn:recensio:print"
    xmlns:p="urn:recensio:print:flow"
    xpath-default-namespace="http://www.tei-c.org/ns/1.0"
    exclude-result-prefixes="#all">

  <!-- ======== title and imprint ======== -->

  <xsl:function name="print:subtitle" as="xs:string">
    <xsl:param name="edition" as="element(rec:edition)"/>
    <xsl:sequence select="string-join(meta:statement($edition)/title[@type = ('sub', 'subordinate', 'desc')] ! normalize-space()[. != ''], '. ')"/>
  </xsl:function>

  <!-- Who answers for it: a line for each kind of responsibility. -->
  <xsl:function name="print:responsible" as="xs:string*">
    <xsl:param name="edition" as="element(rec:edition)"/>
    <xsl:variable name="statement" as="element()?" select="meta:statement($edition)"/>
    <xsl:variable name="editors" as="xs:string*" select="distinct-values($statement/editor[normalize-space()] ! meta:person(.))"/>
    <xsl:sequence select="(lab:text('editedBy') || ' ' || string-join($editors, ', '))[exists($editors)]"/>
    <xsl:for-each-group select="$statement/respStmt[(persName, name, orgName)[normalize-space()]]" group-by="string-join(resp ! normalize-space(), ', ')">
      <xsl:sequence select="string-join((current-grouping-key()[. != ''],
          string-join(distinct-values(current-group()/(persName | name | orgName)[normalize-space()] ! meta:person(.)), ', ')), ': ')"/>
    </xsl:for-each-group>
  </xsl:function>

  <!-- The lines at the foot of the title page: edition, series, publisher, place and date. -->
  <xsl:function name="print:publisher" as="xs:string*">
    <xsl:param name="edition" as="element(rec:edition)"/>
    <xsl:variable name="file" as="element()?" select="$edition/rec:header/teiHeader[1]/fileDesc"/>
    <xsl:variable name="place" as="xs:string*" select="distinct-values($file/publicationStmt/pubPlace ! normalize-space()[. != ''])"/>
    <xsl:variable name="date" as="xs:string?" select="print:date($file)"/>
    <xsl:sequence select="print:series($file), $file/editionStmt/edition[1] ! normalize-space()[. != ''],
        distinct-values($file/publicationStmt/publisher[normalize-space()] ! meta:words(.)),
        string-join((string-join($place, ', ')[. != ''], $date), ' ')[. != '']"/>
  </xsl:function>

  <xsl:function name="print:date" as="xs:string?">
    <xsl:param name="file" as="element()?"/>
    <xsl:sequence select="$file/publicationStmt/date[normalize-space() or @when][1] ! (normalize-space()[. != ''], @when)[1]"/>
  </xsl:function>

  <xsl:function name="print:series" as="xs:string*">
    <xsl:param name="file" as="element()?"/>
    <xsl:sequence select="$file/seriesStmt ! string-join((string-join(title[normalize-space()] ! normalize-space(), '. '), biblScope[normalize-space()] ! normalize-space()), ' ')[. != '']"/>
  </xsl:function>

  <!-- Label, words and address of all that the header tells, and of what the settings say of its licence. -->
  <xsl:function name="print:told-facts" as="array(xs:string)*">
    <xsl:param name="edition" as="element(rec:edition)"/>
    <xsl:variable name="file" as="element()?" select="$edition/rec:header/teiHeader[1]/fileDesc"/>
    <xsl:variable name="told" as="element(rec:fact)*" select="rec:facts($edition)"/>
    <xsl:variable name="stated" as="element()?" select="$site/rec:site/rec:rights[normalize-space()][1]"/>
    <xsl:sequence select="
        print:series($file) ! ['detail-series', ., ''],
        $file/editionStmt/edition[1][normalize-space()] ! ['detail-edition', normalize-space(), ''],
        $told[@label = ('editor', 'publisher')] ! [string(@label), string(), ''],
        $file/publicationStmt/pubPlace[normalize-space()] ! ['imprint-pubPlace', normalize-space(), ''],
        $told[@label = 'date'] ! ['date', string(), ''],
        $file/publicationStmt//idno[normalize-space()] ! ['imprint-idno', string-join((@type, normalize-space()), ' '), (string(.)[matches(., '^https?://\S+$')], '')[1]],
        $told[@label = ('licence', 'rights')] ! [string(@label), string(), string(@href)],
        $stated[empty($told[@label = ('licence', 'rights')])] ! ['licence', normalize-space(), string(@href)],
        $told[@label = 'source'] ! ['source', string(), '']"/>
  </xsl:function>

  <!-- Does the text itself begin with its title? -->
  <xsl:function name="print:begins-with-title" as="xs:boolean">
    <xsl:param name="flow" as="document-node()"/>
    <xsl:param name="title" as="xs:string"/>
    <xsl:variable name="blocks" as="xs:string*">
      <xsl:for-each-group select="$flow/node()" group-starting-with="p:block">
        <xsl:if test="position() le 24 and self::p:block[@kind = ('head', 'title', 'centred')]">
          <xsl:sequence select="print:letters(string-join(current-group()[self::text() or self::p:t]))[. != '']"/>
        </xsl:if>
      </xsl:for-each-group>
    </xsl:variable>
    <xsl:variable name="wanted" as="xs:string" select="print:letters($title)"/>
    <xsl:variable name="first" as="xs:string*" select="$blocks[position() le 8]"/>
    <xsl:sequence select="$wanted = $first or (some $from in 1 to count($first), $to in $from + 1 to count($first)
        satisfies $wanted = string-join(subsequence($first, $from, $to - $from + 1)))"/>
  </xsl:function>

  <!-- The letters and figures of some words, by which they are compared. -->
  <xsl:function name="print:letters" as="xs:string">
    <xsl:param name="words" as="xs:string"/>
    <xsl:sequence select="replace(lower-case(normalize-unicode($words, 'NFD')), '[^\p{L}\p{N}]', '')"/>
  </xsl:function>

  <!-- ======== sigla ======== -->

  <!-- The witnesses in their groups, as the list in the header has them; those that no such list has; the scholars that the
       apparatus names. Witnesses that the text itself tells of are not told twice. -->
  <xsl:function name="print:sigla" as="map(xs:string, item()*)*">
    <xsl:param name="edition" as="element(rec:edition)"/>
    <xsl:variable name="document" as="document-node()" select="root($edition)"/>
    <xsl:variable name="in-text" as="xs:string*" select="$edition/rec:text//witness/(@xml:id, @n)[1] ! normalize-space()"/>
    <xsl:variable name="listed" as="map(xs:string, item())*">
      <xsl:for-each select="$edition/rec:header//listWit[not(ancestor::listWit or ancestor::witness)]">
        <xsl:sequence select="print:listed(., 0)"/>
      </xsl:for-each>
    </xsl:variable>
    <xsl:variable name="others" as="element()*" select="$edition/rec:witnesses/(rec:witness[normalize-space(rec:description)] | rec:family[rec:extent])[not(@id = ($listed?id, $in-text))]"/>
    <xsl:variable name="all" as="map(xs:string, item())*" select="$listed[not(?id = $in-text)], $others ! map { 'id': string(@id), 'depth': 0 }"/>
    <xsl:variable name="scholars" as="map(xs:string, item()*)*" select="print:scholars($edition)"/>
    <xsl:variable name="rows" as="map(xs:string, item()*)*" select="$all ! print:siglum-row(., $document)"/>
    <xsl:sequence select="print:gathered($rows), print:heading-row(0, lab:text('sigla-scholars'))[exists($scholars) and exists($rows)], $scholars"/>
  </xsl:function>

  <!-- Rows of sigla; many of which nothing is told stand in one. -->
  <xsl:function name="print:gathered" as="map(xs:string, item()*)*">
    <xsl:param name="rows" as="map(xs:string, item()*)*"/>
    <xsl:for-each-group select="1 to count($rows)" group-adjacent="
        for $row in $rows[current()] return exists($row?short) and not(some $node in $row?words satisfies print:has-words($node))">
      <xsl:variable name="own" as="map(xs:string, item()*)*" select="$rows[position() = current-group()]"/>
      <xsl:choose>
        <xsl:when test="current-grouping-key() and count($own) gt 3">
          <xsl:variable name="sigla" as="node()*">
            <xsl:for-each select="$own">
              <xsl:if test="position() gt 1">
                <xsl:text>, </xsl:text>
              </xsl:if>
              <xsl:sequence select="?short"/>
            </xsl:for-each>
          </xsl:variable>
          <xsl:sequence select="print:row($own[1]?depth, (), $sigla)"/>
        </xsl:when>
        <xsl:otherwise>
          <xsl:sequence select="$own"/>
        </xsl:otherwise>
      </xsl:choose>
    </xsl:for-each-group>
  </xsl:function>

  <!-- A row of a list: how deep in groups, what is explained, and the words that explain it, both as flow. -->
  <xsl:function name="print:row" as="map(xs:string, item()*)">
    <xsl:param name="depth" as="xs:integer"/>
    <xsl:param name="short" as="node()*"/>
    <xsl:param name="words" as="node()*"/>
    <xsl:sequence select="map { 'depth': $depth, 'short': $short, 'words': $words }"/>
  </xsl:function>

  <xsl:function name="print:heading-row" as="map(xs:string, item()*)">
    <xsl:param name="depth" as="xs:integer"/>
    <xsl:param name="heading" as="xs:string"/>
    <xsl:sequence select="print:row($depth, (), print:looking('italic', $heading))"/>
  </xsl:function>

  <!-- Words with a look, as flow. -->
  <xsl:function name="print:looking" as="node()*">
    <xsl:param name="look" as="xs:string"/>
    <xsl:param name="words" as="xs:string"/>
    <xsl:choose>
      <xsl:when test="$look = ''">
        <xsl:value-of select="$words"/>
      </xsl:when>
      <xsl:otherwise>
        <p:t look="{$look}"><xsl:value-of select="$words"/></p:t>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:function>

  <!-- id, depth, and the heading of a group -->
  <xsl:function name="print:listed" as="map(xs:string, item())*">
    <xsl:param name="list" as="element()"/>
    <xsl:param name="depth" as="xs:integer"/>
    <xsl:variable name="named" as="xs:boolean" select="exists($list/self::listWit[head[normalize-space()] or @xml:id])"/>
    <xsl:for-each select="$list[$named]">
      <xsl:sequence select="map { 'id': string(@xml:id), 'depth': $depth, 'head': normalize-space(string-join(head, ' ')) }"/>
    </xsl:for-each>
    <xsl:for-each select="$list/(witness | listWit)">
      <xsl:choose>
        <xsl:when test="self::witness">
          <xsl:sequence select="map { 'id': string((@xml:id, @n)[1]) => normalize-space(), 'depth': $depth + xs:integer($named) }"/>
          <xsl:sequence select="if (witness | listWit) then print:listed(., $depth + 1) else ()"/>
        </xsl:when>
        <xsl:otherwise>
          <xsl:sequence select="print:listed(., $depth + xs:integer($named))"/>
        </xsl:otherwise>
      </xsl:choose>
    </xsl:for-each>
  </xsl:function>

  <xsl:function name="print:siglum-row" as="map(xs:string, item()*)?">
    <xsl:param name="row" as="map(xs:string, item())"/>
    <xsl:param name="document" as="document-node()"/>
    <xsl:variable name="known" as="element()?" select="key('app:siglum', $row?id[. != ''], $document)[1]"/>
    <xsl:choose>
      <xsl:when test="map:contains($row, 'head') and not($known)">
        <xsl:sequence select="print:heading-row($row?depth, $row?head)[$row?head != '']"/>
      </xsl:when>
      <xsl:when test="$known">
        <xsl:sequence select="print:row($row?depth, print:siglum($known), print:described($known))"/>
      </xsl:when>
    </xsl:choose>
  </xsl:function>

  <xsl:function name="print:siglum" as="node()*">
    <xsl:param name="witness" as="element()"/>
    <xsl:apply-templates select="$witness/rec:siglum/node()" mode="print:flow">
      <xsl:with-param name="look" select="'italic'" tunnel="yes"/>
    </xsl:apply-templates>
  </xsl:function>

  <!-- What is known of a witness: its description, where it has text, whether it was collated in places only. -->
  <xsl:function name="print:described" as="node()*">
    <xsl:param name="witness" as="element()"/>
    <xsl:apply-templates select="$witness/rec:description/node()" mode="print:flow">
      <xsl:with-param name="in-entry" select="true()" tunnel="yes"/>
    </xsl:apply-templates>
    <xsl:variable name="more" as="xs:string*" select="$witness/@sampled ! lab:text('sampled'), $witness/rec:extent ! app:extent(.)"/>
    <xsl:if test="exists($more)">
      <p:gap/>
      <p:t look="italic"><xsl:value-of select="'(' || string-join($more, '; ') || ')'"/></p:t>
    </xsl:if>
  </xsl:function>

  <!-- Those whom the apparatus names by @source, @resp or @hand, with what the file says of them. -->
  <xsl:function name="print:scholars" as="map(xs:string, item()*)*">
    <xsl:param name="edition" as="element(rec:edition)"/>
    <xsl:variable name="document" as="document-node()" select="root($edition)"/>
    <xsl:variable name="pointers" as="xs:string*" select="distinct-values($edition/rec:apparatus//(@source | @resp) ! tokenize(.))"/>
    <xsl:variable name="named" as="element()*" select="$pointers[starts-with(., '#')] ! key('print:id', substring(., 2), $document)[1]
        [not(ancestor-or-self::witness or ancestor-or-self::listWit or ancestor::rec:text)]"/>
    <xsl:for-each select="$named | ()">
      <xsl:variable name="short" as="xs:string" select="app:scholar('#' || @xml:id, $document)"/>
      <xsl:variable name="words" as="xs:string" select="print:scholar-words(.)"/>
      <xsl:if test="$words != '' and print:letters($words) != print:letters($short)">
        <xsl:variable name="flow" as="text()"><xsl:value-of select="$words"/></xsl:variable>
        <xsl:sequence select="print:row(0, print:looking('smallcaps', $short), $flow)"/>
      </xsl:if>
    </xsl:for-each>
  </xsl:function>

  <!-- (what is the siglum itself is not said again) -->
  <xsl:function name="print:scholar-words" as="xs:string">
    <xsl:param name="scholar" as="element()"/>
    <xsl:variable name="bare" as="element()">
      <xsl:apply-templates select="$scholar" mode="print:without-siglum"/>
    </xsl:variable>
    <xsl:sequence select="meta:words($bare)"/>
  </xsl:function>

  <xsl:mode name="print:without-siglum" on-no-match="shallow-copy"/>

  <xsl:template match="abbr | title[@type = ('short', 'abbr', 'abbreviated')] | idno" mode="print:without-siglum"/>

  <!-- ======== abbreviations ======== -->

  <xsl:variable name="print:abbreviated" as="xs:string*" select="'om', 'add', 'del', 'transp', 'cett', 'lac', 'illeg', 'nc', 'ac', 'pc', 'conj', 'corr'"/>

  <!-- Those of the apparatus that its entries have, and those that the header declares, each with its meaning. -->
  <xsl:function name="print:abbreviations" as="map(xs:string, item()*)*">
    <xsl:param name="edition" as="element(rec:edition)"/>
    <xsl:param name="flow" as="document-node()"/>
    <xsl:variable name="said" as="xs:string*" select="distinct-values($flow//p:app/p:body//p:t[string-length() le 24] ! normalize-space())"/>
    <xsl:variable name="own" as="xs:string*" select="$print:abbreviated[lab:text(.) = $said]"/>
    <xsl:variable name="rows" as="map(xs:string, xs:string)*" select="
        $own ! map { 'short': lab:text(.), 'words': lab:text('abbr-' || .), 'look': 'italic' },
        $edition/rec:header//encodingDesc//choice[abbr][expan] ! map { 'short': normalize-space(abbr[1]), 'words': normalize-space(expan[1]), 'look': '' },
        $edition/rec:header//encodingDesc//list[@type = ('abbreviations', 'abbreviation', 'abbr')]/label
          ! map { 'short': normalize-space(), 'words': normalize-space(following-sibling::*[1][self::item]), 'look': '' },
        $edition/rec:header//encodingDesc//list[@type = ('abbreviations', 'abbreviation', 'abbr')]/item[abbr][not(choice)][expan or gloss]
          ! map { 'short': normalize-space(abbr[1]), 'words': normalize-space((expan, gloss)[1]), 'look': '' }"/>
    <xsl:sequence select="sort($rows[?short != ''][?words != ''], (), function ($row) { lower-case($row?short) })
        ! print:row(0, print:looking(?look, ?short), print:looking('', ?words))"/>
  </xsl:function>

  <!-- ======== the book of the whole edition (recensio/book.py) ======== -->

  <xsl:function name="print:group-title" as="xs:string">
    <xsl:param name="group" as="element(rec:group)"/>
    <xsl:sequence select="if ($group/@title != '') then $group/@title else if ($group/@label != '') then lab:text($group/@label) else ''"/>
  </xsl:function>

  <!-- What its imprint tells: label, words and address. -->
  <xsl:function name="print:book-facts" as="array(xs:string)*">
    <xsl:param name="book" as="element(rec:book)"/>
    <xsl:sequence select="
        $book/rec:editor ! ['editor', string(), ''], $book/@publisher[. != ''] ! ['publisher', string(), ''],
        $book/@licence[. != ''] ! ['licence', string(), ''], $book/@url[. != ''] ! ['imprint-address', string(), string()]"/>
  </xsl:function>

</xsl:stylesheet>
