<?xml version="1.0" encoding="UTF-8"?>
<!-- The map of places and the timeline: a drawing, and beside it a list that says the same. -->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:rec="urn:recensio:edition"
    xmlns:lab="urn:recensio:labels"
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
          <xsl:text> </xsl:text>
          <span class="count"><xsl:value-of select="@count"/></span>
        </li>
      </xsl:for-each>
    </ul>
  </xsl:template>

  <xsl:template match="rec:map | rec:timeline" mode="html:main" as="element()">
    <div class="chart" dir="ltr">
      <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {@width} {@height}" role="img" aria-label="{lab:text(local-name())}">
        <xsl:apply-templates select="rec:line, rec:point, rec:mark" mode="html:main"/>
      </svg>
    </div>
  </xsl:template>

  <xsl:template match="rec:line" mode="html:main" as="element()*">
    <line xmlns="http://www.w3.org/2000/svg" class="grid" x1="{@x1}" y1="{@y1}" x2="{@x2}" y2="{@y2}"/>
    <text xmlns="http://www.w3.org/2000/svg" class="grid-label" x="{if (@y1 = @y2) then 4 else xs:double(@x2) + (if (../self::rec:map) then 4 else 0)}"
        y="{if (@y1 = @y2) then xs:double(@y1) - 4 else if (../self::rec:map) then xs:double(@y2) - 6 else xs:double(@y2) + 14}">
      <xsl:if test="../self::rec:timeline">
        <xsl:attribute name="text-anchor" select="'middle'"/>
      </xsl:if>
      <xsl:value-of select="."/>
    </text>
  </xsl:template>

  <!-- (the list beside the drawing has the links: a drawing is one picture for those who don't see it) -->
  <xsl:template match="rec:point" mode="html:main" as="element()">
    <g xmlns="http://www.w3.org/2000/svg" class="point">
      <circle cx="{@x}" cy="{@y}" r="{@r}"><title><xsl:value-of select="text()"/></title></circle>
      <xsl:for-each select="rec:label">
        <text x="{@x}" y="{@y}" text-anchor="{@anchor}"><xsl:value-of select="../text()"/></text>
      </xsl:for-each>
    </g>
  </xsl:template>

  <xsl:template match="rec:mark" mode="html:main" as="element()">
    <rect xmlns="http://www.w3.org/2000/svg" class="mark {@kind}" x="{@x}" y="{@y}" width="{@width}" height="9" rx="3">
      <title><xsl:value-of select="html:dates(.), text()"/></title>
    </rect>
  </xsl:template>

  <xsl:template match="rec:site[$page = 'timeline']" mode="html:main" as="element()*">
    <xsl:apply-templates select="rec:timeline" mode="html:main"/>
    <ol class="charted dated">
      <xsl:for-each select="rec:timeline/rec:mark">
        <li class="{@kind}">
          <xsl:call-template name="html:time"/>
          <xsl:text> </xsl:text>
          <xsl:call-template name="html:leading">
            <xsl:with-param name="text" select="string(text())"/>
          </xsl:call-template>
          <xsl:text> </xsl:text>
          <span class="kind"><xsl:value-of select="lab:text('dated-' || @kind)"/></span>
        </li>
      </xsl:for-each>
    </ol>
  </xsl:template>

  <xsl:template name="html:time" as="element()">
    <xsl:choose>
      <!-- (HTML knows no years before the first) -->
      <xsl:when test="matches(@when, '^\d{4}') and not(starts-with(@when, '0000')) and (@when castable as xs:date or @when castable as xs:gYearMonth or @when castable as xs:gYear)">
        <time datetime="{@when}"><xsl:value-of select="html:dates(.)"/></time>
      </xsl:when>
      <xsl:otherwise>
        <span class="time"><xsl:value-of select="html:dates(.)"/></span>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- As the file has it, years without the noughts before them. -->
  <xsl:function name="html:dates" as="xs:string">
    <xsl:param name="mark" as="element()"/>
    <xsl:sequence select="string-join($mark/(@when, @until)[. != ''] ! replace(replace(., '^-', '−'), '^(−?)0+(\d)', '$1$2'), '–')"/>
  </xsl:function>

</xsl:stylesheet>
