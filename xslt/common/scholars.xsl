<?xml version="1.0" encoding="UTF-8"?>
<!-- Whom @source, @resp and @hand name: what they point at in the document, in few words. -->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:map="http://www.w3.org/2005/xpath-functions/map"
    xmlns:norm="urn:recensio:normalise"
    xmlns:app="urn:recensio:apparatus"
    xmlns:wit="urn:recensio:witnesses"
    xmlns="http://www.tei-c.org/ns/1.0"
    xpath-default-namespace="http://www.tei-c.org/ns/1.0"
    exclude-result-prefixes="#all">

  <!-- Each pointer of the apparatus once: pointer → what is shown. -->
  <xsl:function name="app:scholars" as="map(xs:string, xs:string)">
    <xsl:param name="apps" as="element(app)*"/>
    <xsl:variable name="pointers" as="xs:string*" select="distinct-values($apps/descendant-or-self::*/(@source, @resp, @hand) ! tokenize(.))"/>
    <xsl:sequence select="map:merge($pointers ! map { .: app:scholar(., root($apps[1])) })"/>
  </xsl:function>

  <xsl:function name="app:names" as="xs:string?">
    <xsl:param name="pointers" as="attribute()*"/>
    <xsl:param name="scholars" as="map(xs:string, xs:string)"/>
    <xsl:variable name="names" as="xs:string*" select="distinct-values($pointers ! tokenize(.) ! ($scholars(.), .)[1])"/>
    <xsl:sequence select="if (exists($names)) then string-join($names, ', ') else ()"/>
  </xsl:function>

  <!-- The name of what a pointer leads to; one that leads nowhere shows its last part. -->
  <xsl:function name="app:scholar" as="xs:string">
    <xsl:param name="pointer" as="xs:string"/>
    <xsl:param name="document" as="document-node()"/>
    <xsl:variable name="id" as="xs:string" select="replace($pointer, '^.*[#:/]', '')"/>
    <xsl:variable name="named" as="xs:string?">
      <xsl:apply-templates select="key('norm:id', $id, $document)[1]" mode="app:scholar"/>
    </xsl:variable>
    <xsl:sequence select="($named[. != ''], $id[. != ''], $pointer)[1]"/>
  </xsl:function>

  <xsl:mode name="app:scholar" on-no-match="fail"/>

  <xsl:template match="*" mode="app:scholar" as="xs:string?">
    <xsl:sequence select="app:short(.)"/>
  </xsl:template>

  <xsl:template match="witness | listWit" mode="app:scholar" as="xs:string?">
    <xsl:sequence select="string-join(wit:siglum(wit:id(.), root(.)))"/>
  </xsl:template>

  <xsl:template match="handNote | hand | handShift" mode="app:scholar" as="xs:string?">
    <xsl:sequence select="(.//abbr[1], @n, self::*[string-length(normalize-space()) le 40]) ! normalize-space()[. != ''] => head()"/>
  </xsl:template>

  <xsl:template match="respStmt | person | author | editor | principal | name | persName | org | orgName | change" mode="app:scholar" as="xs:string?">
    <xsl:variable name="name" as="element()?" select="(self::name, self::persName, self::orgName, self::author, self::editor, (persName, name, orgName)[normalize-space()], .)[1]"/>
    <xsl:sequence select="(.//abbr[1], $name//surname[1], $name) ! normalize-space()[. != ''] => head()"/>
  </xsl:template>

  <!-- Krzyk 1900: a short title if there is one, else author and year. -->
  <xsl:template match="bibl | biblStruct | biblFull | msDesc" mode="app:scholar" as="xs:string?">
    <xsl:variable name="short" as="element()?" select="(.//abbr, .//title[@type = ('short', 'abbr', 'abbreviated')], .//idno[@type = ('short', 'siglum', 'abbr')])[normalize-space()][1]"/>
    <xsl:variable name="people" as="xs:string*" select="((.//author, .//editor)[normalize-space()])[position() le 2] ! (.//surname, .)[1] ! replace(normalize-space(.), ',.*$', '')"/>
    <xsl:variable name="date" as="element()?" select="(.//date[normalize-space() or @when])[1]"/>
    <xsl:variable name="year" as="xs:string?" select="$date ! (normalize-space()[matches(., '[0-9]{3}')], string(@when))[1] ! replace(., '^.*?([0-9]{3,4}).*$', '$1')"/>
    <xsl:sequence select="(normalize-space($short)[. != ''], string-join((string-join($people, '–'), $year)[. != ''][exists($people)], ' ')[. != ''], app:short(.))[1]"/>
  </xsl:template>

  <!-- The words of an element, if they are few. -->
  <xsl:function name="app:short" as="xs:string?">
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="normalize-space($element)[. != ''][string-length(.) le 40]"/>
  </xsl:function>

</xsl:stylesheet>
