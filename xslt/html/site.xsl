<?xml version="1.0" encoding="UTF-8"?>
<!-- Pages about the whole edition. Input: the rec:site document that recensio/website.py makes for the page. -->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:rec="urn:recensio:edition"
    xmlns:lab="urn:recensio:labels"
    xmlns:date="urn:recensio:dates"
    xmlns:html="urn:recensio:html"
    xmlns="http://www.w3.org/1999/xhtml"
    exclude-result-prefixes="#all">

  <xsl:import href="../common/labels.xsl"/>
  <xsl:import href="../common/dates.xsl"/>
  <xsl:include href="frame.xsl"/>
  <xsl:include href="registers.xsl"/>
  <xsl:include href="edition.xsl"/>
  <xsl:include href="charts.xsl"/>
  <xsl:include href="search.xsl"/>

  <xsl:output method="html" version="5" encoding="UTF-8" indent="no"/>

  <!-- Which page: index, a register (persons, places …), bibliography, witnesses, map, timeline, about, imprint,
       downloads, search. -->
  <xsl:param name="page" as="xs:string" select="'index'"/>

  <!-- What stands in a page's main part; a page without a template of its own is a register. -->
  <xsl:mode name="html:main" on-no-match="fail"/>
  <xsl:mode on-no-match="shallow-skip"/>

  <xsl:template match="/rec:site" as="element()">
    <xsl:variable name="title" as="xs:string" select="html:edition-title(.)"/>
    <html lang="{@lang}">
      <head>
        <xsl:call-template name="html:head">
          <xsl:with-param name="site" select="."/>
          <xsl:with-param name="page" select="$page"/>
          <xsl:with-param name="title" select="if ($page = 'index') then $title else lab:text($page) || ' · ' || $title"/>
        </xsl:call-template>
        <xsl:if test="$page = 'search'">
          <xsl:for-each select="'search-words', 'search-lists', 'search-results', 'search'">
            <script src="assets/{.}.js" defer=""/>
          </xsl:for-each>
        </xsl:if>
      </head>
      <body class="about-all page-{$page}">
        <a class="skip" href="#main"><xsl:value-of select="lab:text('skipToContent')"/></a>
        <xsl:call-template name="html:edition-banner">
          <xsl:with-param name="site" select="."/>
          <xsl:with-param name="title" select="$title"/>
          <xsl:with-param name="here" select="$page"/>
        </xsl:call-template>
        <main id="main">
          <xsl:if test="$page != 'index'">
            <h1><xsl:value-of select="lab:text($page)"/></h1>
            <xsl:copy-of select="rec:prose/node()" copy-namespaces="no"/>
          </xsl:if>
          <xsl:apply-templates select="." mode="html:main"/>
        </main>
        <footer class="foot">
          <p><xsl:value-of select="@publisher[. != ''], @licence[. != ''], lab:text('madeWith')" separator=" · "/></p>
        </footer>
      </body>
    </html>
  </xsl:template>

  <xsl:function name="html:edition-title" as="xs:string">
    <xsl:param name="site" as="element(rec:site)"/>
    <xsl:sequence select="($site/@title[. != ''], lab:text('texts'))[1]"/>
  </xsl:function>

  <xsl:template match="rec:site[$page = 'index']" mode="html:main" as="element()*">
    <h1><xsl:value-of select="html:edition-title(.)"/></h1>
    <xsl:if test="@subtitle != ''">
      <p class="subtitle"><xsl:value-of select="@subtitle"/></p>
    </xsl:if>
    <xsl:if test="rec:editor">
      <p class="authors"><xsl:value-of select="rec:editor" separator=", "/></p>
    </xsl:if>
    <xsl:call-template name="html:whole-edition"/>
    <xsl:apply-templates select="rec:group" mode="html:main"/>
    <xsl:if test="rec:page">
      <h2><xsl:value-of select="lab:text('registers')"/></h2>
      <ul class="registers">
        <xsl:apply-templates select="rec:page" mode="html:main"/>
      </ul>
    </xsl:if>
    <xsl:if test="rec:view">
      <h2><xsl:value-of select="lab:text('edition')"/></h2>
      <ul class="registers">
        <xsl:apply-templates select="rec:view" mode="html:main"/>
      </ul>
    </xsl:if>
  </xsl:template>

  <!-- The edition as a book, where it is made. -->
  <xsl:template name="html:whole-edition" as="element()?">
    <xsl:if test="@book != ''">
      <p class="whole-edition"><a href="{@book}"><xsl:value-of select="lab:text('editionPdf')"/></a></p>
    </xsl:if>
  </xsl:template>

  <xsl:template match="rec:page | rec:view" mode="html:main" as="element()">
    <li>
      <a href="{@href}"><xsl:value-of select="lab:text(@label)"/></a>
      <xsl:if test="@count">
        <xsl:text> </xsl:text>
        <span class="count"><xsl:value-of select="@count"/></span>
      </xsl:if>
    </li>
  </xsl:template>

  <!-- Texts that belong together on the front page, under the heading that the settings or their kind gives them. -->
  <xsl:template match="rec:group" mode="html:main" as="element()+">
    <h2><xsl:value-of select="(@title[. != ''], lab:text((@label[. != ''], 'texts')[1]))[1]"/></h2>
    <ul class="texts">
      <xsl:apply-templates select="rec:text" mode="html:main"/>
    </ul>
  </xsl:template>

  <xsl:template match="rec:text" mode="html:main" as="element()">
    <li>
      <xsl:call-template name="html:title-of-text"/>
      <xsl:if test="date:written(.) != ''">
        <xsl:text> </xsl:text>
        <span class="time"><xsl:value-of select="date:written(.)"/></span>
      </xsl:if>
      <xsl:if test="@authors != ''">
        <xsl:text> </xsl:text>
        <span class="authors"><bdi><xsl:value-of select="@authors"/></bdi></span>
      </xsl:if>
      <xsl:if test="@published = ('header', 'private')">
        <xsl:text> </xsl:text>
        <span class="withheld">(<xsl:value-of select="lab:text(if (@published = 'header') then 'withheld' else 'rights-private')"/>)</span>
      </xsl:if>
      <span class="files">
        <xsl:for-each select="rec:file[@label = ('pdf', 'txt')]">
          <xsl:text> </xsl:text>
          <a href="{@href}"><xsl:value-of select="lab:text(@label)"/></a>
        </xsl:for-each>
      </span>
    </li>
  </xsl:template>

  <xsl:template name="html:title-of-text" as="element()">
    <xsl:variable name="page" as="xs:string?" select="rec:file[@label = 'html'][1]/@href"/>
    <xsl:call-template name="html:leading">
      <xsl:with-param name="href" select="$page"/>
      <xsl:with-param name="text" select="string(@brief)"/>
      <xsl:with-param name="class" select="'text-title'"/>
    </xsl:call-template>
  </xsl:template>

  <!-- Words that are a link, if they lead anywhere: to a page of the edition, or to the web. -->
  <xsl:template name="html:leading" as="element()">
    <xsl:param name="href" as="xs:string?" select="string(@href)"/>
    <xsl:param name="text" as="xs:string" select="string()"/>
    <xsl:param name="class" as="xs:string?" select="()"/>
    <xsl:element name="{if (html:leads($href)) then 'a' else 'span'}">
      <xsl:if test="$class">
        <xsl:attribute name="class" select="$class"/>
      </xsl:if>
      <xsl:if test="html:leads($href)">
        <xsl:attribute name="href" select="$href"/>
        <xsl:if test="matches($href, '^https?:', 'i')">
          <xsl:attribute name="rel" select="'noopener external'"/>
        </xsl:if>
      </xsl:if>
      <bdi><xsl:value-of select="$text"/></bdi>
    </xsl:element>
  </xsl:template>

  <!-- An address of the web, or one without a scheme. -->
  <xsl:function name="html:leads" as="xs:boolean">
    <xsl:param name="href" as="xs:string?"/>
    <xsl:sequence select="matches($href, '^https?://', 'i') or ($href != '' and not(matches($href, '^[^/?#]*:')))"/>
  </xsl:function>

</xsl:stylesheet>
