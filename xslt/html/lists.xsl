<?xml version="1.0" encoding="UTF-8"?>
<!-- Lists and tables. HTML moves what it does not allow in them out of place, so whatever is not regular becomes plain blocks. -->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:rec="urn:recensio:edition"
    xmlns:norm="urn:recensio:normalise"
    xmlns:voc="urn:recensio:vocabulary"
    xmlns:rend="urn:recensio:rendition"
    xmlns:lang="urn:recensio:language"
    xmlns:lab="urn:recensio:labels"
    xmlns:html="urn:recensio:html"
    xmlns="http://www.w3.org/1999/xhtml"
    xpath-default-namespace="http://www.tei-c.org/ns/1.0"
    exclude-result-prefixes="#all">

  <!-- Regular: items (and breaks) only, a head in front. -->
  <xsl:template match="list[item][not(* except (head, item, pb, cb, lb, milestone, rec:call))][not(text()[normalize-space()])]"
      mode="html:text">
    <xsl:text>&#10;</xsl:text>
    <div class="list-with-head">
      <xsl:apply-templates select="head" mode="html:text"/>
      <xsl:element name="{if (html:is-ordered(.)) then 'ol' else 'ul'}">
        <xsl:call-template name="html:attributes"/>
        <xsl:apply-templates select="node() except head" mode="html:list"/>
      </xsl:element>
    </div>
    <xsl:text>&#10;</xsl:text>
  </xsl:template>

  <!-- Regular too: labels with their items (a glossary). -->
  <xsl:template match="list[label][not(* except (head, label, item, headLabel, headItem))][not(text()[normalize-space()])]"
      mode="html:text">
    <xsl:text>&#10;</xsl:text>
    <div class="list-with-head">
      <xsl:apply-templates select="head" mode="html:text"/>
      <dl>
        <xsl:call-template name="html:attributes"/>
        <!-- (an item without a label, or a label without an item, at the edges) -->
        <xsl:if test="(* except head)[1][self::item or self::headItem]">
          <dt/>
        </xsl:if>
        <xsl:apply-templates select="* except head" mode="html:glossary"/>
        <xsl:if test="*[last()][self::label or self::headLabel]">
          <dd/>
        </xsl:if>
      </dl>
    </div>
    <xsl:text>&#10;</xsl:text>
  </xsl:template>

  <xsl:mode name="html:glossary" on-no-match="fail"/>

  <xsl:template match="label | headLabel | item | headItem" mode="html:glossary">
    <xsl:element name="{if (self::label or self::headLabel) then 'dt' else 'dd'}">
      <xsl:call-template name="html:attributes"/>
      <xsl:apply-templates mode="html:text"/>
    </xsl:element>
    <xsl:text>&#10;</xsl:text>
  </xsl:template>

  <xsl:function name="html:is-ordered" as="xs:boolean">
    <xsl:param name="list" as="element(list)"/>
    <xsl:sequence select="($list/@type, $list/@rend) ! tokenize(.) = ('ordered', 'numbered', 'number')"/>
  </xsl:function>

  <xsl:mode name="html:list" on-no-match="shallow-skip"/>

  <xsl:template match="item" mode="html:list">
    <xsl:text>&#10;</xsl:text>
    <li>
      <xsl:call-template name="html:attributes"/>
      <xsl:apply-templates mode="html:text"/>
    </li>
    <xsl:text>&#10;</xsl:text>
  </xsl:template>

  <xsl:template match="pb | cb | milestone | rec:call" mode="html:list">
    <li class="break">
      <xsl:apply-templates select="." mode="html:text"/>
    </li>
  </xsl:template>

  <!-- A list of witnesses in the text: a witness whose siglum is nothing but its name has it in front. -->
  <xsl:template match="witness[@xml:id][not(abbr[@type = 'siglum'])]" mode="html:inside">
    <xsl:call-template name="html:sign">
      <xsl:with-param name="class" select="'siglum'"/>
      <xsl:with-param name="text" select="@xml:id"/>
    </xsl:call-template>
    <xsl:apply-templates mode="html:text"/>
  </xsl:template>

  <!-- A reference made of parts: signs between them. -->
  <xsl:template match="biblStruct/* | biblStruct/*/* | biblStruct/*/*[self::imprint or self::respStmt]/*" mode="html:inside" priority="2">
    <xsl:next-match/>
    <xsl:for-each select="meta:sign-behind(.)" xmlns:meta="urn:recensio:metadata">
      <xsl:call-template name="html:sign">
        <xsl:with-param name="text" select="."/>
        <xsl:with-param name="class" select="'part-of-reference'"/>
      </xsl:call-template>
    </xsl:for-each>
  </xsl:template>

  <!-- An entry of a register that stands in the text: a paragraph, its parts divided by a sign. -->
  <xsl:template match="*[self::person or self::personGrp or self::place or self::org or self::event or self::object or self::nym][not(text()[normalize-space()])]"
      mode="html:inside">
    <xsl:iterate select="*">
      <xsl:param name="begun" as="xs:boolean" select="false()"/>
      <xsl:variable name="part" as="node()*">
        <xsl:apply-templates select="." mode="html:text"/>
      </xsl:variable>
      <xsl:variable name="says" as="xs:boolean" select="normalize-space(string-join($part)) != ''"/>
      <xsl:if test="$begun and $says and not(self::rec:call or matches(local-name(), '^list'))">
        <xsl:call-template name="html:sign">
          <xsl:with-param name="text" select="';'"/>
        </xsl:call-template>
      </xsl:if>
      <xsl:if test="$begun and not(self::rec:call)">
        <xsl:text> </xsl:text>
      </xsl:if>
      <!-- (without the line ends around blocks: here they stand in the line) -->
      <xsl:sequence select="$part[not(self::text()) or normalize-space()]"/>
      <xsl:next-iteration>
        <xsl:with-param name="begun" select="$begun or $says"/>
      </xsl:next-iteration>
    </xsl:iterate>
  </xsl:template>

  <!-- Regular: rows of cells, with a head. -->
  <xsl:template match="table[row][not(* except (head, row, pb, cb, lb, milestone, rec:call))]
      [not(row/(* except (cell, pb, cb, lb, milestone, rec:call)))][not(text()[normalize-space()] or row/text()[normalize-space()])]"
      mode="html:text">
    <xsl:text>&#10;</xsl:text>
    <div class="table-with-head">
      <xsl:apply-templates select="head" mode="html:text"/>
      <xsl:apply-templates select="pb | cb | milestone | rec:call | row/(pb | cb | milestone | rec:call)" mode="html:text"/>
      <table>
        <xsl:call-template name="html:attributes"/>
        <xsl:apply-templates select="row" mode="html:table"/>
      </table>
    </div>
    <xsl:text>&#10;</xsl:text>
  </xsl:template>

  <xsl:mode name="html:table" on-no-match="fail"/>

  <xsl:template match="row" mode="html:table" as="element()">
    <tr>
      <xsl:call-template name="html:attributes"/>
      <xsl:apply-templates select="cell" mode="html:table"/>
    </tr>
  </xsl:template>

  <xsl:template match="cell" mode="html:table">
    <xsl:variable name="name" as="xs:string" select="if (@role = 'label' or ../@role = 'label') then 'th' else 'td'"/>
    <xsl:element name="{$name}">
      <xsl:call-template name="html:attributes"/>
      <xsl:for-each select="@cols[matches(., '^[1-9][0-9]{0,2}$')]">
        <xsl:attribute name="colspan" select="."/>
      </xsl:for-each>
      <xsl:for-each select="@rows[matches(., '^[1-9][0-9]{0,2}$')]">
        <xsl:attribute name="rowspan" select="."/>
      </xsl:for-each>
      <xsl:apply-templates mode="html:text"/>
    </xsl:element>
    <xsl:text>&#10;</xsl:text>
  </xsl:template>

</xsl:stylesheet>
