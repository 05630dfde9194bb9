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
    xmlns:m="http://www.w3.org/1998/Math/MathML"
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

  <!-- Mathematics goes to the browser as it is, without anything that could run or lead elsewhere. -->
  <xsl:template match="m:math" mode="html:text" as="element()">
    <math>
      <xsl:copy-of select="@display"/>
      <xsl:apply-templates mode="html:mathematics"/>
    </math>
  </xsl:template>

  <xsl:mode name="html:mathematics" on-no-match="shallow-skip"/>

  <xsl:template match="text()" mode="html:mathematics" as="text()">
    <xsl:sequence select="."/>
  </xsl:template>

  <xsl:template match="m:mi | m:mn | m:mo | m:ms | m:mtext | m:mspace | m:mrow | m:mfrac | m:msqrt | m:mroot | m:mstyle | m:merror
      | m:mpadded | m:mphantom | m:msub | m:msup | m:msubsup | m:munder | m:mover | m:munderover | m:mmultiscripts | m:mprescripts
      | m:none | m:mtable | m:mtr | m:mtd | m:semantics | m:annotation" mode="html:mathematics" as="element()">
    <xsl:element name="{local-name()}">
      <xsl:copy-of select="@mathvariant, @stretchy, @form, @fence, @separator, @columnspan, @rowspan"/>
      <xsl:apply-templates mode="html:mathematics"/>
    </xsl:element>
  </xsl:template>

  <xsl:template match="m:*" mode="html:mathematics" priority="-0.3" as="element()">
    <mrow>
      <xsl:apply-templates mode="html:mathematics"/>
    </mrow>
  </xsl:template>

  <!-- Annotation written above or beside characters. -->
  <xsl:template match="ruby" mode="html:text" as="element()">
    <ruby>
      <xsl:apply-templates mode="html:text"/>
    </ruby>
  </xsl:template>

  <xsl:template match="ruby/rt" mode="html:text">
    <xsl:text> </xsl:text>
    <rt><xsl:apply-templates mode="html:text"/></rt>
    <xsl:text> </xsl:text>
  </xsl:template>

  <xsl:template match="figDesc" mode="html:text">
    <div class="figDesc" data-extra=""><xsl:apply-templates mode="html:text"/></div>
  </xsl:template>

</xsl:stylesheet>
