<?xml version="1.0" encoding="UTF-8"?>
<!-- The flow: the normalised text as one line of words with marks for its seams. Only what differs between witnesses
     stays an element (txt:app with txt:rdg, txt:event); all else is characters. The marks are Unicode noncharacters,
     which no document may hold for interchange. -->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:rec="urn:recensio:edition"
    xmlns:voc="urn:recensio:vocabulary"
    xmlns:txt="urn:recensio:text"
    xmlns="http://www.tei-c.org/ns/1.0"
    xpath-default-namespace="http://www.tei-c.org/ns/1.0"
    exclude-result-prefixes="#all">

  <xsl:mode name="txt:flow" on-no-match="shallow-skip"/>

  <xsl:variable name="txt:block" as="xs:string" select="'&#xFDD0;'"/>
  <xsl:variable name="txt:line" as="xs:string" select="'&#xFDD1;'"/>
  <xsl:variable name="txt:join" as="xs:string" select="'&#xFDD2;'"/>
  <xsl:variable name="txt:tab" as="xs:string" select="'&#xFDD3;'"/>
  <!-- A blank that gives way to a comma or full stop. -->
  <xsl:variable name="txt:blank" as="xs:string" select="'&#xFDD4;'"/>

  <xsl:template match="text()" mode="txt:flow">
    <xsl:value-of select="translate(., '&#xFDD0;&#xFDD1;&#xFDD2;&#xFDD3;&#xFDD4;', '')"/>
  </xsl:template>

  <!-- Examples keep their lines; the tags of examples of mark-up end words, and are not shown. -->
  <xsl:template match="eg | *:egXML" mode="txt:flow" priority="6">
    <xsl:value-of select="$txt:block"/>
    <xsl:apply-templates mode="txt:example"/>
    <xsl:value-of select="$txt:block"/>
  </xsl:template>

  <xsl:mode name="txt:example" on-no-match="shallow-skip"/>

  <xsl:template match="text()" mode="txt:example">
    <xsl:value-of select="translate(replace(., '\s*\n\s*', $txt:line), '&#xFDD0;&#xFDD2;&#xFDD3;&#xFDD4;', '')"/>
  </xsl:template>

  <xsl:template match="*" mode="txt:example">
    <xsl:choose>
      <xsl:when test="namespace-uri() = $voc:tei">
        <xsl:apply-templates select="." mode="txt:flow"/>
      </xsl:when>
      <xsl:otherwise>
        <xsl:text> </xsl:text>
        <xsl:apply-templates mode="txt:example"/>
        <xsl:text> </xsl:text>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template match="*[@rec:off]" mode="txt:flow" priority="5"/>

  <xsl:template match="*[voc:is-boundary(.)]" mode="txt:flow">
    <xsl:variable name="seam" as="xs:string" select="if (voc:is-block(.)) then $txt:block else $txt:blank"/>
    <xsl:value-of select="$seam"/>
    <xsl:apply-templates mode="txt:flow"/>
    <xsl:value-of select="$seam"/>
  </xsl:template>

  <!-- Parts of a block stand on lines of their own, with no blank line between. -->
  <xsl:template match="l | item | row | addrLine | castItem | titlePart | line | docAuthor | docDate | docEdition | imprimatur | byline | signed | salute | dateline
      | label | speaker" mode="txt:flow" priority="1">
    <xsl:variable name="seam" as="xs:string" select="
        if (not(voc:is-boundary(.))) then '' else if (voc:is-in-sentence(.) or not(voc:is-block(.))) then $txt:blank else $txt:line"/>
    <xsl:value-of select="$seam"/>
    <xsl:apply-templates mode="txt:flow"/>
    <xsl:value-of select="$seam"/>
  </xsl:template>

  <xsl:template match="cell" mode="txt:flow" priority="1">
    <xsl:value-of select="$txt:tab"/>
    <xsl:apply-templates mode="txt:flow"/>
    <xsl:value-of select="$txt:tab"/>
  </xsl:template>

  <xsl:template match="lb | pb | cb | gb" mode="txt:flow">
    <xsl:value-of select="if (@rec:joins) then $txt:join else if (@rec:line) then $txt:line else ' '"/>
  </xsl:template>

  <xsl:template match="rec:blank" mode="txt:flow">
    <xsl:value-of select="$txt:blank"/>
  </xsl:template>

  <xsl:template match="app" mode="txt:flow">
    <txt:app>
      <xsl:apply-templates select="lem | rdg" mode="txt:reading">
        <xsl:sort select="(@varSeq[. castable as xs:integer] ! xs:integer(.), 0)[1]" stable="yes"/>
      </xsl:apply-templates>
    </txt:app>
  </xsl:template>

  <xsl:mode name="txt:reading" on-no-match="fail"/>

  <xsl:template match="lem | rdg" mode="txt:reading" as="element(txt:rdg)">
    <txt:rdg wit="{@rec:wit}">
      <xsl:copy-of select="@rec:base"/>
      <xsl:if test="self::lem and not(@wit)">
        <xsl:attribute name="negative" select="1"/>
      </xsl:if>
      <xsl:apply-templates mode="txt:flow"/>
    </txt:rdg>
  </xsl:template>

  <!-- Where a witness falls silent or begins to speak. -->
  <xsl:template match="lacunaStart | witEnd | lacunaEnd | witStart" mode="txt:flow" priority="2">
    <txt:event absent="{exists(self::lacunaStart | self::witEnd)}"
        wit="{(@wit, ancestor::*[self::rdg or self::lem][@rec:wit != ''][1]/@rec:wit)[1] ! translate(., '#', '')}"/>
  </xsl:template>

  <!-- From the flow to text: seams become blank lines, line ends and tabs; white space is one blank. -->
  <xsl:function name="txt:squash" as="xs:string">
    <xsl:param name="flow" as="node()*"/>
    <xsl:variable name="pieces" as="xs:string*">
      <xsl:apply-templates select="$flow" mode="txt:base"/>
    </xsl:variable>
    <xsl:sequence select="txt:set(string-join($pieces))"/>
  </xsl:function>

  <xsl:function name="txt:set" as="xs:string">
    <xsl:param name="flow" as="xs:string"/>
    <xsl:variable name="joined" as="xs:string" select="
        if (contains($flow, $txt:join)) then replace($flow, '\s*&#xFDD2;[\s&#xFDD2;]*', '') else $flow"/>
    <xsl:variable name="blocks" as="xs:string*" select="tokenize($joined, $txt:block) ! txt:set-lines(.)[. != '']"/>
    <xsl:sequence select="if (exists($blocks)) then normalize-unicode(string-join($blocks, '&#10;&#10;')) || '&#10;' else ''"/>
  </xsl:function>

  <xsl:function name="txt:set-lines" as="xs:string">
    <xsl:param name="block" as="xs:string"/>
    <xsl:sequence select="string-join(tokenize($block, $txt:line) ! txt:set-cells(.)[. != ''], '&#10;')"/>
  </xsl:function>

  <xsl:function name="txt:set-cells" as="xs:string">
    <xsl:param name="line" as="xs:string"/>
    <xsl:variable name="spaced" as="xs:string" select="
        if (contains($line, $txt:blank)) then replace(replace($line, '\s*&#xFDD4;\s*([,.;:!?\)\]])', '$1'), $txt:blank, ' ') else $line"/>
    <xsl:sequence select="string-join(tokenize($spaced, $txt:tab) ! normalize-space(.)[. != ''], '&#9;')"/>
  </xsl:function>

  <xsl:mode name="txt:base" on-no-match="text-only-copy"/>
  <xsl:template match="txt:rdg[not(@rec:base)]" mode="txt:base"/>

</xsl:stylesheet>
