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

  <!-- Nothing in a page may run or be fetched from elsewhere: hostile text in a source stays text. Scripts are files of the
       edition's own, beside the page: see the policy below. -->

  <!-- Sites that the edition allows to be asked for pictures, and for what their image services are; none elsewhere than on
       pages with such pictures. -->
  <xsl:function name="html:image-sites" as="xs:string">
    <xsl:param name="site" as="element(rec:site)"/>
    <xsl:sequence select="string-join(tokenize($site/@images)[matches(., '^https://[A-Za-z0-9.*/:_~%+\-]+$')] ! (' ' || .))"/>
  </xsl:function>

  <xsl:function name="html:asked-sites" as="xs:string">
    <xsl:param name="site" as="element(rec:site)"/>
    <xsl:variable name="sites" as="xs:string" select="html:image-sites($site)"/>
    <xsl:sequence select="if ($sites) then 'connect-src' || $sites || '; ' else ''"/>
  </xsl:function>

  <xsl:template name="html:head" as="element()*">
    <xsl:param name="site" as="element(rec:site)"/>
    <xsl:param name="page" as="xs:string"/>
    <xsl:param name="title" as="xs:string"/>
    <meta http-equiv="Content-Security-Policy"
        content="default-src 'none'; style-src 'self' file:; img-src 'self' file:{html:image-sites($site)}; font-src 'self' file:; script-src 'self' file:; {html:asked-sites($site)}base-uri 'none'; form-action 'none'"/>
    <meta name="viewport" content="width=device-width, initial-scale=1"/>
    <title><xsl:value-of select="$title"/></title>
    <link rel="icon" href="assets/icon.svg" type="image/svg+xml"/>
    <link rel="stylesheet" href="assets/recensio.css"/>
    <!-- (not deferred: colours and size are right before anything is seen) -->
    <script src="assets/settings.js"/>
    <xsl:for-each select="'tools', 'menu'">
      <script src="assets/{.}.js" defer=""/>
    </xsl:for-each>
    <xsl:if test="$site/@url != ''">
      <link rel="canonical" href="{$site/@url}/{encode-for-uri($page)}.html"/>
    </xsl:if>
    <xsl:for-each select="$site/rec:style">
      <link rel="stylesheet" href="{@href}"/>
    </xsl:for-each>
  </xsl:template>

  <!-- The edition's title, its registers and its other pages, folded in; the search; how the page is displayed. `here` is the
       page that this is, if it is one of them. -->
  <xsl:template name="html:edition-banner" as="element()">
    <xsl:param name="site" as="element(rec:site)"/>
    <xsl:param name="title" as="xs:string"/>
    <xsl:param name="here" as="xs:string?" select="()"/>
    <header class="banner">
      <a class="edition" href="index.html"><xsl:value-of select="$title"/></a>
      <div class="menus">
        <xsl:call-template name="html:navigation">
          <xsl:with-param name="label" select="'registers'"/>
          <xsl:with-param name="pages" select="$site/rec:page"/>
          <xsl:with-param name="here" select="$here"/>
        </xsl:call-template>
        <xsl:call-template name="html:navigation">
          <xsl:with-param name="label" select="'edition'"/>
          <xsl:with-param name="pages" select="$site/rec:view[@label != 'search']"/>
          <xsl:with-param name="here" select="$here"/>
        </xsl:call-template>
        <xsl:for-each select="$site/rec:view[@label = 'search']">
          <xsl:call-template name="html:navigation-link">
            <xsl:with-param name="here" select="$here"/>
          </xsl:call-template>
        </xsl:for-each>
        <xsl:call-template name="html:settings"/>
      </div>
    </header>
  </xsl:template>

  <xsl:template name="html:navigation" as="element()?">
    <xsl:param name="label" as="xs:string"/>
    <xsl:param name="pages" as="element()*"/>
    <xsl:param name="here" as="xs:string?"/>
    <xsl:if test="$pages">
      <nav aria-label="{lab:text($label)}">
        <edition-menu>
          <details class="menu">
            <summary><xsl:value-of select="lab:text($label)"/></summary>
            <ul>
              <xsl:for-each select="$pages">
                <li>
                  <xsl:call-template name="html:navigation-link">
                    <xsl:with-param name="here" select="$here"/>
                  </xsl:call-template>
                </li>
              </xsl:for-each>
            </ul>
          </details>
        </edition-menu>
      </nav>
    </xsl:if>
  </xsl:template>

  <xsl:template name="html:navigation-link" as="element()">
    <xsl:param name="here" as="xs:string?"/>
    <a href="{@href}">
      <xsl:if test="@label = $here">
        <xsl:attribute name="aria-current" select="'page'"/>
      </xsl:if>
      <xsl:value-of select="lab:text(@label)"/>
    </a>
  </xsl:template>

  <!-- <edition-settings>: its contract is told at the head of assets/settings.js. -->
  <xsl:template name="html:settings" as="element()">
    <edition-settings hidden="">
      <edition-menu>
        <details class="menu">
          <summary><xsl:value-of select="lab:text('settings')"/></summary>
          <div class="settings">
            <p role="group" aria-label="{lab:text('settingsSize')}">
              <span aria-hidden="true"><xsl:value-of select="lab:text('settingsSize')"/></span>
              <button type="button" data-size="-1">A− <span class="unseen"><xsl:value-of select="lab:text('settingsSmaller')"/></span></button>
              <output>100 %</output>
              <button type="button" data-size="1">A+ <span class="unseen"><xsl:value-of select="lab:text('settingsLarger')"/></span></button>
            </p>
            <p role="radiogroup" aria-label="{lab:text('settingsColours')}">
              <span aria-hidden="true"><xsl:value-of select="lab:text('settingsColours')"/></span>
              <xsl:for-each select="'auto', 'light', 'dark'">
                <label><input type="radio" name="colours" value="{.}"/><xsl:text> </xsl:text><xsl:value-of select="lab:text('settings-' || .)"/></label>
              </xsl:for-each>
            </p>
          </div>
        </details>
      </edition-menu>
    </edition-settings>
  </xsl:template>

</xsl:stylesheet>
