<?xml version="1.0" encoding="UTF-8"?>
<!-- The page of a witness: its text by rows, as recensio/views.py tells it, with a quiet mark where the base text is another,
     and what that has; where the witness is silent. Whatever is no word of the witness has @data-extra. -->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:rec="urn:recensio:edition"
    xmlns:lang="urn:recensio:language"
    xmlns:lab="urn:recensio:labels"
    xmlns:app="urn:recensio:apparatus"
    xmlns:run="urn:recensio:runs"
    xmlns:rend="urn:recensio:rendition"
    xmlns:html="urn:recensio:html"
    xmlns="http://www.w3.org/1999/xhtml"
    xpath-default-namespace="http://www.tei-c.org/ns/1.0"
    exclude-result-prefixes="#all">

  <!-- The id of the witness whose page is wanted (none: the page of the text), the name of that page, its text: rec:view,
       with a rec:state for each state of the text. -->
  <xsl:param name="witness" as="xs:string" select="''"/>
  <xsl:param name="witness-page" as="xs:string" select="''"/>
  <xsl:param name="witness-text" as="document-node()">
    <xsl:document>
      <rec:view/>
    </xsl:document>
  </xsl:param>

  <xsl:template name="html:witness-page" as="element()">
    <xsl:param name="edition" as="element(rec:edition)"/>
    <xsl:variable name="one" as="element(rec:witness)" select="$edition/rec:witnesses/rec:witness[@id = $witness][1]"/>
    <xsl:variable name="title" as="xs:string" select="(rec:title($edition), $id)[1]"/>
    <html lang="{$site/rec:site/@lang}">
      <head>
        <xsl:call-template name="html:head">
          <xsl:with-param name="site" select="$site/rec:site"/>
          <xsl:with-param name="page" select="$witness-page"/>
          <xsl:with-param name="title" select="string-join((normalize-space($one/rec:siglum), $title), ' · ')"/>
        </xsl:call-template>
      </head>
      <body class="{'text witness', html:looks($edition)}">
        <xsl:for-each select="$edition">
          <xsl:call-template name="html:banner"/>
        </xsl:for-each>
        <main>
          <header class="text-heading">
            <p class="of"><a href="{encode-for-uri($id)}.html"><xsl:value-of select="$title"/></a></p>
            <h1><xsl:apply-templates select="$one/rec:siglum/node()" mode="html:text"/></h1>
            <div class="description"><xsl:apply-templates select="$one/rec:description/node()" mode="html:text"/></div>
            <xsl:if test="$one/rec:extent">
              <p class="extent"><xsl:value-of select="$one/rec:extent ! app:extent(.)" separator="; "/></p>
            </xsl:if>
          </header>
          <xsl:for-each select="$edition">
            <xsl:call-template name="html:views"/>
          </xsl:for-each>
          <xsl:apply-templates select="$witness-text/rec:view/rec:state" mode="html:witness">
            <xsl:with-param name="one" select="$one" tunnel="yes"/>
            <xsl:with-param name="edition" select="$edition" tunnel="yes"/>
            <xsl:with-param name="language" select="lang:tag(($one/@xml:lang, $edition/rec:text/*/@xml:lang, $edition/@xml:lang)[1])"/>
          </xsl:apply-templates>
        </main>
        <xsl:call-template name="html:foot"/>
      </body>
    </html>
  </xsl:template>

  <xsl:mode name="html:witness" on-no-match="fail"/>

  <xsl:template match="rec:state" mode="html:witness" as="element()+">
    <xsl:param name="one" as="element(rec:witness)" tunnel="yes"/>
    <xsl:param name="language" as="xs:string?"/>
    <xsl:variable name="number" as="xs:integer" select="position()"/>
    <xsl:if test="last() gt 1">
      <h2><xsl:value-of select="normalize-space($one/rec:siglum) || ' (' || $number || ')'"/></h2>
    </xsl:if>
    <article class="{if ($number = 1) then 'witness' else 'state'}" dir="{lang:direction(string-join(rec:row/(text() | rec:differs | rec:run)))}">
      <xsl:if test="$number = 1">
        <xsl:attribute name="id" select="'part:text'"/>
      </xsl:if>
      <xsl:for-each select="$language">
        <xsl:attribute name="lang" select="."/>
      </xsl:for-each>
      <xsl:apply-templates select="*" mode="html:witness">
        <xsl:with-param name="state" select="$number" tunnel="yes"/>
      </xsl:apply-templates>
    </article>
  </xsl:template>

  <!-- A paragraph, a verse …; lines stay lines. -->
  <xsl:template match="rec:row" mode="html:witness" as="node()+">
    <xsl:element name="{if (@kind = 'head') then 'h2' else 'p'}">
      <xsl:attribute name="class" select="if (@kind = '') then 'p' else @kind"/>
      <xsl:if test="html:shows-number(@n) and @kind = 'l'">
        <xsl:call-template name="html:sign">
          <xsl:with-param name="class" select="'line-number'"/>
          <xsl:with-param name="text" select="@n"/>
        </xsl:call-template>
      </xsl:if>
      <xsl:apply-templates mode="html:witness"/>
    </xsl:element>
    <xsl:text>&#10;</xsl:text>
  </xsl:template>

  <xsl:template match="text()" mode="html:witness" as="node()*">
    <xsl:for-each select="tokenize(., '\n')">
      <xsl:if test="position() gt 1">
        <xsl:text>&#10;</xsl:text>
        <br/>
      </xsl:if>
      <xsl:value-of select="."/>
    </xsl:for-each>
  </xsl:template>

  <xsl:template match="rec:differs" mode="html:witness" as="element()">
    <span class="{'differs', 'long'[string-length(current()) gt 80]}"><xsl:call-template name="html:in-runs"/></span>
  </xsl:template>

  <xsl:template match="rec:run" mode="html:witness" as="item()*">
    <xsl:call-template name="html:in-runs"/>
  </xsl:template>

  <!-- Words in the runs that they belong to (@of: their numbers, the outermost first): italics, names. -->
  <xsl:template name="html:in-runs" as="item()*">
    <xsl:param name="runs" as="xs:string*" select="tokenize(@of)"/>
    <xsl:param name="in-link" as="xs:boolean" select="false()"/>
    <xsl:param name="edition" as="element(rec:edition)" tunnel="yes"/>
    <xsl:variable name="run" as="element()?" select="head($runs) ! key('html:run', xs:integer(.), root($edition))[1]"/>
    <xsl:variable name="href" as="xs:string?" select="$run[not($in-link)] ! html:leads-from-run(.)"/>
    <xsl:variable name="inside" as="item()*">
      <xsl:choose>
        <xsl:when test="empty($runs)">
          <xsl:apply-templates mode="html:witness"/>
        </xsl:when>
        <xsl:otherwise>
          <xsl:call-template name="html:in-runs">
            <xsl:with-param name="runs" select="tail($runs)"/>
            <xsl:with-param name="in-link" select="$in-link or exists($href)"/>
          </xsl:call-template>
        </xsl:otherwise>
      </xsl:choose>
    </xsl:variable>
    <xsl:choose>
      <xsl:when test="empty($run)">
        <xsl:sequence select="$inside"/>
      </xsl:when>
      <xsl:otherwise>
        <xsl:element name="{if (exists($href)) then 'a' else html:run-element($run)}">
          <xsl:attribute name="class" select="local-name($run), rend:names($run) ! ('r-' || .), html:type($run)"/>
          <xsl:for-each select="$href">
            <xsl:attribute name="href" select="."/>
          </xsl:for-each>
          <xsl:for-each select="$run[@xml:lang]">
            <xsl:call-template name="html:language"/>
          </xsl:for-each>
          <xsl:sequence select="$inside"/>
        </xsl:element>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:key name="html:run" match="*[run:is-run(.)]" use="accumulator-before('run:count')"/>

  <xsl:function name="html:run-element" as="xs:string">
    <xsl:param name="run" as="element()"/>
    <xsl:sequence select="if ($run[self::title]) then 'cite' else if ($run[self::emph]) then 'em' else if ($run[self::foreign]) then 'i' else 'span'"/>
  </xsl:function>

  <!-- Where a name or reference leads: to a register, another text, the web. (Places in this text are on other pages.) -->
  <xsl:function name="html:leads-from-run" as="xs:string?">
    <xsl:param name="run" as="element()"/>
    <xsl:variable name="href" as="xs:string?" select="
        if ($run[self::hi or self::emph or self::foreign or self::term or self::mentioned]) then ()
        else if ($run[self::ref]) then html:href($run, html:target($run))
        else html:register-page($run)"/>
    <xsl:sequence select="$href[. != ''][not(starts-with(., '#'))]"/>
  </xsl:function>

  <!-- What the base text has there: opened by a sign behind the words. -->
  <xsl:template match="rec:base" mode="html:witness" as="element()+">
    <xsl:param name="state" as="xs:integer" tunnel="yes"/>
    <xsl:param name="edition" as="element(rec:edition)" tunnel="yes"/>
    <xsl:variable name="number" as="xs:string">
      <xsl:number level="any" from="rec:state"/>
    </xsl:variable>
    <xsl:variable name="name" as="xs:string" select="'base:' || $state || '-' || $number"/>
    <xsl:variable name="words" as="xs:string" select="if (. = '') then '–' else html:cut-short(string(), 400)"/>
    <xsl:if test="@status != ''">
      <span class="absent" data-extra=""><xsl:value-of select="html:status-sign(@status)"/></span>
    </xsl:if>
    <button type="button" class="differing" data-extra="" popovertarget="{$name}" aria-label="{lab:text('compareBase')}: {html:cut-short($words, 80)}"/>
    <span popover="" id="{$name}" class="base-text" data-extra="">
      <b><xsl:value-of select="lab:text('compareBase')"/></b>
      <xsl:text> </xsl:text>
      <bdi><xsl:value-of select="$words"/></bdi>
      <xsl:text> </xsl:text>
      <a href="{html:entry-address($edition, @entry)}"><xsl:value-of select="'→ ' || lab:text('apparatus')"/></a>
    </span>
  </xsl:template>

  <!-- From here on it is silent, in a row and over rows. -->
  <xsl:template match="rec:row/rec:silence" mode="html:witness" as="element()">
    <span class="absent" data-extra=""><xsl:value-of select="html:status-sign(@kind)"/></span>
  </xsl:template>

  <xsl:template match="rec:silence" mode="html:witness" as="element()">
    <p class="absent" data-extra="">
      <xsl:value-of select="html:status-sign(@kind)"/>
      <xsl:if test="@first != ''">
        <xsl:text> </xsl:text>
        <xsl:value-of select="distinct-values((@first, @last)[. != ''])" separator="–"/>
      </xsl:if>
    </p>
  </xsl:template>

</xsl:stylesheet>
