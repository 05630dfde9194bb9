<?xml version="1.0" encoding="UTF-8"?>
<!-- What belongs to a text in other files of the edition (@corresp): its calendar entry, its transcription, a translation.
     Links above the text lead to them, and links at each part to its counterpart, from both sides. -->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:rec="urn:recensio:edition"
    xmlns:lab="urn:recensio:labels"
    xmlns:html="urn:recensio:html"
    xmlns="http://www.w3.org/1999/xhtml"
    xpath-default-namespace="http://www.tei-c.org/ns/1.0"
    exclude-result-prefixes="#all">

  <xsl:key name="html:counterpart" match="rec:counterpart" use="@place"/>

  <xsl:variable name="html:has-counterparts" as="xs:boolean" select="exists($site/rec:site/rec:counterpart)"/>

  <!-- Tabs above the text: this file, and those that belong with it. -->
  <xsl:template name="html:beside" as="element()?">
    <xsl:variable name="others" as="element()*" select="$site/rec:site/rec:beside"/>
    <xsl:if test="$others">
      <nav class="beside" aria-label="{lab:text('beside')}">
        <ul>
          <xsl:for-each select="$others">
            <li>
              <a href="{@href}"><xsl:value-of select="lab:text('beside-' || @kind)"/>: <bdi><xsl:value-of select="."/></bdi></a>
            </li>
          </xsl:for-each>
        </ul>
      </nav>
    </xsl:if>
  </xsl:template>

  <!-- The counterparts of an element of the text, by its id: those of a division stand at its heading. -->
  <xsl:function name="html:counterparts" as="element(rec:counterpart)*">
    <xsl:param name="element" as="element()"/>
    <xsl:if test="$html:has-counterparts">
      <xsl:variable name="places" as="attribute()*" select="$element/(@xml:id, self::head[. is ../head[1]]/../@xml:id)"/>
      <xsl:sequence select="if ($element[*/self::head][matches(local-name(), '^div')]) then () else $places ! key('html:counterpart', ., $site)"/>
    </xsl:if>
  </xsl:function>

  <xsl:template match="*[$html:has-counterparts][exists(html:counterparts(.))]" mode="html:inside" priority="8">
    <xsl:next-match/>
    <xsl:call-template name="html:counterpart-links"/>
  </xsl:template>

  <xsl:template name="html:counterpart-links" as="node()*">
    <xsl:for-each select="html:counterparts(.)">
      <xsl:variable name="kind" as="xs:string" select="lab:text('beside-' || @kind)"/>
      <xsl:text> </xsl:text>
      <a class="counterpart" data-extra="" href="{@href}">
        <xsl:if test="normalize-space()">
          <xsl:attribute name="title" select="normalize-space()"/>
        </xsl:if>
        <xsl:value-of select="'→ ' || $kind"/>
      </a>
    </xsl:for-each>
  </xsl:template>

  <!-- The place of an entry, as a link to the words it is about where these stand in another file. -->
  <xsl:template name="html:entry-place" as="element()">
    <xsl:param name="place" as="xs:string"/>
    <xsl:variable name="away" as="xs:string?" select="tokenize(@from)[1][not(starts-with(., '#'))] ! key('html:link', ., $site)[1]/@href"/>
    <span class="place">
      <xsl:choose>
        <xsl:when test="$away">
          <a href="{$away}"><xsl:value-of select="$place"/></a>
        </xsl:when>
        <xsl:otherwise>
          <xsl:value-of select="$place"/>
        </xsl:otherwise>
      </xsl:choose>
    </span>
  </xsl:template>

</xsl:stylesheet>
