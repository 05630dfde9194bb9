<?xml version="1.0" encoding="UTF-8"?>
<!-- The page around the text: head, title, text, notes, apparatus, witnesses, facts from the header. -->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:rec="urn:recensio:edition"
    xmlns:norm="urn:recensio:normalise"
    xmlns:voc="urn:recensio:vocabulary"
    xmlns:rend="urn:recensio:rendition"
    xmlns:lang="urn:recensio:language"
    xmlns:lab="urn:recensio:labels"
    xmlns:date="urn:recensio:dates"
    xmlns:html="urn:recensio:html"
    xmlns="http://www.w3.org/1999/xhtml"
    xpath-default-namespace="http://www.tei-c.org/ns/1.0"
    exclude-result-prefixes="#all">

  <xsl:mode name="html:page" on-no-match="fail"/>

  <xsl:template match="rec:edition" mode="html:page" as="element()">
    <xsl:variable name="tag" as="xs:string" select="$site/rec:site/@lang"/>
    <html lang="{$tag}">
      <head>
        <xsl:call-template name="html:head">
          <xsl:with-param name="site" select="$site/rec:site"/>
          <xsl:with-param name="page" select="$id"/>
          <xsl:with-param name="title" select="string-join(distinct-values(((rec:title(.), $id)[1], lab:text('view-' || $view)[$view != 'reading'], $site/rec:site/@title[. != ''])), ' · ')"/>
        </xsl:call-template>
        <xsl:if test="$view = 'reading'">
          <xsl:call-template name="html:metadata"/>
          <xsl:if test="$site/rec:site/rec:view[@label = 'search']">
            <script src="assets/search-found.js" defer=""/>
          </xsl:if>
        </xsl:if>
        <xsl:call-template name="html:reading-scripts"/>
        <xsl:call-template name="html:facsimile-scripts"/>
        <xsl:if test="$site/rec:site/rec:name">
          <script src="assets/cards.js" defer=""/>
        </xsl:if>
        <xsl:call-template name="html:view-scripts"/>
      </head>
      <body class="{'text', $view[. != 'reading'], html:looks(.)}">
        <xsl:call-template name="html:banner"/>
        <main>
          <xsl:apply-templates select="." mode="html:heading"/>
          <!-- (of a file without a text there is only this view) -->
          <xsl:if test="rec:text/* or $site/rec:site/rec:download">
            <xsl:call-template name="html:views"/>
          </xsl:if>
          <xsl:call-template name="html:beside"/>
          <xsl:call-template name="html:rights-notice"/>
          <xsl:apply-templates select="rec:text" mode="html:contents"/>
          <xsl:call-template name="html:reading-tools"/>
          <xsl:call-template name="html:facsimile-tools"/>
          <xsl:call-template name="html:name-cards"/>
          <xsl:apply-templates select="rec:text" mode="html:article"/>
          <xsl:apply-templates select="rec:apparatus[rec:entry]" mode="html:apparatus"/>
          <xsl:apply-templates select="rec:notes[rec:note]" mode="html:notes"/>
          <xsl:apply-templates select="rec:witnesses[rec:witness or rec:family[rec:extent]]" mode="html:witnesses"/>
          <xsl:call-template name="html:compare"/>
          <xsl:call-template name="html:facsimiles"/>
          <xsl:apply-templates select="rec:header" mode="html:about"/>
          <xsl:if test="$view = 'reading'">
            <xsl:call-template name="html:how-to-cite"/>
          </xsl:if>
        </main>
        <xsl:call-template name="html:foot"/>
      </body>
    </html>
  </xsl:template>

  <xsl:template name="html:banner" as="element()*">
    <a class="skip" href="#part:text"><xsl:value-of select="lab:text('skip')"/></a>
    <xsl:call-template name="html:edition-banner">
      <xsl:with-param name="site" select="$site/rec:site"/>
      <xsl:with-param name="title" select="($site/rec:site/@title[. != ''], lab:text('home'))[1]"/>
    </xsl:call-template>
  </xsl:template>

  <xsl:template name="html:foot" as="element()">
    <footer class="foot">
      <xsl:call-template name="html:rights-line"/>
      <p><xsl:value-of select="lab:text('madeWith')"/></p>
    </footer>
  </xsl:template>

  <xsl:mode name="html:heading" on-no-match="fail"/>

  <xsl:template match="rec:edition" mode="html:heading" as="element()">
    <header class="text-heading">
      <h1><xsl:value-of select="(rec:title(.), $id)[1]"/></h1>
      <xsl:if test="exists(rec:authors(.))">
        <p class="authors"><xsl:value-of select="rec:authors(.)" separator=", "/></p>
      </xsl:if>
    </header>
  </xsl:template>

  <xsl:mode name="html:article" on-no-match="fail"/>

  <xsl:template match="rec:text" mode="html:article" as="element()+">
    <article class="reading" id="part:text" dir="{lang:direction(string())}">
      <xsl:for-each select="lang:tag((*/@xml:lang, ../@xml:lang, */body/@xml:lang)[1])">
        <xsl:attribute name="lang" select="."/>
      </xsl:for-each>
      <xsl:apply-templates mode="html:text"/>
    </article>
    <xsl:if test="../@published = 'header'">
      <xsl:call-template name="html:named-here"/>
    </xsl:if>
    <xsl:if test="empty(*)">
      <xsl:call-template name="html:entries-of-file"/>
    </xsl:if>
  </xsl:template>

  <!-- The outermost headed divisions inside an element. -->
  <xsl:function name="html:divisions" as="element()*">
    <xsl:param name="parent" as="element()"/>
    <xsl:for-each select="$parent/(text, body, front, back, group, div, div1, div2, div3, div4, div5, div6, div7, TEI, app, lem, argument)[not(@rec:off)]">
      <xsl:sequence select="if (html:is-division(.)) then . else html:divisions(.)"/>
    </xsl:for-each>
  </xsl:function>

  <xsl:function name="html:is-division" as="xs:boolean">
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="exists($element[matches(local-name(), '^div[1-7]?$')][html:division-label(.) != ''])"/>
  </xsl:function>

  <!-- The words of a head as they are read, notes and unchosen readings left out; else @n. -->
  <xsl:function name="html:division-label" as="xs:string">
    <xsl:param name="division" as="element()"/>
    <xsl:variable name="head" as="xs:string" select="normalize-space(rec:reading(($division/head | $division/app/lem/head)[1]))"/>
    <xsl:sequence select="if ($head) then $head else html:number($division)"/>
  </xsl:function>

  <!-- Its number; the name that another system has for it (a URN, a web address) is none. -->
  <xsl:function name="html:number" as="xs:string">
    <xsl:param name="division" as="element()"/>
    <xsl:sequence select="normalize-space($division/@n[not(matches(., '^\s*[A-Za-z][A-Za-z0-9+.\-]*:\S'))])"/>
  </xsl:function>

  <!-- The address of a division; where the build has told none, its place among the divisions. -->
  <xsl:function name="html:division-id" as="xs:string">
    <xsl:param name="division" as="element()"/>
    <xsl:variable name="place" as="xs:string">
      <xsl:number select="$division" level="multiple" count="text | front | body | back | group | div | div1 | div2 | div3 | div4 | div5 | div6 | div7" format="1-1"/>
    </xsl:variable>
    <xsl:sequence select="(html:address($division), 'div-' || $place)[1]"/>
  </xsl:function>

  <xsl:mode name="html:about" on-no-match="fail"/>

  <xsl:template match="rec:header" mode="html:about" as="element()?">
    <xsl:variable name="facts" as="element()*" select="rec:facts(..)"/>
    <xsl:if test="$facts">
      <section class="about" id="part:about">
        <h2><xsl:value-of select="lab:text('about')"/></h2>
        <dl>
          <xsl:for-each-group select="$facts" group-adjacent="string(@label)">
            <dt><xsl:value-of select="lab:text(current-grouping-key())"/></dt>
            <xsl:for-each select="current-group()">
              <dd>
                <xsl:choose>
                  <xsl:when test="matches(@href, '^https?://')">
                    <a href="{@href}" rel="noopener external"><xsl:value-of select="."/></a>
                  </xsl:when>
                  <xsl:otherwise>
                    <xsl:value-of select="if (@label = 'date') then date:day(.) else string()"/>
                  </xsl:otherwise>
                </xsl:choose>
              </dd>
            </xsl:for-each>
          </xsl:for-each-group>
        </dl>
      </section>
    </xsl:if>
  </xsl:template>

</xsl:stylesheet>
