<?xml version="1.0" encoding="UTF-8"?>
<!-- Pages about the whole edition: the front page and the registers. Input: the rec:site document of recensio/resolve.py. -->
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

  <xsl:import href="../common/labels.xsl"/>
  <xsl:include href="frame.xsl"/>

  <xsl:output method="html" version="5" encoding="UTF-8" indent="no"/>

  <!-- Which page: index, persons, places, organisations, events, objects, works. -->
  <xsl:param name="page" as="xs:string" select="'index'"/>

  <xsl:mode on-no-match="shallow-skip"/>

  <xsl:template match="/rec:site" as="element()">
    <xsl:variable name="title" as="xs:string" select="(@title[. != ''], lab:text('texts'))[1]"/>
    <html lang="{@lang}">
      <head>
        <xsl:call-template name="html:head">
          <xsl:with-param name="site" select="."/>
          <xsl:with-param name="page" select="$page"/>
          <xsl:with-param name="title" select="if ($page = 'index') then $title else lab:text($page) || ' · ' || $title"/>
        </xsl:call-template>
      </head>
      <body class="{$page}">
        <a class="skip" href="#main"><xsl:value-of select="lab:text('skip')"/></a>
        <xsl:call-template name="html:edition-banner">
          <xsl:with-param name="site" select="."/>
          <xsl:with-param name="title" select="$title"/>
          <xsl:with-param name="here" select="$page"/>
        </xsl:call-template>
        <main id="main">
          <xsl:choose>
            <xsl:when test="$page = 'index'">
              <xsl:call-template name="html:front"/>
            </xsl:when>
            <xsl:otherwise>
              <xsl:call-template name="html:register"/>
            </xsl:otherwise>
          </xsl:choose>
        </main>
        <footer class="foot">
          <p><xsl:value-of select="@publisher[. != ''], @licence[. != ''], lab:text('madeWith')" separator=" · "/></p>
        </footer>
      </body>
    </html>
  </xsl:template>

  <xsl:template name="html:front" as="element()*">
    <h1><xsl:value-of select="(@title[. != ''], lab:text('texts'))[1]"/></h1>
    <xsl:if test="@subtitle != ''">
      <p class="subtitle"><xsl:value-of select="@subtitle"/></p>
    </xsl:if>
    <xsl:if test="rec:editor">
      <p class="authors"><xsl:value-of select="rec:editor" separator=", "/></p>
    </xsl:if>
    <xsl:if test="rec:text[@register = 'false']">
      <h2><xsl:value-of select="lab:text('texts')"/></h2>
      <ul class="texts">
        <xsl:apply-templates select="rec:text[@register = 'false']"/>
      </ul>
    </xsl:if>
    <xsl:if test="rec:page">
      <h2><xsl:value-of select="lab:text('registers')"/></h2>
      <ul class="registers">
        <xsl:for-each select="rec:page">
          <li>
            <a href="{@href}"><xsl:value-of select="lab:text(@label)"/></a>
            <xsl:text> </xsl:text>
            <span class="count"><xsl:value-of select="count(../rec:bearer[@register = current()/@label])"/></span>
          </li>
        </xsl:for-each>
      </ul>
    </xsl:if>
  </xsl:template>

  <xsl:template match="rec:text" as="element()">
    <li>
      <a class="text-title" href="{rec:file[@label = 'html']/@href}"><xsl:value-of select="@title"/></a>
      <xsl:if test="@authors != ''">
        <xsl:text> </xsl:text>
        <span class="authors"><xsl:value-of select="@authors"/></span>
      </xsl:if>
      <span class="files">
        <xsl:for-each select="rec:file[@label != 'html']">
          <xsl:text> </xsl:text>
          <a href="{@href}"><xsl:value-of select="lab:text(@label)"/></a>
        </xsl:for-each>
      </span>
    </li>
  </xsl:template>

  <xsl:template name="html:register" as="element()*">
    <h1><xsl:value-of select="lab:text($page)"/></h1>
    <dl class="register">
      <xsl:apply-templates select="rec:bearer[@register = $page]">
        <xsl:sort select="lower-case(@label)" lang="{@lang}" collation="http://www.w3.org/2013/collation/UCA?fallback=yes;lang={@lang}"/>
      </xsl:apply-templates>
    </dl>
  </xsl:template>

  <xsl:template match="rec:bearer" as="element()*">
    <dt id="{@id}"><xsl:value-of select="@label"/></dt>
    <dd>
      <xsl:apply-templates select="rec:detail"/>
      <xsl:if test="rec:mention">
        <p class="mentions">
          <xsl:value-of select="lab:text('namedIn') || ': '"/>
          <xsl:for-each select="rec:mention">
            <a href="{@href}"><xsl:value-of select="@title"/></a>
            <xsl:value-of select="' (' || @count || ')' || (if (position() = last()) then '' else ', ')"/>
          </xsl:for-each>
        </p>
      </xsl:if>
    </dd>
  </xsl:template>

  <xsl:template match="rec:detail" as="element()">
    <p class="{@kind}">
      <xsl:choose>
        <xsl:when test="matches(@href, '^https?://')">
          <a href="{@href}" rel="noopener external"><xsl:value-of select="."/></a>
        </xsl:when>
        <xsl:otherwise>
          <xsl:value-of select="."/>
        </xsl:otherwise>
      </xsl:choose>
    </p>
  </xsl:template>

</xsl:stylesheet>
