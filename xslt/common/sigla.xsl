<?xml version="1.0" encoding="UTF-8"?>
<!-- Which sigla a reading shows, and in which order: as encoded, or by the edition's rules (groups, order of the list of
     witnesses, negative or positive style, "cett."). -->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:map="http://www.w3.org/2005/xpath-functions/map"
    xmlns:app="urn:recensio:apparatus"
    xmlns:wit="urn:recensio:witnesses"
    xmlns:sig="urn:recensio:sigla"
    xmlns="http://www.tei-c.org/ns/1.0"
    xpath-default-namespace="http://www.tei-c.org/ns/1.0"
    exclude-result-prefixes="#all">

  <!-- as-encoded; negative: the witnesses of the lemma are not shown; positive: all that have the lemma are found and shown. -->
  <xsl:param name="apparatus-style" as="xs:string" select="'as-encoded'"/>
  <!-- as-encoded; list: as the witnesses are declared. -->
  <xsl:param name="sigla-order" as="xs:string" select="'as-encoded'"/>
  <!-- as-encoded; collapse: all members of a group are named by its siglum; expand: a group by its members. -->
  <xsl:param name="sigla-groups" as="xs:string" select="'as-encoded'"/>
  <!-- In positive style: with more witnesses than these the lemma has "cett."; 0: never. -->
  <xsl:param name="cett-after" as="xs:integer" select="0"/>

  <xsl:variable name="sig:as-encoded" as="xs:boolean"
      select="$apparatus-style = 'as-encoded' and $sigla-order = 'as-encoded' and $sigla-groups = 'as-encoded'"/>

  <!-- What the rules have to know of the witnesses, gathered once: order (by id), singles (witnesses that are neither groups
       nor hands of others), groups (larger ones first) and members, hands, answers (ids that one answers to), silences. -->
  <xsl:function name="sig:table" as="map(xs:string, item()*)">
    <xsl:param name="document" as="document-node()"/>
    <xsl:param name="events" as="map(*)*"/>
    <xsl:variable name="witnesses" as="element(witness)*" select="wit:declared($document)"/>
    <xsl:variable name="groups" as="element()*" select="wit:groups($document)"/>
    <xsl:variable name="singles" as="element(witness)*" select="$witnesses except $groups/self::witness[not(sig:is-corrected(.))]"/>
    <xsl:variable name="hands" as="element(witness)*" select="$singles[ancestor::witness[1][sig:is-corrected(.)]]"/>
    <xsl:variable name="families" as="element()*" select="$groups[not(self::witness[sig:is-corrected(.)])]"/>
    <xsl:variable name="listed" as="xs:string*" select="($witnesses | $groups) ! wit:id(.)"/>
    <xsl:map>
      <xsl:map-entry key="'order'">
        <xsl:map>
          <xsl:for-each select="distinct-values($listed)">
            <xsl:map-entry key="string(.)" select="position()"/>
          </xsl:for-each>
        </xsl:map>
      </xsl:map-entry>
      <xsl:map-entry key="'singles'" select="($singles except $hands) ! wit:id(.)"/>
      <xsl:map-entry key="'groups'" select="$families ! wit:id(.)"/>
      <xsl:map-entry key="'members'" select="map:merge($families ! map { wit:id(.): (.//witness intersect ($singles except $hands)) ! wit:id(.) })"/>
      <xsl:map-entry key="'answers'" select="map:merge($witnesses ! map { wit:id(.): wit:answers-to(.) })"/>
      <xsl:map-entry key="'hands'" select="map:merge($witnesses[sig:is-corrected(.)] ! map { wit:id(.): .//witness ! wit:id(.) })"/>
      <xsl:map-entry key="'silences'" select="map:merge($witnesses ! map { wit:id(.): wit:silences(., $events) })"/>
    </xsl:map>
  </xsl:function>

  <!-- A witness whose inner witnesses are its own hands, not manuscripts of a family: they are called by its name and more. -->
  <xsl:function name="sig:is-corrected" as="xs:boolean">
    <xsl:param name="witness" as="element()"/>
    <xsl:variable name="inner" as="xs:string*" select="$witness/self::witness//witness ! wit:id(.)"/>
    <xsl:sequence select="exists($inner) and (every $id in $inner satisfies starts-with($id, wit:id($witness)))"/>
  </xsl:function>

  <!-- The ids whose sigla a reading shows. -->
  <xsl:function name="sig:shown" as="xs:string*">
    <xsl:param name="ids" as="xs:string*"/>
    <xsl:param name="table" as="map(xs:string, item()*)"/>
    <xsl:param name="at" as="xs:integer?"/>
    <xsl:variable name="grouped" as="xs:string*" select="
        if ($sigla-groups = 'expand') then sig:expanded($ids, $table)
        else if ($sigla-groups = 'collapse') then sig:collapsed(sig:expanded($ids, $table), $table, $at)
        else $ids"/>
    <xsl:sequence select="if ($sigla-order = 'list') then sig:sorted($grouped, $table?order) else $grouped"/>
  </xsl:function>

  <!-- In the order of the list; what is not in it stays behind, as it was. -->
  <xsl:function name="sig:sorted" as="xs:string*">
    <xsl:param name="ids" as="xs:string*"/>
    <xsl:param name="order" as="map(xs:string, xs:integer)"/>
    <xsl:perform-sort select="$ids">
      <xsl:sort select="($order(.), 1000000)[1]" stable="yes"/>
    </xsl:perform-sort>
  </xsl:function>

  <xsl:function name="sig:expanded" as="xs:string*">
    <xsl:param name="ids" as="xs:string*"/>
    <xsl:param name="table" as="map(xs:string, item()*)"/>
    <xsl:variable name="members" as="map(xs:string, xs:string*)" select="$table?members"/>
    <xsl:sequence select="distinct-values(for $id in $ids return if (exists($members($id))) then $members($id) else $id)"/>
  </xsl:function>

  <!-- A group stands for its members where all of them that have text here are named. -->
  <xsl:function name="sig:collapsed" as="xs:string*">
    <xsl:param name="ids" as="xs:string*"/>
    <xsl:param name="table" as="map(xs:string, item()*)"/>
    <xsl:param name="at" as="xs:integer?"/>
    <xsl:sequence select="fold-left($table?groups, $ids, function ($named as xs:string*, $group as xs:string) as xs:string* {
        let $members := $table?members($group), $present := $members[sig:is-present(., $table, $at)]
        return
          if (count($members) gt 1 and exists($present) and (every $member in $present satisfies $member = $named))
          then for $id in $named return if ($id = $present[1]) then $group else $id[not(. = $members)]
          else $named })"/>
  </xsl:function>

  <xsl:function name="sig:is-present" as="xs:boolean">
    <xsl:param name="id" as="xs:string"/>
    <xsl:param name="table" as="map(xs:string, item()*)"/>
    <xsl:param name="at" as="xs:integer?"/>
    <xsl:sequence select="empty($at) or not(some $silence in $table?silences($id) satisfies $silence?from le $at and $at lt $silence?to)"/>
  </xsl:function>

  <!-- In positive style: the witnesses that have the lemma, being neither named in another reading nor silent here. -->
  <xsl:function name="sig:of-lemma" as="xs:string*">
    <xsl:param name="named" as="xs:string*"/>
    <xsl:param name="elsewhere" as="xs:string*"/>
    <xsl:param name="table" as="map(xs:string, item()*)"/>
    <xsl:param name="at" as="xs:integer?"/>
    <xsl:variable name="taken" as="map(xs:string, xs:boolean)" select="map:merge($elsewhere ! map { .: true() })"/>
    <xsl:variable name="having" as="xs:string*" select="$table?singles[sig:is-present(., $table, $at)]
        [empty(($table?answers(.), $table?hands(.)) ! $taken(.))]"/>
    <xsl:sequence select="distinct-values(($named, $having))"/>
  </xsl:function>

</xsl:stylesheet>
