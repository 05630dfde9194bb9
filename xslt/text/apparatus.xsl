<?xml version="1.0" encoding="UTF-8"?>
<!-- The apparatus as plain text: one entry a line, with its place, lemma and readings; layers under headings. No line is
     numbered, so that a change shows as one changed line. Input: TEI, or TEI normalised by ../common/document.xsl. -->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:rec="urn:recensio:edition"
    xmlns:norm="urn:recensio:normalise"
    xmlns:lab="urn:recensio:labels"
    xmlns:app="urn:recensio:apparatus"
    xmlns:line="urn:recensio:text:apparatus"
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
    <xsl:variable name="apparatus" as="element(rec:apparatus)" select="$edition/rec:apparatus"/>
    <xsl:variable name="layers" as="xs:string*" select="app:layers($apparatus)"/>
    <xsl:variable name="sections" as="xs:string*" select="
        for $layer in $layers return string-join(
          (app:layer-heading($apparatus, $layer, '') ! (., ''), line:lists(app:of-layer($apparatus, $layer))) ! (. || '&#10;'))"/>
    <xsl:sequence select="normalize-unicode(string-join($sections, '&#10;'))"/>
  </xsl:template>

  <!-- The entries, list by list: a blank line and what it is called in front of one that has a name. -->
  <xsl:function name="line:lists" as="xs:string*">
    <xsl:param name="entries" as="element(rec:entry)*"/>
    <xsl:for-each-group select="$entries" group-adjacent="string(@list)">
      <xsl:variable name="told" as="xs:string*" select="current-group()[1] ! (@list-head, @list-desc)"/>
      <xsl:sequence select="''[position() gt 1 and exists($told)], $told, ''[exists($told)], current-group() ! line:entry(.)"/>
    </xsl:for-each-group>
  </xsl:function>

  <!-- § 3&#9;et²] ac A; om. B -->
  <xsl:function name="line:entry" as="xs:string">
    <xsl:param name="entry" as="element(rec:entry)"/>
    <xsl:variable name="parts" as="element()*" select="$entry ! (rec:lem[app:is-head(.)], * except rec:lem, rec:lem[app:is-told-last(.)])"/>
    <xsl:sequence select="string-join((app:place($entry/@unit, $entry/@place), line:joined($parts)), '&#9;')"/>
  </xsl:function>

  <xsl:function name="line:joined" as="xs:string">
    <xsl:param name="parts" as="element()*"/>
    <xsl:variable name="pieces" as="xs:string*">
      <xsl:for-each select="$parts[app:is-said(.)]">
        <xsl:variable name="words" as="xs:string">
          <xsl:apply-templates select="." mode="line:part"/>
        </xsl:variable>
        <xsl:sequence select="($words || lab:text('between')[app:is-followed(current())])[. != '']"/>
      </xsl:for-each>
    </xsl:variable>
    <xsl:sequence select="string-join($pieces, ' ')"/>
  </xsl:function>

  <xsl:mode name="line:part" on-no-match="fail"/>

  <!-- (what is said of a reading without words comes before notes on it, unless a note says the same) -->
  <xsl:template match="rec:lem | rec:rdg" mode="line:part" as="xs:string">
    <xsl:variable name="head" as="xs:boolean" select="app:is-head(.)"/>
    <xsl:variable name="words" as="xs:string" select="(app:anchor(.), app:shortened(.), app:plain(.)[. != ''], line:target(.), '')[1]"/>
    <xsl:variable name="told" as="xs:string*" select="
        if ($head) then ($words || app:superscript(../@occurrence) || lab:text('separator'), app:events-in(.) ! app:event(.))
        else (app:verdict(.)[not(current()/@told)], $words)"/>
    <xsl:sequence select="string-join((lab:text('add')[app:is-added(current())], $told,
        line:sigla(.), @rest ! lab:text('cett'), @hands ! ('(' || . || ')'), app:kind-label(.), @scholars)[. != ''], ' ')"/>
  </xsl:template>

  <xsl:template match="rec:group" mode="line:part" as="xs:string">
    <xsl:sequence select="'(' || line:joined(*) || ')'"/>
  </xsl:template>

  <xsl:template match="rec:note | rec:witDetail" mode="line:part" as="xs:string">
    <xsl:variable name="remark" as="xs:boolean" select="app:is-remark(.) or exists(self::rec:witDetail)"/>
    <xsl:variable name="words" as="xs:string?" select="app:plain(.)[. != ''] ! string-join((lab:text('remark-opens')[$remark], ., lab:text('remark-closes')[$remark]))"/>
    <xsl:sequence select="string-join((app:detail(.), $words, tokenize(@witnesses) ! app:siglum(current(), .))[. != ''], ' ')"/>
  </xsl:template>

  <!-- A reading that is only a pointer shows where it points. -->
  <xsl:function name="line:target" as="xs:string?">
    <xsl:param name="reading" as="element()"/>
    <xsl:variable name="targets" as="xs:string*" select="$reading//(ptr | ref)/@target ! tokenize(.) ! replace(., '^#', '')"/>
    <xsl:sequence select="if (exists($targets)) then '= ' || string-join($targets, ', ') else ()"/>
  </xsl:function>

  <xsl:function name="line:sigla" as="xs:string*">
    <xsl:param name="reading" as="element()"/>
    <xsl:sequence select="
        if ($reading/@corrected) then tokenize($reading/@sigla) ! (app:siglum($reading, .) || app:phase($reading, .) ! (' ' || .))
        else translate($reading/@printed, '&#9;', ' ')"/>
  </xsl:function>

</xsl:stylesheet>
