<?xml version="1.0" encoding="UTF-8"?>
<!-- The page that compares the witnesses of a text: what each has, and how far each two agree. The figures come from
     recensio/agreement.py, and are those of the command `stats`. -->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:rec="urn:recensio:edition"
    xmlns:lab="urn:recensio:labels"
    xmlns:html="urn:recensio:html"
    xmlns="http://www.w3.org/1999/xhtml"
    exclude-result-prefixes="#all">

  <!-- <rec:figures entries> with rec:witness id siglum …/rec:share with other shared compared percent; empty: no such page. -->
  <xsl:param name="figures" as="document-node()">
    <xsl:document>
      <rec:figures/>
    </xsl:document>
  </xsl:param>

  <!-- Is there such a page, so that the text links to it? -->
  <xsl:param name="compared" as="xs:boolean" select="false()"/>

  <xsl:template name="html:agreement-page" as="element()">
    <xsl:param name="edition" as="element(rec:edition)"/>
    <xsl:variable name="title" as="xs:string" select="(rec:title($edition), $id)[1]"/>
    <html lang="{$site/rec:site/@lang}">
      <head>
        <xsl:call-template name="html:head">
          <xsl:with-param name="site" select="$site/rec:site"/>
          <xsl:with-param name="page" select="$id || '.witnesses'"/>
          <xsl:with-param name="title" select="lab:text('compared') || ' · ' || $title"/>
        </xsl:call-template>
      </head>
      <body class="text compared">
        <xsl:for-each select="$edition">
          <xsl:call-template name="html:banner"/>
        </xsl:for-each>
        <main id="part:text">
          <header class="text-heading">
            <p class="of"><a href="{encode-for-uri($id)}.html"><xsl:value-of select="$title"/></a></p>
            <h1><xsl:value-of select="lab:text('compared')"/></h1>
            <p class="count"><xsl:value-of select="lab:text('comparedEntries'), $figures/rec:figures/@entries"/></p>
          </header>
          <xsl:for-each select="$figures/rec:figures">
            <xsl:call-template name="html:each-witness"/>
            <xsl:if test="count(rec:witness[rec:share]) gt 1">
              <xsl:call-template name="html:matrix"/>
            </xsl:if>
          </xsl:for-each>
        </main>
        <xsl:call-template name="html:foot"/>
      </body>
    </html>
  </xsl:template>

  <!-- What each witness has; whom it agrees with most. -->
  <xsl:template name="html:each-witness" as="element()">
    <section class="each-witness">
      <h2 id="part:each"><xsl:value-of select="lab:text('comparedFigures')"/></h2>
      <div class="scrolled" tabindex="0" role="region" aria-labelledby="part:each">
        <table class="figures-table">
          <thead>
            <tr>
              <th scope="col"><xsl:value-of select="lab:text('siglum')"/></th>
              <xsl:for-each select="'Text', 'Base', 'Omissions', 'Singular', 'Nearest'">
                <th scope="col"><xsl:value-of select="lab:text('compared' || .)"/></th>
              </xsl:for-each>
            </tr>
          </thead>
          <tbody>
            <xsl:for-each select="rec:witness">
              <tr>
                <th scope="row"><xsl:sequence select="html:compared-siglum(.)"/></th>
                <td><xsl:value-of select="@coverage"/></td>
                <td><xsl:value-of select="@with-base"/></td>
                <td><xsl:value-of select="@omissions"/></td>
                <td><xsl:value-of select="@singular"/></td>
                <td class="words"><xsl:value-of select="rec:near ! (@siglum || ' ' || @percent || ' (' || @shared || '/' || @compared || ')')" separator=", "/></td>
              </tr>
            </xsl:for-each>
          </tbody>
        </table>
      </div>
    </section>
  </xsl:template>

  <xsl:function name="html:compared-siglum" as="element()">
    <xsl:param name="witness" as="element(rec:witness)"/>
    <xsl:choose>
      <xsl:when test="$witness/@href">
        <a href="{$witness/@href}"><bdi><xsl:value-of select="$witness/@siglum"/></bdi></a>
      </xsl:when>
      <xsl:otherwise>
        <bdi><xsl:value-of select="$witness/@siglum"/></bdi>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:function>

  <!-- Each with each. The deeper the ground, the more they agree (in ten steps: a class, no style). -->
  <xsl:template name="html:matrix" as="element()">
    <xsl:variable name="rows" as="element()*" select="rec:witness[rec:share]"/>
    <section class="matrix">
      <h2 id="part:matrix"><xsl:value-of select="lab:text('agreement')"/></h2>
      <p class="hint"><xsl:value-of select="lab:text('agreementAbout'), lab:text('agreementCounts')"/></p>
      <div class="scrolled" tabindex="0" role="region" aria-labelledby="part:matrix">
        <table class="matrix-table">
          <thead>
            <tr>
              <td/>
              <xsl:for-each select="$rows">
                <th scope="col"><bdi><xsl:value-of select="@siglum"/></bdi></th>
              </xsl:for-each>
            </tr>
          </thead>
          <tbody>
            <xsl:for-each select="$rows">
              <tr>
                <th scope="row"><bdi><xsl:value-of select="@siglum"/></bdi></th>
                <xsl:for-each select="rec:share">
                  <xsl:choose>
                    <xsl:when test="@percent">
                      <td class="in{@step}"><xsl:value-of select="@percent"/><xsl:text> </xsl:text><small><xsl:value-of select="@shared || '/' || @compared"/></small></td>
                    </xsl:when>
                    <xsl:otherwise>
                      <td><xsl:value-of select="if (@self) then '·' else '–'"/></td>
                    </xsl:otherwise>
                  </xsl:choose>
                </xsl:for-each>
              </tr>
            </xsl:for-each>
          </tbody>
        </table>
      </div>
    </section>
  </xsl:template>

  <!-- In the list of witnesses: the way there. -->
  <xsl:template name="html:to-agreement" as="element()?">
    <xsl:if test="$compared">
      <p class="to-compared"><a href="{encode-for-uri($id)}.witnesses.html"><xsl:value-of select="lab:text('compared')"/></a></p>
    </xsl:if>
  </xsl:template>

</xsl:stylesheet>
