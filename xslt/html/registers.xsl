<?xml version="1.0" encoding="UTF-8"?>
<!-- Registers: a card for every entry, under the letters of the alphabet, with every place where the entry is named. -->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:rec="urn:recensio:edition"
    xmlns:lab="urn:recensio:labels"
    xmlns:html="urn:recensio:html"
    xmlns="http://www.w3.org/1999/xhtml"
    exclude-result-prefixes="#all">

  <!-- More places in one text than these are folded in. -->
  <xsl:variable name="html:many" as="xs:integer" select="12"/>

  <xsl:template match="rec:site" mode="html:main" as="element()*">
    <xsl:if test="count(rec:letter) gt 1">
      <nav class="letters" aria-label="{lab:text('letters')}">
        <xsl:for-each select="rec:letter">
          <a href="#{html:letter-id(.)}"><xsl:value-of select="@label"/></a>
          <xsl:text> </xsl:text>
        </xsl:for-each>
      </nav>
    </xsl:if>
    <xsl:apply-templates select="rec:letter" mode="html:main"/>
  </xsl:template>

  <xsl:template match="rec:letter" mode="html:main" as="element()">
    <section class="letter">
      <h2 id="{html:letter-id(.)}"><xsl:value-of select="@label"/></h2>
      <xsl:apply-templates select="rec:bearer" mode="html:main"/>
    </section>
  </xsl:template>

  <!-- (an address that no xml:id has) -->
  <xsl:function name="html:letter-id" as="xs:string">
    <xsl:param name="letter" as="element(rec:letter)"/>
    <xsl:sequence select="'letter:' || (if (matches($letter/@label, '^[A-Z]$')) then $letter/@label else string-to-codepoints($letter/@label)[1])"/>
  </xsl:function>

  <xsl:template match="rec:bearer" mode="html:main" as="element()">
    <article class="card">
      <xsl:if test="@id != ''">
        <xsl:attribute name="id" select="@id"/>
      </xsl:if>
      <h3><bdi><xsl:value-of select="@label"/></bdi></h3>
      <xsl:if test="rec:name">
        <p class="names"><xsl:apply-templates select="rec:name" mode="html:main"/></p>
      </xsl:if>
      <xsl:where-populated>
        <dl class="facts">
          <xsl:for-each-group select="rec:detail, rec:date[not(../rec:detail/@kind = 'date')], rec:coordinates" group-by="(@kind, local-name())[1]">
            <xsl:variable name="label" as="xs:string" select="lab:text('detail-' || current-grouping-key())"/>
            <dt><xsl:value-of select="if (starts-with($label, 'detail-')) then current-grouping-key() else $label"/></dt>
            <xsl:for-each select="current-group()">
              <dd class="is-{current-grouping-key()}"><xsl:call-template name="html:leading"/></dd>
            </xsl:for-each>
          </xsl:for-each-group>
          <xsl:for-each-group select="rec:relation" group-by="@kind">
            <dt><xsl:value-of select="current-grouping-key()"/></dt>
            <dd>
              <xsl:for-each select="current-group()">
                <xsl:value-of select="if (position() gt 1) then ', ' else ''"/>
                <xsl:call-template name="html:leading"/>
              </xsl:for-each>
            </dd>
          </xsl:for-each-group>
        </dl>
      </xsl:where-populated>
      <xsl:if test="rec:authority">
        <ul class="authorities" aria-label="{lab:text('authorities')}">
          <xsl:for-each select="rec:authority">
            <li><xsl:call-template name="html:leading"/></li>
          </xsl:for-each>
        </ul>
      </xsl:if>
      <xsl:if test="rec:in">
        <div class="mentions">
          <h4>
            <xsl:value-of select="lab:text('namedIn')"/>
            <xsl:text> </xsl:text>
            <span class="count"><xsl:value-of select="sum(rec:in/@count)"/></span>
          </h4>
          <ul>
            <xsl:apply-templates select="rec:in" mode="html:main"/>
          </ul>
        </div>
      </xsl:if>
    </article>
  </xsl:template>

  <xsl:template match="rec:name" mode="html:main" as="node()*">
    <xsl:value-of select="if (position() gt 1) then ' · ' else ''"/>
    <bdi>
      <xsl:if test="matches(@language, '^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*$')">
        <xsl:attribute name="lang" select="@language"/>
      </xsl:if>
      <xsl:value-of select="."/>
    </bdi>
  </xsl:template>

  <!-- The places in one text; many of them are folded in. -->
  <xsl:template match="rec:bearer/rec:in" mode="html:main" as="element()">
    <li>
      <xsl:call-template name="html:leading">
        <xsl:with-param name="text" select="string(@title)"/>
      </xsl:call-template>
      <xsl:text> </xsl:text>
      <span class="count"><xsl:value-of select="@count"/></span>
      <xsl:variable name="places" as="element()*" select="rec:at[contains(@href, '#') or @section != '' or @n != '' or @reading = 'true']"/>
      <xsl:choose>
        <xsl:when test="count($places) gt $html:many">
          <details>
            <summary><xsl:value-of select="lab:text('allPlaces')"/></summary>
            <xsl:call-template name="html:places-in-text">
              <xsl:with-param name="places" select="$places"/>
            </xsl:call-template>
          </details>
        </xsl:when>
        <xsl:when test="$places">
          <xsl:call-template name="html:places-in-text">
            <xsl:with-param name="places" select="$places"/>
          </xsl:call-template>
        </xsl:when>
      </xsl:choose>
    </li>
  </xsl:template>

  <xsl:template name="html:places-in-text" as="element()">
    <xsl:param name="places" as="element()*"/>
    <ul class="in-text">
      <xsl:for-each select="$places">
        <li>
          <xsl:call-template name="html:leading">
            <xsl:with-param name="text" select="html:place-label(.)"/>
          </xsl:call-template>
          <xsl:if test="@reading = 'true'">
            <xsl:text> </xsl:text>
            <span class="in-reading"><xsl:value-of select="lab:text('inReading')"/></span>
          </xsl:if>
          <xsl:if test="xs:integer(@count) gt 1">
            <xsl:text> </xsl:text>
            <span class="count">×<xsl:value-of select="@count"/></span>
          </xsl:if>
        </li>
      </xsl:for-each>
    </ul>
  </xsl:template>

  <!-- The heading that the place stands under, and its verse, paragraph, line or page. -->
  <xsl:function name="html:place-label" as="xs:string">
    <xsl:param name="place" as="element(rec:at)"/>
    <xsl:variable name="unit" as="xs:string" select="
        if ($place/@unit = 'page') then lab:text('page') else if ($place/@unit = '') then '' else lab:text('unit-' || $place/@unit)"/>
    <xsl:variable name="said" as="xs:string" select="string-join(($place/@section[. != ''], ($unit || ' ' || $place/@n)[$place/@n != '']), ', ')"/>
    <xsl:sequence select="if ($said) then $said else lab:text('inText')"/>
  </xsl:function>

</xsl:stylesheet>
