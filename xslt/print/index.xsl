<?xml version="1.0" encoding="UTF-8"?>
<!-- The index: names that a register knows, and terms, marked where they stand (p:name). Which page and line that is, the
     typesetter finds out. -->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:map="http://www.w3.org/2005/xpath-functions/map"
    xmlns:rec="urn:recensio:edition"
    xmlns:lab="urn:recensio:labels"
    xmlns:print="urn:recensio:print"
    xmlns:p="urn:recensio:print:flow"
    xpath-default-namespace="http://www.tei-c.org/ns/1.0"
    exclude-result-prefixes="#all">

  <xsl:key name="print:register" match="rec:name" use="@ref"/>

  <!-- A name that a register knows: marked where it begins. (An entry of a register speaks of its own bearer.) -->
  <xsl:template match="(persName | placeName | orgName | geogName | name | rs | eventName | objectName | title | bibl)[@ref or @key]" mode="print:flow" priority="3">
    <xsl:param name="named" as="xs:boolean" tunnel="yes" select="true()"/>
    <xsl:variable name="keys" as="xs:string*" select="if ($named) then distinct-values(tokenize((@ref, @key)[1]) ! key('print:register', ., $site)/@href) else ()"/>
    <xsl:sequence select="$keys ! print:name(.)"/>
    <xsl:next-match/>
  </xsl:template>

  <xsl:template match="person | place | org | event | object | nym | personGrp" mode="print:flow" priority="3">
    <xsl:next-match>
      <xsl:with-param name="named" tunnel="yes" select="false()"/>
    </xsl:next-match>
  </xsl:template>

  <xsl:function name="print:name" as="element(p:name)">
    <xsl:param name="key" as="xs:string"/>
    <p:name key="{$key}"/>
  </xsl:function>

  <!-- A term that says what it goes under, and an entry for the index made by hand (a term in a term's index is a part of it). -->
  <xsl:template match="term[@key or @sortKey][not(ancestor::index)]" mode="print:flow" priority="3">
    <xsl:sequence select="print:subject((@key, normalize-space())[normalize-space()][1], @sortKey)"/>
    <xsl:next-match/>
  </xsl:template>

  <xsl:template match="index[term]" mode="print:flow" priority="3">
    <xsl:variable name="words" as="xs:string" select="string-join(ancestor-or-self::index/term[1] ! normalize-space(), ', ')"/>
    <xsl:if test="empty(index[term])">
      <xsl:sequence select="print:subject($words, term[1]/@sortKey)"/>
    </xsl:if>
    <xsl:apply-templates select="index" mode="print:flow"/>
  </xsl:template>

  <xsl:function name="print:subject" as="element(p:name)">
    <xsl:param name="words" as="xs:string"/>
    <xsl:param name="sort" as="xs:string?"/>
    <xsl:variable name="by" as="xs:string" select="replace(lower-case(normalize-unicode(($sort, $words)[1], 'NFKD')), '\p{M}', '')"/>
    <p:name key="{'subject ' || $by}" subject="{normalize-space($words)}" sort="{$by}"/>
  </xsl:function>

</xsl:stylesheet>
