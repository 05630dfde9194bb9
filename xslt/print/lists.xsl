<?xml version="1.0" encoding="UTF-8"?>
<!-- Lists and tables. -->
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
    xmlns:print="urn:recensio:print"
    xmlns:p="urn:recensio:print:flow"
    xpath-default-namespace="http://www.tei-c.org/ns/1.0"
    exclude-result-prefixes="#all">

  <xsl:template match="list | listBibl | listWit" mode="print:flow">
    <xsl:call-template name="print:block">
      <xsl:with-param name="kind" select="'start'"/>
      <xsl:with-param name="deeper" select="if (ancestor::item) then 1 else 0"/>
    </xsl:call-template>
  </xsl:template>

  <!-- An item; what hangs in front of it is the encoder's @n, a number in an ordered list, a dash in a bulleted one. -->
  <xsl:template match="item | listBibl/* | witness" mode="print:flow">
    <xsl:variable name="label" as="attribute()?">
      <xsl:variable name="words" as="xs:string?" select="print:item-label(.)"/>
      <xsl:if test="$words">
        <xsl:attribute name="label" select="$words"/>
      </xsl:if>
    </xsl:variable>
    <xsl:call-template name="print:block">
      <xsl:with-param name="kind" select="'item'"/>
      <xsl:with-param name="deeper" select="if (preceding-sibling::*[1][self::label]) then 1 else 0"/>
      <xsl:with-param name="attributes" select="$label"/>
    </xsl:call-template>
  </xsl:template>

  <!-- A siglum looks the same wherever it stands. -->
  <xsl:template match="abbr[@type = 'siglum']" mode="print:flow">
    <xsl:call-template name="print:run">
      <xsl:with-param name="own-look" select="'italic'[not(rend:names(current()) = ('italic', 'bold', 'smallcaps'))]"/>
    </xsl:call-template>
  </xsl:template>

  <!-- A witness whose siglum is nothing but its name has it in front. -->
  <xsl:template match="witness[@xml:id][not(abbr[@type = 'siglum'])]" mode="print:flow" priority="1">
    <xsl:variable name="siglum" as="node()+">
      <xsl:call-template name="print:sign">
        <xsl:with-param name="text" select="@xml:id"/>
        <xsl:with-param name="look" select="'bold'"/>
      </xsl:call-template>
      <xsl:text> </xsl:text>
    </xsl:variable>
    <xsl:call-template name="print:block">
      <xsl:with-param name="kind" select="'item'"/>
      <xsl:with-param name="before" select="$siglum"/>
    </xsl:call-template>
  </xsl:template>

  <!-- An entry of a register that stands in the text: one paragraph, its parts divided by a sign; lists in it follow. -->
  <xsl:template match="person | personGrp | place | org | event | object | nym" mode="print:flow">
    <xsl:param name="in-entry" as="xs:boolean" tunnel="yes" select="false()"/>
    <xsl:choose>
      <xsl:when test="$in-entry or text()[normalize-space()]">
        <xsl:next-match/>
      </xsl:when>
      <xsl:otherwise>
        <xsl:call-template name="print:entry-of-register"/>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- A reference made of parts: signs between them. -->
  <xsl:template match="biblStruct/* | biblStruct/*/* | biblStruct/*/*[self::imprint or self::respStmt]/*" mode="print:flow" priority="2">
    <xsl:next-match/>
    <xsl:for-each select="meta:sign-behind(.)" xmlns:meta="urn:recensio:metadata">
      <xsl:call-template name="print:sign">
        <xsl:with-param name="text" select="."/>
      </xsl:call-template>
      <p:gap/>
    </xsl:for-each>
  </xsl:template>

  <!-- A shelfmark made of parts: commas between them. -->
  <xsl:template match="msIdentifier/*[normalize-space()][not(../text()[normalize-space()])]" mode="print:flow" priority="2">
    <xsl:if test="preceding-sibling::*[normalize-space()][1][matches(., '[^\s,;:]\s*$')]">
      <p:sign>,</p:sign>
    </xsl:if>
    <p:gap/>
    <xsl:next-match/>
  </xsl:template>

  <xsl:template match="msIdentifier[not(text()[normalize-space()])]/text()" mode="print:flow"/>

  <xsl:template name="print:entry-of-register" as="node()*">
    <xsl:variable name="lists" as="element()*" select="*[matches(local-name(), '^list')]"/>
    <xsl:variable name="own" as="element(p:block)">
      <xsl:call-template name="print:opening">
        <xsl:with-param name="kind" select="'item'"/>
      </xsl:call-template>
    </xsl:variable>
    <xsl:sequence select="$own"/>
    <xsl:call-template name="print:anchor"/>
    <xsl:for-each select="* except $lists">
      <xsl:variable name="flow" as="node()*">
        <xsl:apply-templates select="." mode="print:flow">
          <xsl:with-param name="block" tunnel="yes" select="$own"/>
          <xsl:with-param name="in-entry" tunnel="yes" select="not(self::rec:call)"/>
        </xsl:apply-templates>
      </xsl:variable>
      <xsl:if test="position() gt 1 and not(self::rec:call) and (some $node in $flow satisfies print:has-words($node))">
        <p:sign>;</p:sign>
        <xsl:text> </xsl:text>
      </xsl:if>
      <xsl:sequence select="print:ended($flow)"/>
    </xsl:for-each>
    <xsl:apply-templates select="$lists" mode="print:flow"/>
    <xsl:call-template name="print:resume"/>
  </xsl:template>

  <!-- A flow without the white space at its end. -->
  <xsl:function name="print:ended" as="node()*">
    <xsl:param name="flow" as="node()*"/>
    <xsl:variable name="last" as="xs:integer?" select="(for $n in 1 to count($flow) return $n[$flow[$n][self::text() or self::p:t][normalize-space()]])[last()]"/>
    <xsl:for-each select="$flow[not(self::text()) or position() le $last]">
      <xsl:sequence select="if (. is $flow[$last]) then print:part-of(., replace(., '\s+$', '')) else ."/>
    </xsl:for-each>
  </xsl:function>

  <xsl:template match="listBibl/head | list/head | table/head | listWit/head | listPerson/head | listPlace/head | listOrg/head | listEvent/head | listObject/head | listNym/head" mode="print:flow" priority="1">
    <xsl:call-template name="print:block">
      <xsl:with-param name="kind" select="'centred'"/>
      <xsl:with-param name="attributes" select="$print:kept"/>
    </xsl:call-template>
  </xsl:template>

  <xsl:function name="print:item-label" as="xs:string?">
    <xsl:param name="item" as="element()"/>
    <xsl:variable name="kinds" as="xs:string*" select="$item/parent::list/(@type, @rend) ! tokenize(.)"/>
    <xsl:choose>
      <xsl:when test="$item/self::item/@n">
        <xsl:sequence select="string($item/@n)"/>
      </xsl:when>
      <xsl:when test="$kinds = ('ordered', 'numbered', 'number')">
        <xsl:sequence select="1 + count($item/preceding-sibling::item) || '.'"/>
      </xsl:when>
      <xsl:when test="$kinds = ('bulleted', 'bullets', 'unordered')">
        <xsl:sequence select="'–'"/>
      </xsl:when>
    </xsl:choose>
  </xsl:function>

  <xsl:template match="label" mode="print:flow">
    <xsl:choose>
      <xsl:when test="voc:is-block(.)">
        <xsl:call-template name="print:block">
          <xsl:with-param name="kind" select="'label'"/>
        </xsl:call-template>
      </xsl:when>
      <xsl:otherwise>
        <xsl:call-template name="print:run"/>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- A table of rows of cells that is not too wide for the page, nor in another table. Any other is a block for each row. -->
  <xsl:template match="table[row/cell][not(ancestor::cell)][max(row ! print:width(.)) le 16][not(* except (head, row, pb, cb, lb, milestone, rec:call))]
      [not(row/(* except (cell, pb, cb, lb, milestone, rec:call)))][not(text()[normalize-space()] or row/text()[normalize-space()])]"
      mode="print:flow">
    <xsl:apply-templates select="head" mode="print:flow"/>
    <xsl:apply-templates select="pb | cb | milestone | rec:call | row/(pb | cb | milestone | rec:call)" mode="print:flow"/>
    <p:table at="{print:place(.)}">
      <xsl:for-each select="row">
        <p:row>
          <xsl:apply-templates select="cell" mode="print:cell"/>
        </p:row>
      </xsl:for-each>
    </p:table>
    <xsl:call-template name="print:resume"/>
  </xsl:template>

  <xsl:function name="print:width" as="xs:integer">
    <xsl:param name="row" as="element(row)"/>
    <xsl:sequence select="xs:integer(sum($row/cell ! print:span(@cols)))"/>
  </xsl:function>

  <xsl:function name="print:span" as="xs:integer">
    <xsl:param name="span" as="attribute()?"/>
    <xsl:sequence select="if (matches($span, '^[1-9][0-9]{0,2}$')) then xs:integer($span) else 1"/>
  </xsl:function>

  <xsl:mode name="print:cell" on-no-match="fail"/>

  <xsl:template match="cell" mode="print:cell" as="element(p:cell)">
    <p:cell cols="{print:span(@cols)}" rows="{print:span(@rows)}" head="{@role = 'label' or ../@role = 'label'}">
      <xsl:apply-templates mode="print:flow">
        <xsl:with-param name="block" tunnel="yes" select="$print:outermost"/>
        <xsl:with-param name="look" tunnel="yes" select="rend:names(.)"/>
      </xsl:apply-templates>
    </p:cell>
  </xsl:template>

  <xsl:template match="row" mode="print:flow">
    <xsl:call-template name="print:block">
      <xsl:with-param name="kind" select="'row'"/>
    </xsl:call-template>
  </xsl:template>

  <!-- In a table set row by row: cells of one line, unless there are paragraphs in them. -->
  <xsl:template match="cell" mode="print:flow">
    <xsl:if test="preceding-sibling::cell">
      <xsl:text> </xsl:text>
      <xsl:call-template name="print:sign">
        <xsl:with-param name="text" select="'|'"/>
      </xsl:call-template>
      <xsl:text> </xsl:text>
    </xsl:if>
    <xsl:apply-templates mode="print:flow"/>
  </xsl:template>

</xsl:stylesheet>
