<?xml version="1.0" encoding="UTF-8"?>
<!-- Figures, images, formulae. -->
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

  <xsl:key name="html:image" match="rec:image" use="@url"/>

  <xsl:template match="figure" mode="html:text">
    <xsl:call-template name="html:block">
      <xsl:with-param name="name" select="'figure'"/>
    </xsl:call-template>
  </xsl:template>

  <!-- An image that lies beside the text is shown; one elsewhere is linked; none is a box that says so. -->
  <xsl:template match="graphic | media" mode="html:text">
    <xsl:variable name="file" as="element()?" select="key('html:image', normalize-space(@url), $site)[1]"/>
    <xsl:variable name="description" as="xs:string" select="normalize-space((desc, ../figDesc, ../head)[1])"/>
    <xsl:choose>
      <xsl:when test="$file">
        <img src="{$file/@href}" alt="{$description}" loading="lazy"/>
      </xsl:when>
      <xsl:when test="matches(@url, '^https?://', 'i')">
        <a class="image-link" data-extra="" href="{@url}" rel="noopener external"><xsl:value-of select="lab:text('image')"/></a>
      </xsl:when>
      <xsl:otherwise>
        <xsl:call-template name="html:sign">
          <xsl:with-param name="class" select="'no-image'"/>
          <xsl:with-param name="text" select="lab:text('noImage') || ': ' || (@url, '?')[1]"/>
        </xsl:call-template>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template match="figDesc" mode="html:text">
    <div class="figDesc" data-extra=""><xsl:apply-templates mode="html:text"/></div>
  </xsl:template>

</xsl:stylesheet>
