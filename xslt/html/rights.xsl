<?xml version="1.0" encoding="UTF-8"?>
<!-- What may be done with a text, on each of its pages; what a page tells of a text that may not be published. -->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:rec="urn:recensio:edition"
    xmlns:lab="urn:recensio:labels"
    xmlns:html="urn:recensio:html"
    xmlns="http://www.w3.org/1999/xhtml"
    exclude-result-prefixes="#all">

  <!-- Above the text: that it is withheld, or not for publication. -->
  <xsl:template name="html:rights-notice" as="element()*">
    <xsl:for-each select="$site/rec:site/rec:rights[1]">
      <xsl:variable name="says" as="xs:string?" select="html:rights-said(.)"/>
      <xsl:if test="$says">
        <div class="rights-notice" role="note" data-extra="">
          <p><xsl:value-of select="lab:text($says)"/></p>
        </div>
      </xsl:if>
    </xsl:for-each>
  </xsl:template>

  <xsl:function name="html:rights-said" as="xs:string?">
    <xsl:param name="rights" as="element(rec:rights)"/>
    <xsl:sequence select="
        if ($rights/@private) then 'rights-private'
        else if ($rights/@published = 'part') then 'rights-part'
        else if ($rights/@published = 'full') then ()
        else if ($rights/@status = 'unknown') then 'rights-unknown-withheld' else 'rights-restricted'"/>
  </xsl:function>

  <!-- Whom and what a text names that is not shown itself. -->
  <xsl:template name="html:named-here" as="element()?">
    <xsl:variable name="named" as="element()*" select="$site/rec:site/rec:named"/>
    <xsl:if test="$named">
      <section class="named-here" id="part:named">
        <h2><xsl:value-of select="lab:text('namedHere')"/></h2>
        <xsl:for-each-group select="$named" group-by="@register">
          <h3><xsl:value-of select="lab:text(current-grouping-key())"/></h3>
          <ul>
            <xsl:for-each select="current-group()">
              <li><a href="{@href}"><bdi><xsl:value-of select="."/></bdi></a></li>
            </xsl:for-each>
          </ul>
        </xsl:for-each-group>
      </section>
    </xsl:if>
  </xsl:template>

  <!-- At the foot of each page: the status, and what header or edition say of the licence. -->
  <xsl:template name="html:rights-line" as="element()?">
    <xsl:variable name="rights" as="element()*" select="$site/rec:site/rec:rights[@status != '' or normalize-space()]"/>
    <xsl:if test="$rights">
      <p class="rights">
        <xsl:value-of select="lab:text('rights') || ': '"/>
        <xsl:for-each select="$rights">
          <xsl:value-of select="if (position() gt 1) then ' · ' else ''"/>
          <xsl:call-template name="html:rights-words"/>
        </xsl:for-each>
        <xsl:if test="$rights/@private">
          <xsl:text> — </xsl:text>
          <strong><xsl:value-of select="lab:text('rights-private')"/></strong>
        </xsl:if>
      </p>
    </xsl:if>
  </xsl:template>

  <xsl:template name="html:rights-words" as="node()*">
    <!-- (that a text is free says its licence, if it has one) -->
    <xsl:variable name="status" as="xs:string?" select="@status[. != ''][not(. = 'free' and current()/normalize-space())] ! lab:text('rights-status-' || .)"/>
    <xsl:variable name="words" as="xs:string" select="html:shortened-rights(normalize-space())"/>
    <xsl:value-of select="string-join(($status, ''[$words != '']), '. ')"/>
    <xsl:choose>
      <xsl:when test="matches(@href, '^https?://\S+$')">
        <a href="{@href}" rel="license noopener external"><xsl:value-of select="($words[. != ''], @href)[1]"/></a>
      </xsl:when>
      <xsl:otherwise>
        <xsl:value-of select="$words"/>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- (all of a long statement is among the facts about the text) -->
  <xsl:function name="html:shortened-rights" as="xs:string">
    <xsl:param name="words" as="xs:string"/>
    <xsl:sequence select="if (string-length($words) le 240) then $words else replace(substring($words, 1, 220), '\s\S*$', '') || ' …'"/>
  </xsl:function>

</xsl:stylesheet>
