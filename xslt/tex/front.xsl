<?xml version="1.0" encoding="UTF-8"?>
<!-- What stands before and behind the text, for TeX: title, imprint, contents, sigla, abbreviations; literature, index, facts. -->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:rec="urn:recensio:edition"
    xmlns:lab="urn:recensio:labels"
    xmlns:print="urn:recensio:print"
    xmlns:tex="urn:recensio:tex"
    xmlns:p="urn:recensio:print:flow"
    xpath-default-namespace="http://www.tei-c.org/ns/1.0"
    exclude-result-prefixes="#all">

  <!-- A comment that divides the file. -->
  <xsl:function name="tex:part" as="xs:string*">
    <xsl:param name="title" as="xs:string"/>
    <xsl:sequence select="'', '% ======== ' || $title || ' ========', ''"/>
  </xsl:function>

  <!-- A command whose last argument is rows, each on a line of its own; nothing if there are none. -->
  <xsl:function name="tex:rows" as="xs:string*">
    <xsl:param name="name" as="xs:string"/>
    <xsl:param name="arguments" as="xs:string*"/>
    <xsl:param name="rows" as="xs:string*"/>
    <xsl:if test="exists($rows)">
      <xsl:sequence select="tex:command($name, $arguments) || '{%', $rows ! tex:wrapped(.), '}'"/>
    </xsl:if>
  </xsl:function>

  <!-- Lines of a title page. -->
  <xsl:function name="tex:lines" as="xs:string">
    <xsl:param name="lines" as="xs:string*"/>
    <xsl:sequence select="string-join($lines ! tex:escaped(.), '\\ ')"/>
  </xsl:function>

  <!-- What the title page and the running heads say. -->
  <xsl:function name="tex:about" as="xs:string*">
    <xsl:param name="facts" as="map(xs:string, xs:string?)"/>
    <xsl:sequence select="'\RecAbout{'"/>
    <xsl:for-each select="'title', 'subtitle', 'authors', 'responsible', 'publisher', 'running', 'see'">
      <xsl:sequence select="$facts(.)[. != ''] ! ('  ' || current() || ' = {' || . || '},')"/>
    </xsl:for-each>
    <xsl:sequence select="'}'"/>
  </xsl:function>

  <!-- ======== in front ======== -->

  <xsl:function name="tex:list" as="xs:string*">
    <xsl:param name="label" as="xs:string"/>
    <xsl:param name="rows" as="map(xs:string, item()*)*"/>
    <xsl:sequence select="tex:rows('RecList', tex:escaped(lab:text($label)),
        $rows ! tex:command('RecExplained', (string(?depth), tex:told(?short), tex:told(?words))))"/>
  </xsl:function>

  <!-- A few words of flow. -->
  <xsl:function name="tex:told" as="xs:string">
    <xsl:param name="flow" as="node()*"/>
    <xsl:sequence select="print:flat($flow[not(self::p:name or self::p:call)])"/>
  </xsl:function>

  <!-- Label, words, address. -->
  <xsl:function name="tex:fact" as="xs:string">
    <xsl:param name="row" as="array(xs:string)"/>
    <xsl:variable name="address" as="xs:string?" select="$row(3)[matches(., '^https?://\S+$')][not(contains($row(2), .))] ! (' (' || tex:escaped(.) || ')')"/>
    <xsl:sequence select="tex:command(if ($row(1) = ('editor', 'source')) then 'RecOwnFact' else 'RecFact', (tex:escaped(lab:text($row(1))), tex:escaped($row(2)) || $address))"/>
  </xsl:function>

  <!-- ======== behind ======== -->

  <!-- Who or what is named in the flow, by registers; then its subjects. -->
  <xsl:function name="tex:index" as="xs:string*">
    <xsl:param name="headings" as="element(rec:heading)*"/>
    <xsl:param name="named" as="xs:string*"/>
    <xsl:param name="subjects" as="xs:string*"/>
    <xsl:variable name="present" as="element(rec:heading)*" select="$headings[@href = $named]"/>
    <xsl:variable name="rows" as="xs:string*">
      <xsl:for-each-group select="$present" group-by="@register">
        <xsl:sequence select="tex:command('RecRegister', tex:escaped(lab:text(current-grouping-key())))"/>
        <xsl:sequence select="current-group() ! (if (@see != '')
            then tex:command('RecSee', (tex:label(@href), tex:escaped(@letter), tex:escaped(.), tex:escaped(@see)))
            else tex:command('RecHeading', (tex:label(@href), tex:escaped(@letter), tex:escaped(.))))"/>
      </xsl:for-each-group>
      <xsl:sequence select="tex:command('RecRegister', tex:escaped(lab:text('index-subjects')))[exists($subjects)], $subjects"/>
    </xsl:variable>
    <xsl:sequence select="tex:rows('RecIndex', tex:escaped(lab:text('index')), $rows)"/>
  </xsl:function>

  <xsl:function name="tex:subjects" as="xs:string*">
    <xsl:param name="flow" as="document-node()"/>
    <xsl:for-each-group select="$flow//p:name[@subject]" group-by="@key">
      <xsl:sort select="@sort" collation="http://www.w3.org/2005/xpath-functions/collation/codepoint"/>
      <xsl:sequence select="tex:command('RecHeading', (tex:label(@key), tex:escaped(upper-case(substring(@sort, 1, 1))), tex:escaped(@subject)))"/>
    </xsl:for-each-group>
  </xsl:function>

  <xsl:function name="tex:literature" as="xs:string*">
    <xsl:param name="cited" as="element(rec:cited)*"/>
    <xsl:if test="exists($cited)">
      <xsl:sequence select="tex:command('RecSection', tex:escaped(lab:text('bibliography'))), $cited ! ('\RecPar{small}{}{%&#10;' || tex:wrapped(tex:escaped(.)) || '}')"/>
    </xsl:if>
  </xsl:function>

</xsl:stylesheet>
