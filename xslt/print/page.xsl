<?xml version="1.0" encoding="UTF-8"?>
<!-- The file as a whole: the settings, the text, and behind it what found no place at the foot, literature and index. -->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:map="http://www.w3.org/2005/xpath-functions/map"
    xmlns:rec="urn:recensio:edition"
    xmlns:norm="urn:recensio:normalise"
    xmlns:voc="urn:recensio:vocabulary"
    xmlns:rend="urn:recensio:rendition"
    xmlns:lang="urn:recensio:language"
    xmlns:lab="urn:recensio:labels"
    xmlns:app="urn:recensio:apparatus"
    xmlns:print="urn:recensio:print"
    xmlns:p="urn:recensio:print:flow"
    xpath-default-namespace="http://www.tei-c.org/ns/1.0"
    exclude-result-prefixes="#all">

  <xsl:mode name="print:page" on-no-match="fail"/>

  <xsl:template match="rec:edition" mode="print:page" as="xs:string">
    <xsl:variable name="flows" as="map(*)">
      <xsl:call-template name="print:flows"/>
    </xsl:variable>
    <xsl:variable name="language" as="xs:string?" select="print:main-language(.)"/>
    <xsl:variable name="lines" as="xs:string*">
      <xsl:sequence select="print:preamble(., $flows?plain)"/>
      <xsl:call-template name="print:set">
        <xsl:with-param name="flow" select="$flows?text"/>
        <xsl:with-param name="main-language" select="$language" tunnel="yes"/>
        <xsl:with-param name="main-direction" select="print:direction-of(rec:text)" tunnel="yes"/>
      </xsl:call-template>
      <xsl:sequence select="'#moved(' || print:literal(lab:text('notes')) || ')'"/>
      <xsl:call-template name="print:set">
        <xsl:with-param name="flow" select="$flows?unplaced"/>
      </xsl:call-template>
      <xsl:sequence select="print:closing($flows?plain)"/>
    </xsl:variable>
    <xsl:sequence select="string-join($lines, '&#10;') || '&#10;'"/>
  </xsl:template>

  <!-- What recensio.typ is told about the text. -->
  <xsl:function name="print:preamble" as="xs:string*">
    <xsl:param name="edition" as="element(rec:edition)"/>
    <xsl:param name="flow" as="document-node()"/>
    <xsl:variable name="layers" as="xs:string*" select="print:present-layers($edition, $flow)"/>
    <xsl:variable name="title" as="xs:string" select="(rec:title($edition), $id)[1]"/>
    <xsl:sequence select="'#import &quot;/recensio.typ&quot;: *'"/>
    <xsl:sequence select="'#let (setting, app, end, call, call-again, moved, closing, anchor, goto, picture, outline) = edition(' || substring(print:arguments(map {
        'id': $id, 'title': $title, 'subtitle': print:subtitle($edition), 'running': print:short($title), 'titled': not(print:begins-with-title($flow, $title)),
        'lang': (print:main-language($edition), 'zxx')[1], 'dir': print:direction-of($edition/rec:text),
        'keyed': exists($flow//p:app) or count($layers) gt 1, 'words': print:word-count($flow) }), 3)
        || print:fields(map {
          'authors': print:array(rec:authors($edition) ! print:literal(replace(., '[\s,;:]+$', ''))), 'responsible': print:array(print:responsible($edition) ! print:literal(.)),
          'publisher': print:array(print:publisher($edition) ! print:literal(.)), 'facts': print:facts($edition),
          'own': print:array(('editor', 'source') ! print:literal(lab:text(.))), 'contents': print:contents($flow),
          'sigla': print:sigla-rows($edition), 'abbreviations': print:abbreviation-rows($edition, $flow), 'labels': print:labels($print:front-labels),
          'layers': print:array($layers ! ('(name: ' || print:literal(substring-before(., ':')) || ', style: ' || print:literal(substring-after(., ':')) || ')')) })
        || ')'"/>
    <xsl:sequence select="'#let subjects = ' || print:subjects($flow)"/>
    <xsl:sequence select="'#show: setting'"/>
  </xsl:function>

  <!-- Named arguments whose values are Typst already. -->
  <xsl:function name="print:fields" as="xs:string">
    <xsl:param name="fields" as="map(xs:string, xs:string)"/>
    <xsl:sequence select="string-join(sort(map:keys($fields)) ! (', ' || . || ': ' || $fields(.)))"/>
  </xsl:function>

  <!-- Behind everything: literature, index, and what is told of the text. -->
  <xsl:function name="print:closing" as="xs:string">
    <xsl:param name="flow" as="document-node()"/>
    <xsl:sequence select="'#closing(literature-rows: ' || print:literature($site/rec:site/rec:cited) || ', registers: '
        || print:array((print:registers($site/rec:site/rec:heading), '(label: ' || print:literal(lab:text('index-subjects')) || ', rows: subjects)')) || ')'"/>
  </xsl:function>

  <xsl:function name="print:literature" as="xs:string">
    <xsl:param name="cited" as="element(rec:cited)*"/>
    <xsl:sequence select="print:array($cited ! ('[#' || print:literal(.) || ';]'))"/>
  </xsl:function>

</xsl:stylesheet>
