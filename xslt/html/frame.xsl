<?xml version="1.0" encoding="UTF-8"?>
<!-- What all pages share: the head with its security policy and style sheets, the banner with the registers. -->
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

  <!-- Nothing in a page may run or be fetched from elsewhere: hostile text in a source stays text. -->
  <xsl:template name="html:head" as="element()*">
    <xsl:param name="site" as="element(rec:site)"/>
    <xsl:param name="page" as="xs:string"/>
    <xsl:param name="title" as="xs:string"/>
    <!-- What else the page may load: the search page its own scripts. -->
    <xsl:param name="policy" as="xs:string" select="''"/>
    <meta http-equiv="Content-Security-Policy"
        content="default-src 'none'; style-src 'self' file:; img-src 'self' file:; font-src 'self' file:; {$policy}base-uri 'none'; form-action 'none'"/>
    <meta name="viewport" content="width=device-width, initial-scale=1"/>
    <title><xsl:value-of select="$title"/></title>
    <link rel="stylesheet" href="assets/recensio.css"/>
    <xsl:if test="$site/@url != ''">
      <link rel="canonical" href="{$site/@url}/{$page}.html"/>
    </xsl:if>
    <xsl:for-each select="$site/rec:style">
      <link rel="stylesheet" href="{@href}"/>
    </xsl:for-each>
  </xsl:template>

  <!-- The edition's title, its registers and its other pages; `here` is the page that this is, if it is one of them. -->
  <xsl:template name="html:edition-banner" as="element()">
    <xsl:param name="site" as="element(rec:site)"/>
    <xsl:param name="title" as="xs:string"/>
    <xsl:param name="here" as="xs:string?" select="()"/>
    <header class="banner">
      <a class="edition" href="index.html"><xsl:value-of select="$title"/></a>
      <xsl:call-template name="html:navigation">
        <xsl:with-param name="label" select="'registers'"/>
        <xsl:with-param name="pages" select="$site/rec:page"/>
        <xsl:with-param name="here" select="$here"/>
      </xsl:call-template>
      <xsl:call-template name="html:navigation">
        <xsl:with-param name="label" select="'edition'"/>
        <xsl:with-param name="pages" select="$site/rec:view"/>
        <xsl:with-param name="here" select="$here"/>
      </xsl:call-template>
    </header>
  </xsl:template>

  <xsl:template name="html:navigation" as="element()?">
    <xsl:param name="label" as="xs:string"/>
    <xsl:param name="pages" as="element()*"/>
    <xsl:param name="here" as="xs:string?"/>
    <xsl:if test="$pages">
      <nav aria-label="{lab:text($label)}">
        <xsl:for-each select="$pages">
          <a href="{@href}">
            <xsl:if test="@label = $here">
              <xsl:attribute name="aria-current" select="'page'"/>
            </xsl:if>
            <xsl:value-of select="lab:text(@label)"/>
          </a>
          <xsl:text> </xsl:text>
        </xsl:for-each>
      </nav>
    </xsl:if>
  </xsl:template>

</xsl:stylesheet>
