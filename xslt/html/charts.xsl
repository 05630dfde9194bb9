<?xml version="1.0" encoding="UTF-8"?>
<!-- The map of places and the timeline: a drawing, and beside it a list that says the same. -->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:rec="urn:recensio:edition"
    xmlns:lab="urn:recensio:labels"
    xmlns:date="urn:recensio:dates"
    xmlns:html="urn:recensio:html"
    xmlns:svg="http://www.w3.org/2000/svg"
    xmlns="http://www.w3.org/1999/xhtml"
    exclude-result-prefixes="#all">

  <xsl:template match="rec:site[$page = 'map']" mode="html:main" as="element()*">
    <xsl:apply-templates select="rec:map" mode="html:main"/>
    <h2><xsl:value-of select="lab:text('places')"/></h2>
    <ul class="charted">
      <xsl:for-each select="rec:map/rec:point">
        <li>
          <xsl:call-template name="html:leading">
            <xsl:with-param name="text" select="string(text())"/>
          </xsl:call-template>
          <xsl:text> </xsl:text>
          <span class="coordinates"><xsl:value-of select="@coordinates"/></span>
          <xsl:if test="xs:integer(@count) gt 0">
            <xsl:text> </xsl:text>
            <span class="count">×<xsl:value-of select="@count"/></span>
          </xsl:if>
        </li>
      </xsl:for-each>
    </ul>
  </xsl:template>

  <!-- A map can be made larger. <edition-chart>: its contract is told at the head of assets/chart.js. -->
  <xsl:template match="rec:map" mode="html:main" as="element()+">
    <script src="assets/moves.js" defer=""/>
    <script src="assets/chart.js" defer=""/>
    <edition-chart data-larger="{lab:text('facsLarger')}" data-smaller="{lab:text('facsSmaller')}" data-whole="{lab:text('chartWhole')}" data-move="{lab:text('map')}: {lab:text('chartMove')}">
      <xsl:call-template name="html:drawing"/>
    </edition-chart>
    <p class="legend">
      <xsl:for-each select="4, 11">
        <svg xmlns="http://www.w3.org/2000/svg" class="sample" viewBox="0 0 24 24" aria-hidden="true"><circle cx="12" cy="12" r="{.}"/></svg>
      </xsl:for-each>
      <xsl:value-of select="lab:text('mapLegend')"/>
    </p>
  </xsl:template>

  <xsl:template match="rec:timeline" mode="html:main" as="element()+">
    <xsl:call-template name="html:drawing"/>
    <p class="legend">
      <xsl:for-each select="distinct-values(rec:mark/@kind)">
        <svg xmlns="http://www.w3.org/2000/svg" class="sample" viewBox="0 0 24 24" aria-hidden="true"><rect class="mark {.}" x="2" y="7" width="20" height="10" rx="3"/></svg>
        <span><xsl:value-of select="lab:text('dated-' || .)"/></span>
      </xsl:for-each>
    </p>
  </xsl:template>

  <xsl:template name="html:drawing" as="element()">
    <div class="chart" dir="ltr" tabindex="0" role="group" aria-label="{lab:text(local-name())}">
      <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {@width} {@height}" role="img" aria-label="{lab:text(local-name())}">
        <xsl:apply-templates select="rec:line, rec:point, rec:mark" mode="html:main"/>
      </svg>
    </div>
  </xsl:template>

  <xsl:template match="rec:line" mode="html:main" as="element()*">
    <line xmlns="http://www.w3.org/2000/svg" class="grid" x1="{@x1}" y1="{@y1}" x2="{@x2}" y2="{@y2}"/>
    <xsl:variable name="on-map" as="xs:boolean" select="exists(../self::rec:map)"/>
    <xsl:variable name="is-level" as="xs:boolean" select="@y1 = @y2"/>
    <!-- (a label at the edge stays inside) -->
    <xsl:variable name="at-end" as="xs:boolean" select="not($is-level) and xs:double(@x2) gt xs:double(../@width) - 45"/>
    <text xmlns="http://www.w3.org/2000/svg" class="grid-label" x="{if ($is-level) then 4 else xs:double(@x2) + (if (not($on-map)) then 0 else if ($at-end) then -4 else 4)}"
        y="{if ($is-level) then xs:double(@y1) - 4 else xs:double(@y2) + (if ($on-map) then -6 else 14)}">
      <xsl:if test="$at-end or not($on-map)">
        <xsl:attribute name="text-anchor" select="if ($at-end) then 'end' else if (xs:double(@x2) lt 20) then 'start' else 'middle'"/>
      </xsl:if>
      <xsl:value-of select="if (../self::rec:timeline) then date:day(.) else string()"/>
    </text>
  </xsl:template>

  <!-- (the list beside the drawing has the links: a drawing is one picture for those who don't see it) -->
  <xsl:template match="rec:point" mode="html:main" as="element()">
    <g xmlns="http://www.w3.org/2000/svg" class="point" data-count="{@count}">
      <xsl:if test="html:leads(@href)">
        <xsl:attribute name="data-href" select="@href"/>
      </xsl:if>
      <circle cx="{@x}" cy="{@y}" r="{@r}"><title><xsl:value-of select="text()"/></title></circle>
      <xsl:for-each select="rec:label">
        <text x="{@x}" y="{@y}" text-anchor="{@anchor}"><xsl:value-of select="../text()"/></text>
      </xsl:for-each>
      <!-- (there is room when the map is made larger) -->
      <xsl:if test="not(rec:label)">
        <text class="crowded" x="{xs:double(@x) + xs:double(@r) + 4}" y="{xs:double(@y) + 5}" text-anchor="start"><xsl:value-of select="text()"/></text>
      </xsl:if>
    </g>
  </xsl:template>

  <xsl:template match="rec:mark" mode="html:main" as="element()">
    <rect xmlns="http://www.w3.org/2000/svg" class="mark {@kind}" x="{@x}" y="{@y}" width="{@width}" height="9" rx="3">
      <title><xsl:value-of select="date:written(.), text()"/></title>
    </rect>
  </xsl:template>

  <xsl:template match="rec:site[$page = 'timeline']" mode="html:main" as="element()*">
    <xsl:apply-templates select="rec:timeline" mode="html:main"/>
    <ol class="charted dated">
      <xsl:apply-templates select="rec:timeline/rec:mark" mode="html:dated"/>
    </ol>
  </xsl:template>

  <!-- An item of the timeline: when, what, and what a chronology tells of it. -->
  <xsl:mode name="html:dated" on-no-match="fail"/>

  <xsl:template match="rec:mark" mode="html:dated" as="element()">
    <li class="is-{@kind}">
      <xsl:if test="@id">
        <xsl:attribute name="id" select="@id"/>
      </xsl:if>
      <div class="when"><xsl:call-template name="html:time"/></div>
      <xsl:text>&#10;</xsl:text>
      <div class="happened">
        <xsl:call-template name="html:leading">
          <xsl:with-param name="text" select="string(text()[1])"/>
          <xsl:with-param name="href" select="if (@id) then '' else string(@href)"/>
          <xsl:with-param name="class" select="'what'"/>
        </xsl:call-template>
        <!-- (what is no text is an event) -->
        <xsl:if test="@kind = 'text' and ../rec:mark/@kind != 'text'">
          <xsl:text> </xsl:text>
          <span class="kind"><xsl:value-of select="lab:text('dated-text')"/></span>
        </xsl:if>
        <xsl:for-each select="rec:detail[not(@kind = ('type', 'cert', 'sources', 'cited', 'corresp'))]">
          <p class="told"><xsl:apply-templates select="." mode="html:fact"/></p>
        </xsl:for-each>
        <xsl:call-template name="html:told-under">
          <xsl:with-param name="details" select="rec:detail[@kind = ('sources', 'cited', 'corresp')]"/>
        </xsl:call-template>
      </div>
    </li>
  </xsl:template>

  <xsl:template name="html:time" as="node()*">
    <xsl:choose>
      <!-- (HTML knows no years before the first) -->
      <xsl:when test="matches(@when, '^\d{4}') and not(starts-with(@when, '0000')) and (@when castable as xs:date or @when castable as xs:gYearMonth or @when castable as xs:gYear)">
        <time datetime="{@when}"><xsl:value-of select="date:written(.)"/></time>
      </xsl:when>
      <xsl:otherwise>
        <span class="time"><xsl:value-of select="date:written(.)"/></span>
      </xsl:otherwise>
    </xsl:choose>
    <xsl:sequence select="html:remark(rec:detail[@kind = 'cert'] ! html:certainty(.))"/>
  </xsl:template>

</xsl:stylesheet>
