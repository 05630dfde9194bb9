<?xml version="1.0" encoding="UTF-8"?>
<!-- The text of each witness, picked from the flow (docs/developers/text-law.md, "Witness W"). -->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:map="http://www.w3.org/2005/xpath-functions/map"
    xmlns:rec="urn:recensio:edition"
    xmlns:txt="urn:recensio:text"
    exclude-result-prefixes="#all">

  <xsl:mode name="txt:pick" on-no-match="shallow-skip"/>

  <xsl:key name="txt:named" match="txt:rdg" use="tokenize(@wit)"/>
  <xsl:key name="txt:attached" match="txt:app" use="@entry"/>
  <xsl:key name="txt:part" match="txt:part" use="@id"/>

  <!-- For each witness and each of its states: its id, the number of the state (from 0), the text. -->
  <xsl:function name="txt:witnesses" as="xs:string*">
    <xsl:param name="edition" as="element(rec:edition)"/>
    <xsl:param name="flow" as="document-node()"/>
    <xsl:for-each select="$edition/rec:witnesses/rec:witness[not(@sampled)]">
      <xsl:variable name="witness" as="map(*)" select="txt:who(., $flow)"/>
      <xsl:for-each select="0 to $witness?states - 1">
        <xsl:sequence select="$witness?id, string(.), txt:witness($flow, map:put($witness, 'state', .))"/>
      </xsl:for-each>
    </xsl:for-each>
  </xsl:function>

  <!-- The base text, as if it were that of a witness. -->
  <xsl:function name="txt:edition" as="xs:string+">
    <xsl:param name="flow" as="document-node()"/>
    <xsl:variable name="readings" as="map(*)" select="map:merge($flow//txt:app[not(@entry)]/txt:rdg[@rec:base] ! map:entry(string(../@n), .))"/>
    <xsl:sequence select="txt:witness($flow, map { 'id': '', 'ids': (), 'any': (), 'readings': $readings, 'state': 0 })"/>
  </xsl:function>

  <!-- What there is to know of a witness: its id; the ids it answers to, its own first, then those of ever larger groups;
       the readings that name it most directly, by the number of their entry; how many states it has (the most readings
       that one entry gives it). -->
  <xsl:function name="txt:who" as="map(*)">
    <xsl:param name="witness" as="element(rec:witness)"/>
    <xsl:param name="flow" as="document-node()"/>
    <xsl:variable name="id" as="xs:string" select="$witness/@id"/>
    <xsl:variable name="ids" as="xs:string*" select="$id, reverse(tokenize($witness/@answers-to))[. != $id]"/>
    <xsl:variable name="by-id" as="map(*)*" select="$ids ! txt:readings-of(., $flow)"/>
    <xsl:variable name="readings" as="map(*)" select="
        if (exists(tail($by-id))) then map:merge($by-id, map { 'duplicates': 'use-first' }) else $by-id"/>
    <xsl:sequence select="map {
        'id': $id, 'ids': $ids, 'readings': $readings, 'any': $by-id,
        'states': max((1, for $n in map:keys($readings) return count($readings($n))[. gt 1]))
      }"/>
  </xsl:function>

  <!-- (several of one entry in the order of @varSeq) -->
  <xsl:function name="txt:readings-of" as="map(xs:string, element()*)">
    <xsl:param name="id" as="xs:string"/>
    <xsl:param name="flow" as="document-node()"/>
    <xsl:variable name="readings" as="element()*" select="key('txt:named', $id, $flow)"/>
    <xsl:variable name="ranked" as="element()*" select="
        if ($readings/@rank) then sort($readings, (), function($reading) { xs:integer(($reading/@rank, 0)[1]) }) else $readings"/>
    <xsl:sequence select="map:merge($ranked ! map:entry(string(../@n), .), map { 'duplicates': 'combine' })"/>
  </xsl:function>

  <!-- The reading of the witness: one that names it, else a lemma that names nobody. -->
  <xsl:function name="txt:chosen" as="element()?">
    <xsl:param name="app" as="element(txt:app)"/>
    <xsl:param name="witness" as="map(*)"/>
    <xsl:variable name="naming" as="element()*" select="$witness?readings(string($app/@n))"/>
    <xsl:sequence select="
        if (empty($naming)) then $app/txt:rdg[@negative][1]
        else if (empty($naming[2])) then $naming
        else ($naming[$witness?state + 1], $naming[last()])[1]"/>
  </xsl:function>

  <!-- The text; if it is wanted, also the same with marks. -->
  <xsl:function name="txt:witness" as="xs:string+">
    <xsl:param name="flow" as="document-node()"/>
    <xsl:param name="witness" as="map(*)"/>
    <!-- text nodes, marks, events and points, in the order in which this witness has them -->
    <xsl:variable name="gathered" as="item()*">
      <!-- (most of a text is common to all, and most readings are plain words: these need no template) -->
      <xsl:for-each select="$flow/node()">
        <xsl:variable name="chosen" as="element()?" select="self::txt:app[not(@eventful)]/txt:chosen(., $witness)"/>
        <xsl:choose>
          <xsl:when test="self::text()">
            <xsl:sequence select="."/>
          </xsl:when>
          <xsl:when test="$chosen[@plain][not(@remark)]">
            <xsl:sequence select="txt:entered(., $chosen), $chosen/text(), txt:left(.)"/>
          </xsl:when>
          <xsl:when test="not(self::txt:attached)">
            <xsl:apply-templates select="." mode="txt:pick">
              <xsl:with-param name="witness" tunnel="yes" select="$witness"/>
            </xsl:apply-templates>
          </xsl:when>
        </xsl:choose>
      </xsl:for-each>
    </xsl:variable>
    <xsl:variable name="pieces" as="item()*" select="
        if (exists($flow/txt:attached/*)) then txt:replaced($gathered, $flow, $witness) else $gathered"/>
    <xsl:variable name="present" as="item()*" select="if (exists($pieces[. instance of element(txt:event)])) then txt:present($pieces) else $pieces"/>
    <xsl:sequence select="txt:set(string-join($present[not(. instance of element())])), string-join($present ! txt:marked(.))[$marked]"/>
  </xsl:function>

  <!-- Are texts with marks wanted, too? Rows, entries and events, each between U+FDE0 and U+FDE1:
       r12 row 12 begins · eID an entry begins, c… the reading that is chosen in it (its status), xID the entry ends ·
       fID, tID the words of an entry that stands outside the text begin and end, F… its reading replaces them · lacunaStart …: an event ·
       s3, S3 a run of words begins and ends (../common/runs.xsl). -->
  <xsl:param name="marked" as="xs:boolean" select="false()"/>

  <xsl:function name="txt:entered" as="element()*">
    <xsl:param name="app" as="element(txt:app)"/>
    <xsl:param name="chosen" as="element()?"/>
    <xsl:sequence select="($app, $chosen)[$marked][not($app/@rec:silent)]"/>
  </xsl:function>

  <xsl:function name="txt:left" as="element()?">
    <xsl:param name="app" as="element(txt:app)"/>
    <xsl:sequence select="$app[$marked][not(@rec:silent)]/txt:end"/>
  </xsl:function>

  <xsl:function name="txt:marked" as="xs:string">
    <xsl:param name="piece" as="item()"/>
    <xsl:choose>
      <xsl:when test="$piece instance of element()">
        <xsl:variable name="mark" as="xs:string">
          <xsl:apply-templates select="$piece" mode="txt:mark"/>
        </xsl:variable>
        <xsl:sequence select="'&#xFDE0;' || $mark || '&#xFDE1;'"/>
      </xsl:when>
      <xsl:otherwise>
        <xsl:sequence select="string($piece)"/>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:function>

  <xsl:mode name="txt:mark" on-no-match="fail"/>
  <xsl:template match="txt:row" mode="txt:mark" as="xs:string"><xsl:sequence select="'r' || @n"/></xsl:template>
  <xsl:template match="txt:app" mode="txt:mark" as="xs:string"><xsl:sequence select="'e' || @n"/></xsl:template>
  <xsl:template match="txt:rdg" mode="txt:mark" as="xs:string"><xsl:sequence select="(if (../@entry) then 'F' else 'c') || @remark"/></xsl:template>
  <xsl:template match="txt:end" mode="txt:mark" as="xs:string"><xsl:sequence select="'x' || @n"/></xsl:template>
  <xsl:template match="txt:point" mode="txt:mark" as="xs:string"><xsl:sequence select="(if (@starts) then 'f' else 't') || @entry"/></xsl:template>
  <xsl:template match="txt:event" mode="txt:mark" as="xs:string"><xsl:sequence select="string(@kind)"/></xsl:template>

  <xsl:template match="txt:run" mode="txt:mark" as="xs:string"><xsl:sequence select="(if (@ends) then 'S' else 's') || @n"/></xsl:template>

  <!-- (what is repeated elsewhere begins no row there) -->
  <xsl:template match="txt:row" mode="txt:pick" as="element()?">
    <xsl:param name="silent" as="xs:boolean" tunnel="yes" select="false()"/>
    <xsl:param name="copies" as="xs:integer" tunnel="yes" select="0"/>
    <xsl:sequence select=".[$marked and not($silent) and $copies = 0]"/>
  </xsl:template>

  <!-- (where a witness does not speak, only events are gathered) -->
  <xsl:template match="text() | txt:point | txt:run" mode="txt:pick" as="node()?">
    <xsl:param name="silent" as="xs:boolean" tunnel="yes" select="false()"/>
    <xsl:sequence select=".[not($silent)]"/>
  </xsl:template>

  <xsl:template match="txt:app" mode="txt:pick" as="item()*">
    <xsl:param name="witness" as="map(*)" tunnel="yes"/>
    <xsl:param name="silent" as="xs:boolean" tunnel="yes" select="false()"/>
    <xsl:variable name="chosen" as="element()?" select="txt:chosen(., $witness)"/>
    <xsl:variable name="n" as="xs:string" select="@n"/>
    <xsl:sequence select="txt:entered(., $chosen)[not($silent)]"/>
    <!-- (where it falls silent is told by each reading that names it) -->
    <xsl:for-each select="if (@eventful) then $chosen | ($witness?any ! .($n)) else $chosen">
      <xsl:apply-templates select="." mode="txt:pick">
        <xsl:with-param name="only-events" select="not(. is $chosen)"/>
      </xsl:apply-templates>
    </xsl:for-each>
    <xsl:sequence select="txt:left(.)[not($silent)]"/>
  </xsl:template>

  <xsl:template match="txt:rdg" mode="txt:pick" as="item()*">
    <xsl:param name="silent" as="xs:boolean" tunnel="yes" select="false()"/>
    <xsl:param name="only-events" as="xs:boolean" select="false()"/>
    <xsl:choose>
      <xsl:when test="not($only-events or @remark)">
        <xsl:apply-templates mode="txt:pick"/>
      </xsl:when>
      <xsl:when test="@eventful">
        <xsl:apply-templates mode="txt:pick">
          <xsl:with-param name="silent" tunnel="yes" select="true()"/>
        </xsl:apply-templates>
      </xsl:when>
    </xsl:choose>
  </xsl:template>

  <xsl:template match="txt:event" mode="txt:pick" as="element()?">
    <xsl:param name="witness" as="map(*)" tunnel="yes"/>
    <xsl:sequence select=".[tokenize(@wit) = $witness?ids]"/>
  </xsl:template>

  <xsl:template match="txt:part" mode="txt:pick" as="item()*">
    <xsl:param name="witness" as="map(*)" tunnel="yes"/>
    <xsl:param name="silent" as="xs:boolean" tunnel="yes" select="false()"/>
    <xsl:variable name="lacks" as="xs:boolean" select="tokenize(@lacking) = $witness?ids"/>
    <xsl:sequence select="$txt:blank[$lacks and not($silent)]"/>
    <xsl:apply-templates mode="txt:pick">
      <xsl:with-param name="silent" tunnel="yes" select="$silent or $lacks"/>
    </xsl:apply-templates>
  </xsl:template>

  <!-- What a reading repeats, as the witness has it there. (Copies of copies end after eight.) -->
  <xsl:template match="txt:copy" mode="txt:pick" as="item()*">
    <xsl:param name="silent" as="xs:boolean" tunnel="yes" select="false()"/>
    <xsl:param name="copies" as="xs:integer" tunnel="yes" select="0"/>
    <xsl:if test="not($silent) and $copies lt 8">
      <xsl:sequence select="$txt:block"/>
      <xsl:apply-templates select="key('txt:part', @of)[1]/node()" mode="txt:pick">
        <xsl:with-param name="copies" tunnel="yes" select="$copies + 1"/>
      </xsl:apply-templates>
      <xsl:sequence select="$txt:block"/>
    </xsl:if>
  </xsl:template>

  <!-- ======== entries that stand outside the text ======== -->

  <!-- The pieces with the witness's readings in the place of the words between their points. Of stretches that overlap,
       the one that begins first counts. -->
  <xsl:function name="txt:replaced" as="item()*">
    <xsl:param name="pieces" as="item()*"/>
    <xsl:param name="flow" as="document-node()"/>
    <xsl:param name="witness" as="map(*)"/>
    <xsl:variable name="ends" as="map(*)" select="map:merge(
        for $at in (1 to count($pieces))[$pieces[.] instance of element(txt:point)] return map:entry(string($pieces[$at]/@entry), $at),
        map { 'duplicates': 'use-last' })"/>
    <xsl:iterate select="$pieces">
      <xsl:param name="within" as="xs:string?" select="()"/>
      <xsl:variable name="piece" as="item()" select="."/>
      <xsl:variable name="entry" as="xs:string?" select="$piece[. instance of element(txt:point)]/@entry"/>
      <xsl:variable name="reading" as="element()?" select="
          if (exists($within) or not($entry and $piece/@starts) or $ends($entry) le position()) then ()
          else key('txt:attached', $entry, $flow)[1] ! txt:chosen(., $witness)[not(@lemma)]"/>
      <xsl:choose>
        <xsl:when test="$reading">
          <xsl:variable name="edge" as="xs:string" select="if ($piece/@apart) then $txt:blank else ''"/>
          <xsl:sequence select="$piece, $reading[$marked], $edge"/>
          <xsl:apply-templates select="$reading" mode="txt:pick">
            <xsl:with-param name="witness" tunnel="yes" select="$witness"/>
          </xsl:apply-templates>
          <xsl:sequence select="$edge"/>
          <xsl:next-iteration>
            <xsl:with-param name="within" select="$entry"/>
          </xsl:next-iteration>
        </xsl:when>
        <xsl:when test="exists($within)">
          <xsl:sequence select="if ($piece instance of element()) then $piece[$marked or self::txt:event] else txt:seams($piece)"/>
          <xsl:next-iteration>
            <xsl:with-param name="within" select="$within[not($entry = .) or $piece/@starts]"/>
          </xsl:next-iteration>
        </xsl:when>
        <xsl:otherwise>
          <xsl:sequence select="$piece"/>
        </xsl:otherwise>
      </xsl:choose>
    </xsl:iterate>
  </xsl:function>

  <!-- What remains of words that are replaced: the seams between them. -->
  <xsl:function name="txt:seams" as="xs:string">
    <xsl:param name="text" as="xs:string"/>
    <xsl:sequence select="replace($text, '[^&#xFDD0;&#xFDD1;&#xFDD3;&#xFDD4;]+', '')"/>
  </xsl:function>

  <!-- What is left when the stretches where the witness is silent are taken out. The seams in them stay. -->
  <xsl:function name="txt:present" as="item()*">
    <xsl:param name="pieces" as="item()*"/>
    <xsl:iterate select="$pieces">
      <xsl:param name="absent" as="xs:boolean" select="$pieces[. instance of element(txt:event)][1]/@absent = 'false'"/>
      <xsl:choose>
        <xsl:when test=". instance of element(txt:event)">
          <xsl:sequence select="' ', .[$marked]"/>
          <xsl:next-iteration>
            <xsl:with-param name="absent" select="@absent = 'true'"/>
          </xsl:next-iteration>
        </xsl:when>
        <xsl:when test=". instance of element()">
          <xsl:sequence select=".[$marked]"/>
        </xsl:when>
        <xsl:otherwise>
          <xsl:sequence select="if ($absent) then replace(., '[^&#xFDD0;&#xFDD1;&#xFDD3;]+', ' ') else string(.)"/>
        </xsl:otherwise>
      </xsl:choose>
    </xsl:iterate>
  </xsl:function>

</xsl:stylesheet>
