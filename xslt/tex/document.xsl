<?xml version="1.0" encoding="UTF-8"?>
<!-- The file as a whole: how to set it, the settings, what stands in front, the text, what stands behind it. -->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:map="http://www.w3.org/2005/xpath-functions/map"
    xmlns:rec="urn:recensio:edition"
    xmlns:lang="urn:recensio:language"
    xmlns:lab="urn:recensio:labels"
    xmlns:print="urn:recensio:print"
    xmlns:tex="urn:recensio:tex"
    xmlns:p="urn:recensio:print:flow"
    xpath-default-namespace="http://www.tei-c.org/ns/1.0"
    exclude-result-prefixes="#all">

  <!-- The page: settings of recensio.sty, as recensio/tex.py writes them; which layers stand at the foot in which order; whether
       entries are run in or begin lines; whether there are a title page and contents. -->
  <xsl:param name="page" as="xs:string" select="''"/>
  <xsl:param name="foot" as="xs:string" select="'author source apparatus editor'"/>
  <xsl:param name="entries" as="xs:string" select="'run-in'"/>
  <xsl:param name="title-page" as="xs:string" select="'auto'"/>
  <xsl:param name="contents" as="xs:string" select="'auto'"/>

  <xsl:mode name="print:page" on-no-match="fail"/>

  <xsl:template match="rec:edition" mode="print:page" as="xs:string">
    <xsl:variable name="flows" as="map(*)">
      <xsl:call-template name="print:flows"/>
    </xsl:variable>
    <xsl:variable name="lines" as="xs:string*">
      <xsl:sequence select="tex:preamble(., $flows?plain)"/>
      <xsl:sequence select="'\begin{document}', tex:in-front(., $flows?plain)"/>
      <xsl:sequence select="tex:part('the text'), '\beginnumbering'"/>
      <xsl:call-template name="print:set">
        <xsl:with-param name="flow" select="tex:numbered($flows?text)"/>
        <xsl:with-param name="main-language" select="print:main-language(.)" tunnel="yes"/>
        <xsl:with-param name="main-direction" select="print:direction-of(rec:text)" tunnel="yes"/>
      </xsl:call-template>
      <xsl:sequence select="'\endnumbering', tex:part('behind the text'), '\RecBehind'"/>
      <xsl:call-template name="print:set">
        <xsl:with-param name="flow" select="$flows?unplaced"/>
      </xsl:call-template>
      <xsl:sequence select="tex:closing(., $flows?plain)"/>
      <xsl:sequence select="'\RecEnd', '\end{document}'"/>
    </xsl:variable>
    <xsl:sequence select="string-join($lines, '&#10;') || '&#10;'"/>
  </xsl:template>

  <!-- ======== before the first word ======== -->

  <xsl:function name="tex:preamble" as="xs:string*">
    <xsl:param name="edition" as="element(rec:edition)"/>
    <xsl:param name="flow" as="document-node()"/>
    <xsl:variable name="layers" as="xs:string*" select="tex:layers($edition, $flow)"/>
    <xsl:variable name="title" as="xs:string" select="(rec:title($edition), $id)[1]"/>
    <xsl:sequence select="
        tex:how-to($title),
        '\documentclass[twoside]{book}', '\usepackage[layers=' || max((1, count($layers))) || ']{recensio}',
        tex:setup(map { 'language': (print:main-language($edition) ! tex:label(.), 'und')[1], 'direction': lang:direction($edition/rec:text),
          'restart': 'text'[tex:has-own-numbers($flow)], 'both-directions': 'yes'[matches($edition, $lang:rtl)], 'scripts': tex:scripts($edition) }),
        tex:layer-lines($layers),
        tex:about(map { 'title': tex:escaped($title)[not(print:begins-with-title($flow, $title)) or tex:is-book($flow)],
          'subtitle': tex:escaped(print:subtitle($edition)),
          'authors': tex:lines(rec:authors($edition)), 'responsible': tex:lines(print:responsible($edition)),
          'publisher': tex:lines(print:publisher($edition)), 'running': tex:escaped(print:short($title)), 'see': tex:escaped(lab:text('see')) }),
        ''"/>
  </xsl:function>

  <!-- For whoever opens the file. -->
  <xsl:function name="tex:how-to" as="xs:string*">
    <xsl:param name="title" as="xs:string"/>
    <xsl:sequence select="
        '% !TeX program = lualatex', '% !TeX encoding = UTF-8', '%', '% ' || normalize-space($title), '%',
        '% A critical edition for LaTeX with the package reledmac, written by Recensio.',
        '%   To set it: lualatex, three times, and again while its last line says that lines have moved. pdfLaTeX can''t: the',
        '%   text is Unicode in any script, and needs OpenType fonts. No other program (no makeindex, no biber) is run.',
        '%   Commands that begin with \Rec are those of recensio.sty, in the same folder; its head explains them.',
        '%   A comment like &quot;% @ #p1&quot; says what element of the TEI file (by xml:id or path) stands below it.', ''"/>
  </xsl:function>

  <xsl:function name="tex:setup" as="xs:string*">
    <xsl:param name="own" as="map(xs:string, xs:string?)"/>
    <xsl:variable name="given" as="xs:string*" select="tokenize($page, '\n')[not(exists($own?restart) and starts-with(., 'restart'))]"/>
    <xsl:sequence select="'\RecSetup{',
        (for $name in sort(map:keys($own)), $value in $own($name) return $name || ' = ' || $value, $given)
          ! ('  ' || . || ','), '}'"/>
  </xsl:function>

  <!-- The scripts that need fonts of their own, by the names that recensio.sty has for them. -->
  <xsl:variable name="tex:scripts" as="map(xs:string, xs:string)" select="map {
      'Hebrew': '[&#x590;-&#x5FF;&#xFB1D;-&#xFB4F;]',
      'Arabic': '[&#x600;-&#x6FF;&#x750;-&#x77F;&#x8A0;-&#x8FF;&#xFB50;-&#xFDFF;&#xFE70;-&#xFEFC;]', 'Syriac': '[&#x700;-&#x74F;]',
      'Devanagari': '[&#x900;-&#x97F;]', 'Bengali': '[&#x980;-&#x9FF;]', 'Tamil': '[&#xB80;-&#xBFF;]', 'Tibetan': '[&#xF00;-&#xFFF;]',
      'Thai': '[&#xE00;-&#xE7F;]', 'Armenian': '[&#x530;-&#x58F;]', 'Georgian': '[&#x10A0;-&#x10FF;]', 'Ethiopic': '[&#x1200;-&#x137F;]',
      'Coptic': '[&#x2C80;-&#x2CFF;&#x3E2;-&#x3EF;]', 'Han': '[&#x2E80;-&#x9FFF;&#xAC00;-&#xD7FF;&#xF900;-&#xFAFF;&#xFF00;-&#xFFEF;]',
      'Other': '[&#x16A0;-&#x16FF;&#x10000;-&#x1CFFF;]', 'Signs': '[\p{So}&#x2190;-&#x22FF;&#x2300;-&#x2BFF;&#x2E00;-&#x2E7F;]' }"/>

  <xsl:function name="tex:scripts" as="xs:string?">
    <xsl:param name="node" as="node()"/>
    <xsl:variable name="words" as="xs:string" select="string($node)"/>
    <xsl:variable name="found" as="xs:string*" select="sort(map:keys($tex:scripts))[matches($words, $tex:scripts(.))]"/>
    <xsl:sequence select="('{' || string-join($found, ',') || '}')[exists($found)]"/>
  </xsl:function>

  <!-- Do most lines have the numbers that they have in the source? Then they do not begin again on each page. -->
  <xsl:function name="tex:has-own-numbers" as="xs:boolean">
    <xsl:param name="flow" as="document-node()"/>
    <xsl:sequence select="count($flow//p:number) * 2 gt count($flow//p:block[not(@lines = 'no' or @again)]) and exists($flow//p:number)"/>
  </xsl:function>

  <!-- The layers that have anything to say, from top to bottom: name and make. -->
  <xsl:function name="tex:layers" as="xs:string*">
    <xsl:param name="edition" as="element(rec:edition)"/>
    <xsl:param name="flow" as="document-node()"/>
    <xsl:variable name="all" as="xs:string*" select="print:present-layers($edition, $flow)"/>
    <xsl:variable name="own" as="xs:string*" select="'author', 'source', 'editor'"/>
    <xsl:variable name="long" as="xs:string*" select="distinct-values($flow//p:app[tex:is-long(.)]/@layer)"/>
    <xsl:for-each select="tokenize($foot)">
      <xsl:sequence select="for $layer in $all[if (current() = $own) then substring-before(., ':') = current() else not(substring-before(., ':') = $own)]
          return ($layer, substring-before($layer, ':')[. = $long] ! (. || '-long:long'))"/>
    </xsl:for-each>
  </xsl:function>

  <xsl:function name="tex:layer-lines" as="xs:string*">
    <xsl:param name="layers" as="xs:string*"/>
    <xsl:variable name="makes" as="map(xs:string, xs:string)" select="map { 'block': 'notes', 'long': 'entries', 'run-in': if ($entries = 'block') then 'entries' else 'apparatus' }"/>
    <xsl:sequence select="$layers ! tex:command('RecLayer', (substring-before(., ':'), $makes(substring-after(., ':'))))"/>
  </xsl:function>

  <!-- Does the text have pages of its own for title and imprint? -->
  <xsl:function name="tex:is-book" as="xs:boolean">
    <xsl:param name="flow" as="document-node()"/>
    <xsl:sequence select="$title-page = 'yes' or ($title-page = 'auto' and print:word-count($flow) ge 12000)"/>
  </xsl:function>

  <xsl:function name="tex:in-front" as="xs:string*">
    <xsl:param name="edition" as="element(rec:edition)"/>
    <xsl:param name="flow" as="document-node()"/>
    <xsl:variable name="heads" as="xs:integer" select="count($flow//p:block[@kind = 'head'][@short != ''][not(@again)])"/>
    <xsl:variable name="contents-wanted" as="xs:boolean" select="$heads gt 0 and ($contents = 'yes' or ($contents = 'auto' and $heads ge 3 and print:word-count($flow) gt 500))"/>
    <xsl:variable name="about" as="xs:string*" select="
        tex:list('sigla', print:sigla($edition)), tex:list('abbreviations', print:abbreviations($edition, $flow))"/>
    <xsl:variable name="list" as="xs:string*" select="tex:command('RecContents', tex:escaped(lab:text('contents')))[$contents-wanted]"/>
    <xsl:sequence select="tex:part('in front')"/>
    <xsl:choose>
      <xsl:when test="tex:is-book($flow)">
        <xsl:sequence select="'\RecTitlePage', tex:rows('RecImprint', (), distinct-values(print:told-facts($edition) ! tex:fact(.))), $list ! (., '\clearpage'), $about, '\RecFirstPage', '\RecTitle'"/>
      </xsl:when>
      <xsl:otherwise>
        <xsl:sequence select="'\RecTitle', $list, $about"/>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:function>

  <!-- ======== the text ======== -->

  <!-- The flow with the entries numbered anew: the ids become labels, and must be the same in every build. -->
  <xsl:function name="tex:numbered" as="node()*">
    <xsl:param name="flow" as="node()*"/>
    <xsl:variable name="ids" as="xs:string*" select="distinct-values($flow/descendant-or-self::p:app/@id)"/>
    <xsl:apply-templates select="$flow" mode="tex:numbered">
      <xsl:with-param name="numbers" select="map:merge(for $n in 1 to count($ids) return map { $ids[$n]: string($n) })" tunnel="yes"/>
    </xsl:apply-templates>
  </xsl:function>

  <xsl:mode name="tex:numbered" on-no-match="shallow-copy"/>

  <xsl:template match="p:app/@id | p:end/@id" mode="tex:numbered">
    <xsl:param name="numbers" as="map(xs:string, xs:string)" tunnel="yes"/>
    <xsl:attribute name="id" select="($numbers(.), .)[1]"/>
  </xsl:template>

  <!-- (where each verse stands in the source is plain from the one before) -->
  <xsl:template match="p:block[@kind = 'verse']/@at | p:block[@again]/@at" mode="tex:numbered"/>

  <!-- ======== behind it ======== -->

  <xsl:function name="tex:closing" as="xs:string*">
    <xsl:param name="edition" as="element(rec:edition)"/>
    <xsl:param name="flow" as="document-node()"/>
    <xsl:sequence select="tex:literature($site/rec:site/rec:cited)"/>
    <xsl:sequence select="tex:index($site/rec:site/rec:heading, $flow//p:name/@key, tex:subjects($flow))"/>
    <xsl:if test="not(tex:is-book($flow))">
      <xsl:sequence select="tex:rows('RecFacts', tex:escaped(lab:text('about')), distinct-values(print:told-facts($edition) ! tex:fact(.)))"/>
    </xsl:if>
  </xsl:function>

</xsl:stylesheet>
