<?xml version="1.0" encoding="UTF-8"?>
<!-- The flow (flow.xsl) written as Typst. Every word is a string literal: so no character of a text means anything to Typst,
     and no white space is made or lost. Each block is one line of the file, under a comment that says where it comes from. -->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:rec="urn:recensio:edition"
    xmlns:norm="urn:recensio:normalise"
    xmlns:voc="urn:recensio:vocabulary"
    xmlns:rend="urn:recensio:rendition"
    xmlns:lang="urn:recensio:language"
    xmlns:lab="urn:recensio:labels"
    xmlns:print="urn:recensio:print"
    xmlns:p="urn:recensio:print:flow"
    xpath-default-namespace="http://www.tei-c.org/ns/1.0"
    exclude-result-prefixes="#all">

  <!-- ======== strings ======== -->

  <!-- A string literal. -->
  <xsl:function name="print:literal" as="xs:string">
    <xsl:param name="text" as="xs:string"/>
    <xsl:sequence select="'&quot;' || replace(replace($text, '\\', '\\\\'), '&quot;', '\\&quot;') || '&quot;'"/>
  </xsl:function>

  <!-- Words as content: white space at the edges stays outside of the literal, where several spaces are one. -->
  <xsl:function name="print:words" as="xs:string">
    <xsl:param name="text" as="xs:string"/>
    <xsl:sequence select="print:around($text, '#', ';')"/>
  </xsl:function>

  <xsl:function name="print:around" as="xs:string">
    <xsl:param name="text" as="xs:string"/>
    <xsl:param name="before" as="xs:string"/>
    <xsl:param name="after" as="xs:string"/>
    <xsl:variable name="core" as="xs:string" select="normalize-space($text)"/>
    <xsl:sequence select="
        if ($core = '') then ' '[$text != '']
        else string-join((' '[matches($text, '^\s')], $before, print:literal($core), $after, ' '[matches($text, '\s$')]))"/>
  </xsl:function>

  <!-- Named arguments: name: value, … -->
  <xsl:function name="print:arguments" as="xs:string">
    <xsl:param name="arguments" as="map(xs:string, item()?)"/>
    <xsl:sequence select="string-join(sort(map:keys($arguments)) ! (for $value in $arguments(.) return
        ', ' || . || ': ' || (if ($value instance of xs:string) then print:literal($value) else string($value))))"
        xmlns:map="http://www.w3.org/2005/xpath-functions/map"/>
  </xsl:function>

  <!-- ======== blocks ======== -->

  <!-- A whole flow, block by block. What has no words of its own (marks) is carried to the next block that has some. -->
  <xsl:template name="print:set" as="xs:string*">
    <xsl:param name="flow" as="node()*"/>
    <xsl:variable name="groups" as="array(node()*)*">
      <xsl:for-each-group select="$flow" group-starting-with="p:block | p:table | p:picture | p:ornament">
        <xsl:sequence select="array { current-group() } ! array:flatten(.) => print:group()"/>
      </xsl:for-each-group>
    </xsl:variable>
    <xsl:iterate select="$groups">
      <xsl:param name="pending" as="node()*" select="()"/>
      <xsl:param name="previous" as="element()?" select="()"/>
      <xsl:on-completion>
        <xsl:if test="exists($pending)">
          <xsl:sequence select="print:set-block($print:outermost, $pending, $previous)"/>
        </xsl:if>
      </xsl:on-completion>
      <xsl:variable name="group" as="node()*" select="?*"/>
      <xsl:variable name="head" as="element()" select="($group[1][self::p:block or self::p:table or self::p:picture or self::p:ornament], $print:outermost)[1]"/>
      <xsl:variable name="content" as="node()*" select="$group except $head"/>
      <xsl:choose>
        <xsl:when test="not($head/self::p:block) or exists($content[print:is-visible(.)])">
          <xsl:sequence select="print:set-block($head, ($pending, $content), $previous)"/>
          <xsl:next-iteration>
            <xsl:with-param name="pending" select="()"/>
            <xsl:with-param name="previous" select="$head"/>
          </xsl:next-iteration>
        </xsl:when>
        <xsl:otherwise>
          <xsl:next-iteration>
            <xsl:with-param name="pending" select="$pending, $content[not(self::text())]"/>
          </xsl:next-iteration>
        </xsl:otherwise>
      </xsl:choose>
    </xsl:iterate>
  </xsl:template>

</xsl:stylesheet>
