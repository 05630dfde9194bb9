<?xml version="1.0" encoding="UTF-8"?>
<!-- Entries of the apparatus that stand outside the text they speak of: the double end-point attached and the
     location-referenced method (TEI Guidelines, 13.2.1 and 13.2.2), and readings put behind their word. -->
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
    xmlns="http://www.tei-c.org/ns/1.0"
    xpath-default-namespace="http://www.tei-c.org/ns/1.0"
    exclude-result-prefixes="#all">

  <xsl:mode name="norm:mark" on-no-match="fail" use-accumulators="app:count"/>

  <!-- ======== which method: inferred entry by entry ======== -->

  <!-- By the build an entry has been told between which points its words stand (@rec:start, @rec:end), or which point
       is near (@rec:at); see recensio/placing. Without the build it is marked at what it points at. -->
  <xsl:key name="app:starting" match="app[@rec:start]" use="tokenize(@rec:start)"/>
  <xsl:key name="app:ending" match="app[@rec:end]" use="tokenize(@rec:end)"/>
  <xsl:key name="app:ending" match="app[@rec:at]" use="@rec:at/string()"/>
  <xsl:key name="app:ending" match="app[@from or @to][not(@rec:start or @rec:at)]" use="app:pointed-at(.)"/>
  <xsl:key name="app:list" use="generate-id()" match="*[app[@loc or @from]][not(text()[normalize-space()])]
      [not(* except (app, note, head, desc, label, lb, pb, cb, milestone))]"/>
  <xsl:key name="app:adherent" match="/*[app:is-adherent(.)]" use="'yes'"/>

  <!-- The id that @from (or @to alone) begins with, if it points into the same document. -->
  <xsl:function name="app:pointed-at" as="xs:string?">
    <xsl:param name="app" as="element(app)"/>
    <xsl:sequence select="tokenize(($app/@from, $app/@to)[1])[1][starts-with(., '#')] ! substring(., 2)"/>
  </xsl:function>

  <!-- Stands outside the text and points at it; nothing in it is base text. (What stands in a reading of such an entry
       is part of that reading.) -->
  <xsl:function name="app:is-attached" as="xs:boolean">
    <xsl:param name="app" as="element(app)"/>
    <xsl:variable name="document" as="document-node()" select="root($app)"/>
    <xsl:sequence select="
        (exists($app/ancestor::listApp) and empty($app/ancestor::rdg))
        or exists($app/(@rec:start, @rec:at, @rec:elsewhere))
        or exists(key('norm:id', app:pointed-at($app), $document))
        or ($app/(@loc or @from) and exists(key('app:list', generate-id($app/..), $document)))
        or exists(key('app:adherent', 'yes', $document))"/>
  </xsl:function>

  <!-- Readings of one witness, each put behind the word that it varies: the text stays outside the app. -->
  <xsl:function name="app:is-adherent" as="xs:boolean">
    <xsl:param name="root" as="element()"/>
    <xsl:variable name="apps" as="element(app)*" select="$root//app"/>
    <xsl:variable name="read" as="element(app)*" select="$apps[rdg]"/>
    <xsl:sequence select="exists($read) and empty($apps[lem or rdgGrp or rdg[2]])
        and 2 * count($read[app:resembles-what-precedes(.)]) gt count($read)"/>
  </xsl:function>

  <xsl:function name="app:resembles-what-precedes" as="xs:boolean">
    <xsl:param name="app" as="element(app)"/>
    <xsl:variable name="reading" as="xs:string" select="normalize-space($app/rdg)"/>
    <xsl:variable name="length" as="xs:integer" select="count(tokenize($reading))"/>
    <xsl:variable name="before" as="xs:string*" select="tokenize(app:before($app))"/>
    <xsl:variable name="word" as="xs:string*" select="$before[position() gt count($before) - $length]"/>
    <xsl:variable name="letters" as="xs:string*" select="app:letters($reading)"/>
    <xsl:sequence select="exists($letters)
        and count($letters[. = app:letters(string-join($word))]) ge 0.6 * count($letters)"/>
  </xsl:function>

  <!-- The two hundred characters in front of an app, as they are read. -->
  <xsl:function name="app:before" as="xs:string">
    <xsl:param name="app" as="element(app)"/>
    <xsl:variable name="text" as="xs:string" select="string-join($app/preceding-sibling::node()[position() le 40]
        /descendant-or-self::text()[not(ancestor::abbr/parent::choice or ancestor::sic/parent::choice
          or ancestor::orig/parent::choice or ancestor::app or ancestor::note)])"/>
    <xsl:sequence select="substring($text, string-length($text) - 199)"/>
  </xsl:function>

  <xsl:function name="app:letters" as="xs:string*">
    <xsl:param name="text" as="xs:string"/>
    <xsl:variable name="folded" as="xs:string" select="translate(lower-case(normalize-unicode($text, 'NFD')), 'ſ', 's')"/>
    <xsl:sequence select="distinct-values(string-to-codepoints(replace($folded, '\P{L}', '')) ! codepoints-to-string(.))"/>
  </xsl:function>

  <!-- ======== in the text ======== -->

  <xsl:template match="app[app:is-attached(.)]" mode="norm:text" as="element()?" priority="3">
    <xsl:param name="entry" as="xs:string?" tunnel="yes" select="()"/>
    <!-- What points at a place is marked there; what stands behind its word is marked where it stands. -->
    <xsl:if test="empty($entry) and empty(@rec:start | @rec:at) and empty(ancestor::listApp)
        and empty(for $id in app:pointed-at(.) return key('norm:id', $id)) and empty(key('app:list', generate-id(..)))">
      <xsl:apply-templates select="." mode="norm:mark"/>
    </xsl:if>
  </xsl:template>

  <xsl:template match="listApp" mode="norm:text" priority="3"/>

  <!-- A point that the build has put in: only what begins or ends there is of interest. -->
  <xsl:template match="anchor[@rec:point]" mode="norm:text" as="element()*" priority="3">
    <xsl:call-template name="app:marks"/>
  </xsl:template>

  <!-- Where the words of attached entries begin (rec:from) and end (rec:mark), at the element that is the context. -->
  <xsl:template name="app:marks" as="element()*">
    <xsl:param name="entry" as="xs:string?" tunnel="yes" select="()"/>
    <xsl:variable name="id" as="xs:string" select="@xml:id"/>
    <xsl:if test="empty($entry)">
      <xsl:apply-templates select="key('app:ending', $id)[app:is-attached(.)]" mode="norm:mark">
        <xsl:with-param name="id" select="$id"/>
      </xsl:apply-templates>
      <xsl:apply-templates select="key('app:starting', $id)" mode="norm:from">
        <xsl:with-param name="id" select="$id"/>
      </xsl:apply-templates>
    </xsl:if>
  </xsl:template>

  <xsl:mode name="norm:from" on-no-match="fail" use-accumulators="app:count"/>

  <xsl:template match="app" mode="norm:from" as="element(rec:from)">
    <xsl:param name="id" as="xs:string"/>
    <rec:from entry="{app:id(.)}">
      <xsl:if test="@rec:apart">
        <xsl:attribute name="apart" select="1"/>
      </xsl:if>
      <xsl:sequence select="app:again(@rec:start, $id)"/>
    </rec:from>
  </xsl:template>

  <xsl:template match="app" mode="norm:mark" as="element(rec:mark)">
    <xsl:param name="id" as="xs:string?" select="()"/>
    <rec:mark entry="{app:id(.)}">
      <xsl:sequence select="app:again(@rec:end, $id)"/>
    </rec:mark>
  </xsl:template>

  <!-- Of an entry that has several places, which further one this is: 2, 3 … -->
  <xsl:function name="app:again" as="attribute()?">
    <xsl:param name="points" as="attribute()?"/>
    <xsl:param name="id" as="xs:string?"/>
    <xsl:variable name="number" as="xs:integer?" select="$id ! index-of(tokenize($points), .)[1]"/>
    <xsl:if test="$number gt 1">
      <xsl:attribute name="again" select="$number"/>
    </xsl:if>
  </xsl:function>

  <!-- ======== the lemma ======== -->

  <!-- The words of the text that an attached entry speaks of: those of the element it points at, else those between the
       anchors @from and @to, or between one of them and the entry itself. -->
  <xsl:function name="app:attached-words" as="xs:string">
    <xsl:param name="app" as="element(app)"/>
    <xsl:variable name="ends" as="element()*" select="
        for $id in if ($app/@rec:start) then ($app/@rec:start, $app/@rec:end) ! tokenize(.)[1]
          else ($app/@from, $app/@to) ! substring-after(tokenize(.)[1], '#')
        return key('norm:id', $id, root($app))[1]"/>
    <xsl:variable name="points" as="element()*" select="if (count($ends) = 1) then ($ends | $app) else $ends"/>
    <xsl:sequence select="
        if (empty($ends)) then ''
        else if (normalize-space($ends[1])) then normalize-space($ends[1])
        else if ($app/ancestor::listApp and count($ends) = 1) then ''
        else app:between($points[1], $points[2])"/>
  </xsl:function>

  <!-- The words from one point of the text to a later one; nothing if it lies far off. -->
  <xsl:function name="app:between" as="xs:string">
    <xsl:param name="start" as="element()"/>
    <xsl:param name="end" as="element()?"/>
    <xsl:variable name="after" as="text()*" select="subsequence($start/following::text(), 1, 2000)"/>
    <xsl:variable name="within" as="text()*" select="$after[. &lt;&lt; $end]"/>
    <xsl:sequence select="if (count($within) lt count($after)) then normalize-space(string-join(
        $within[not(ancestor::app or ancestor::note)])) else ''"/>
  </xsl:function>

</xsl:stylesheet>
