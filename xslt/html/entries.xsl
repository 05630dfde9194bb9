<?xml version="1.0" encoding="UTF-8"?>
<!-- The page of a file that has no text: where its entries are told, and a list of them as the file has them, under the headings
     of its lists. Whatever else stands there is shown as it is. -->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:rec="urn:recensio:edition"
    xmlns:lab="urn:recensio:labels"
    xmlns:date="urn:recensio:dates"
    xmlns:html="urn:recensio:html"
    xmlns="http://www.w3.org/1999/xhtml"
    xpath-default-namespace="http://www.tei-c.org/ns/1.0"
    exclude-result-prefixes="#all">

  <!-- The entries of the file, as the build tells them. -->
  <xsl:key name="html:own" match="rec:own" use="@id"/>

  <xsl:template name="html:entries-of-file" as="element()+">
    <xsl:variable name="registers" as="xs:string*" select="distinct-values($site/rec:site/rec:own/@register)"/>
    <xsl:if test="not(../@published = 'header')">
      <p class="no-text">
        <xsl:value-of select="lab:text('noText')"/>
        <xsl:for-each select="$registers">
          <xsl:value-of select="if (position() gt 1) then ', ' else ' '"/>
          <a href="{.}.html"><xsl:value-of select="lab:text(.)"/></a>
        </xsl:for-each>
      </p>
    </xsl:if>
    <section class="registers">
      <xsl:apply-templates select="../rec:registers/*" mode="html:text"/>
    </section>
  </xsl:template>

  <xsl:template match="rec:registers//*[@xml:id][key('html:own', @xml:id, $site)]" mode="html:text" priority="3">
    <xsl:variable name="entry" as="element(rec:own)" select="key('html:own', @xml:id, $site)[1]"/>
    <xsl:variable name="when" as="xs:string" select="date:written($entry)"/>
    <xsl:text>&#10;</xsl:text>
    <p class="own-entry" id="{@xml:id}">
      <xsl:if test="$when">
        <span class="time"><xsl:value-of select="$when"/></span>
        <xsl:text> </xsl:text>
      </xsl:if>
      <a href="{$entry/@href}"><bdi><xsl:value-of select="$entry"/></bdi></a>
    </p>
    <xsl:text>&#10;</xsl:text>
    <!-- (entries within the entry) -->
    <xsl:apply-templates select=".//*[@xml:id][key('html:own', @xml:id, $site)][ancestor::*[@xml:id][key('html:own', @xml:id, $site)][1] is current()]" mode="html:text"/>
  </xsl:template>

  <!-- (one that says what the page is called is not said again) -->
  <xsl:function name="html:says-title" as="xs:boolean">
    <xsl:param name="head" as="element(head)"/>
    <xsl:sequence select="$head/parent::*/parent::rec:registers and html:letters($head) = html:letters((rec:title($head/ancestor::rec:edition), '')[1])"/>
  </xsl:function>

  <xsl:template match="rec:registers//head[starts-with(local-name(..), 'list')]" mode="html:text" priority="3">
    <xsl:if test="not(html:says-title(.))">
      <xsl:text>&#10;</xsl:text>
      <xsl:element name="h{min((6, 1 + count(ancestor::*[starts-with(local-name(), 'list')][head[not(html:says-title(.))]])))}">
        <xsl:apply-templates mode="html:text"/>
      </xsl:element>
      <xsl:text>&#10;</xsl:text>
    </xsl:if>
  </xsl:template>

</xsl:stylesheet>
