<?xml version="1.0" encoding="UTF-8"?>
<!-- The file as a whole: the packages, the series of footnotes, the text, and what stands behind it. -->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:rec="urn:recensio:edition"
    xmlns:lang="urn:recensio:language"
    xmlns:lab="urn:recensio:labels"
    xmlns:print="urn:recensio:print"
    xmlns:tex="urn:recensio:tex"
    xmlns:p="urn:recensio:print:flow"
    xpath-default-namespace="http://www.tei-c.org/ns/1.0"
    exclude-result-prefixes="#all">

  <xsl:mode name="print:page" on-no-match="fail"/>

  <xsl:template match="rec:edition" mode="print:page" as="xs:string">
    <xsl:variable name="flows" as="map(*)">
      <xsl:call-template name="print:flows"/>
    </xsl:variable>
    <xsl:variable name="present" as="xs:string*" select="distinct-values($flows?plain//(p:app | p:call)/@layer)"/>
    <xsl:variable name="layers" as="xs:string*" select="print:layers(.)[substring-before(., ':') = $present]"/>
    <xsl:variable name="language" as="xs:string?" select="print:main-language(.)"/>
    <xsl:variable name="lines" as="xs:string*">
      <xsl:sequence select="tex:preamble(., $layers)"/>
      <xsl:call-template name="print:set">
        <xsl:with-param name="flow" select="$flows?text"/>
        <xsl:with-param name="main-language" select="$language" tunnel="yes"/>
        <xsl:with-param name="main-direction" select="lang:direction(rec:text)" tunnel="yes"/>
      </xsl:call-template>
      <xsl:sequence select="'\RecBehind'"/>
      <xsl:call-template name="print:set">
        <xsl:with-param name="flow" select="$flows?behind"/>
      </xsl:call-template>
      <xsl:sequence select="'\RecEnd', '\end{document}'"/>
    </xsl:variable>
    <xsl:sequence select="string-join($lines, '&#10;') || '&#10;'"/>
  </xsl:template>

  <!-- Everything before the first word. A layer of the apparatus is a series of critical footnotes, one of numbered notes a
       series of familiar ones; their letters follow the order at the foot of the page. -->
  <xsl:function name="tex:preamble" as="xs:string*">
    <xsl:param name="edition" as="element(rec:edition)"/>
    <xsl:param name="layers" as="xs:string*"/>
    <xsl:variable name="letters" as="xs:string" select="string-join((1 to max((1, count($layers)))) ! codepoints-to-string(64 + .), ',')"/>
    <xsl:variable name="title" as="xs:string" select="(rec:title($edition), $id)[1]"/>
    <xsl:sequence select="
        '% ' || replace($title, '\s+', ' '),
        '% Made by Recensio. To be set with LuaLaTeX or XeLaTeX, three times; recensio.sty must be in the same folder.',
        '\documentclass[11pt,twoside]{book}',
        '\PassOptionsToPackage{series={' || $letters || '}}{reledmac}',
        '\newcommand\RecLanguage{' || (print:main-language($edition), 'und')[1] || '}',
        '\newcommand\RecDirection{' || lang:direction($edition/rec:text) || '}',
        '\usepackage{recensio}',
        (for $n in 1 to count($layers), $layer in $layers[$n] return
          '\RecLayer{' || codepoints-to-string(64 + $n) || '}{' || substring-before($layer, ':') || '}{' || (if (ends-with($layer, ':block')) then 'notes' else 'apparatus') || '}'),
        '\title{' || tex:escaped($title) || '}',
        '\author{' || string-join(rec:authors($edition) ! tex:escaped(.), ' \and ') || '}',
        '\RecRunning{' || tex:escaped(print:short($title)) || '}',
        '\begin{document}',
        '\RecBegin'"/>
  </xsl:function>

</xsl:stylesheet>
