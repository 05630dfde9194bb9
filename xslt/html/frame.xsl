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
    <meta http-equiv="Content-Security-Policy"
        content="default-src 'none'; style-src 'self' file:; img-src 'self' file:; font-src 'self' file:; base-uri 'none'; form-action 'none'"/>
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

  <!-- The edition's title and its registers; `here` is the register that the page is, if it is one. -->
  <xsl:template name="html:edition-banner" as="element()">
    <xsl:param name="site" as="element(rec:site)"/>
    <xsl:param name="title" as="xs:string"/>
    <xsl:param name="here" as="xs:string?" select="()"/>
    <header class="banner">
      <a class="edition" href="index.html"><xsl:value-of select="$title"/></a>
      <xsl:if test="$site/rec:page">
        <nav aria-label="{lab:text('registers')}">
          <xsl:for-each select="$site/rec:page">
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
    </header>
  </xsl:template>

</xsl:stylesheet>
