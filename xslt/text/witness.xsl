<?xml version="1.0" encoding="UTF-8"?>
<!-- The text of each witness, picked from the flow. -->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:rec="urn:recensio:edition"
    xmlns:txt="urn:recensio:text"
    exclude-result-prefixes="#all">

  <xsl:mode name="txt:pick" on-no-match="shallow-skip"/>

  <!-- id, text, id, text …; nothing where readings stand outside the text and have no place in it yet. -->
  <xsl:function name="txt:witnesses" as="xs:string*">
    <xsl:param name="edition" as="element(rec:edition)"/>
    <xsl:param name="flow" as="document-node()"/>
    <xsl:if test="not($edition/rec:apparatus/rec:entry[@attached = 'true'][.//rec:rdg])">
      <xsl:for-each select="$edition/rec:witnesses/rec:witness">
        <xsl:sequence select="@id, txt:witness($flow, tokenize(@answers-to))"/>
      </xsl:for-each>
    </xsl:if>
  </xsl:function>

  <xsl:function name="txt:witness" as="xs:string">
    <xsl:param name="flow" as="document-node()"/>
    <xsl:param name="ids" as="xs:string*"/>
    <!-- text nodes and events, in the order in which this witness has them -->
    <xsl:variable name="pieces" as="node()*">
      <xsl:apply-templates select="$flow" mode="txt:pick">
        <xsl:with-param name="ids" tunnel="yes" select="$ids"/>
      </xsl:apply-templates>
    </xsl:variable>
    <xsl:sequence select="txt:set(string-join(if ($pieces/self::txt:event) then txt:present($pieces) else $pieces))"/>
  </xsl:function>

  <xsl:template match="text()" mode="txt:pick" as="text()">
    <xsl:sequence select="."/>
  </xsl:template>

  <xsl:template match="txt:app" mode="txt:pick" as="node()*">
    <xsl:param name="ids" as="xs:string*" tunnel="yes"/>
    <xsl:variable name="named" as="element()*" select="txt:rdg[tokenize(@wit) = $ids]"/>
    <xsl:variable name="chosen" as="element()?" select="($named, txt:rdg[@negative])[1]"/>
    <!-- where it falls silent is told by each reading that names it -->
    <xsl:for-each select="$named | $chosen">
      <xsl:apply-templates mode="txt:pick" select="if (. is $chosen) then node() else descendant::txt:event"/>
    </xsl:for-each>
  </xsl:template>

  <xsl:template match="txt:event" mode="txt:pick" as="element()?">
    <xsl:param name="ids" as="xs:string*" tunnel="yes"/>
    <xsl:sequence select=".[tokenize(@wit) = $ids]"/>
  </xsl:template>

  <!-- What is left when the stretches where the witness is silent are taken out. The seams in them stay. -->
  <xsl:function name="txt:present" as="xs:string*">
    <xsl:param name="pieces" as="node()*"/>
    <xsl:iterate select="$pieces">
      <xsl:param name="absent" as="xs:boolean" select="$pieces[self::txt:event][1]/@absent = 'false'"/>
      <xsl:choose>
        <xsl:when test="self::txt:event">
          <xsl:sequence select="' '"/>
          <xsl:next-iteration>
            <xsl:with-param name="absent" select="@absent = 'true'"/>
          </xsl:next-iteration>
        </xsl:when>
        <xsl:otherwise>
          <xsl:sequence select="if ($absent) then replace(., '[^&#xFDD0;&#xFDD1;&#xFDD3;]+', ' ') else string(.)"/>
        </xsl:otherwise>
      </xsl:choose>
    </xsl:iterate>
  </xsl:function>

</xsl:stylesheet>
