<?xml version="1.0" encoding="UTF-8"?>
<!-- What the header says, as facts; and the words of an element as they are read. -->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:rec="urn:recensio:edition"
    xmlns:meta="urn:recensio:metadata"
    xmlns:voc="urn:recensio:vocabulary"
    xpath-default-namespace="http://www.tei-c.org/ns/1.0"
    exclude-result-prefixes="#all">

  <!-- The words of normalised text on one line, without what is no base text; a break that ends a word is a blank. -->
  <xsl:function name="rec:reading" as="xs:string">
    <xsl:param name="element" as="element()?"/>
    <xsl:variable name="words" as="xs:string*">
      <xsl:apply-templates select="$element/node()" mode="rec:reading"/>
    </xsl:variable>
    <xsl:sequence select="normalize-space(string-join($words))"/>
  </xsl:function>

  <xsl:mode name="rec:reading" on-no-match="text-only-copy"/>

  <xsl:template match="*[@rec:off]" mode="rec:reading"/>

  <xsl:template match="*[voc:is-boundary(.)][not(@rec:off)]" mode="rec:reading">
    <xsl:text> </xsl:text>
    <xsl:apply-templates mode="rec:reading"/>
    <xsl:text> </xsl:text>
  </xsl:template>

  <xsl:template match="rec:blank" mode="rec:reading">
    <xsl:text> </xsl:text>
  </xsl:template>

  <xsl:template match="lb | pb | cb | gb" mode="rec:reading">
    <xsl:value-of select="' '[not(current()/@rec:joins)]"/>
  </xsl:template>

  <xsl:function name="meta:statement" as="element()?">
    <xsl:param name="edition" as="element(rec:edition)"/>
    <xsl:sequence select="$edition/rec:header/teiHeader[1]/fileDesc/titleStmt"/>
  </xsl:function>

  <!-- The main title; several titles of one kind are joined. -->
  <xsl:function name="rec:title" as="xs:string?">
    <xsl:param name="edition" as="element(rec:edition)"/>
    <xsl:variable name="titles" as="element()*" select="meta:statement($edition)/title[normalize-space()]"/>
    <xsl:variable name="main" as="element()*" select="($titles[@type = 'main'], $titles[not(@type)], $titles)[1]"/>
    <xsl:sequence select="$main ! normalize-space()"/>
  </xsl:function>

  <xsl:function name="rec:authors" as="xs:string*">
    <xsl:param name="edition" as="element(rec:edition)"/>
    <xsl:sequence select="distinct-values(meta:statement($edition)/author[normalize-space()] ! meta:person(.))"/>
  </xsl:function>

  <!-- A person's name; of several forms of a name the first. -->
  <xsl:function name="meta:person" as="xs:string">
    <xsl:param name="person" as="element()"/>
    <xsl:variable name="name" as="element()" select="($person/persName[1], $person/name[1], $person)[normalize-space()][1]"/>
    <xsl:sequence select="normalize-space(if ($name/*[2] and not($name/text()[normalize-space()])) then string-join($name/* ! normalize-space(), ' ') else $name)"/>
  </xsl:function>

  <!-- The words of a reference on one line: as written, or, where its parts stand side by side, with commas between. -->
  <xsl:function name="meta:words" as="xs:string">
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="normalize-space(
        if ($element/* and not($element/text()[normalize-space()]))
        then string-join($element/*[normalize-space()] ! meta:words(.), ', ')
        else $element)"/>
  </xsl:function>

  <!-- <rec:fact label href?>: what to tell about this text and its file. -->
  <xsl:function name="rec:facts" as="element(rec:fact)*">
    <xsl:param name="edition" as="element(rec:edition)"/>
    <xsl:variable name="file" as="element()?" select="$edition/rec:header/teiHeader[1]/fileDesc"/>
    <xsl:for-each select="$file/titleStmt/editor[normalize-space()]">
      <rec:fact label="editor"><xsl:value-of select="meta:person(.)"/></rec:fact>
    </xsl:for-each>
    <xsl:for-each select="$file/titleStmt/respStmt/(persName | name | orgName)[normalize-space()]">
      <rec:fact label="editor">
        <xsl:value-of select="meta:person(.) || (../resp[normalize-space()][1] ! (' (' || normalize-space() || ')'))"/>
      </rec:fact>
    </xsl:for-each>
    <xsl:for-each select="distinct-values($file/publicationStmt/(publisher | authority | distributor)[normalize-space()] ! meta:words(.))">
      <rec:fact label="publisher"><xsl:value-of select="."/></rec:fact>
    </xsl:for-each>
    <xsl:for-each select="$file/publicationStmt/date[normalize-space() or @when][1]">
      <rec:fact label="date"><xsl:value-of select="(normalize-space()[. != ''], @when)[1]"/></rec:fact>
    </xsl:for-each>
    <xsl:for-each select="$file/publicationStmt/availability/(licence | p | .[not(*)])[normalize-space()]">
      <rec:fact label="licence" href="{@target}"><xsl:value-of select="normalize-space()"/></rec:fact>
    </xsl:for-each>
    <xsl:for-each select="$file/sourceDesc//(p | bibl | biblFull | biblStruct | msDesc/msIdentifier)[normalize-space()]
        [not(ancestor::bibl or ancestor::biblStruct or ancestor::biblFull or ancestor::p or ancestor::listWit or ancestor::msContents
          or ancestor::physDesc or ancestor::history or ancestor::additional)][position() le 8]">
      <rec:fact label="source"><xsl:value-of select="meta:words(.)"/></rec:fact>
    </xsl:for-each>
  </xsl:function>

</xsl:stylesheet>
