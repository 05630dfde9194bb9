<?xml version="1.0" encoding="UTF-8"?>
<!-- The page of a witness: its text as such, in all its states. -->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:rec="urn:recensio:edition"
    xmlns:lang="urn:recensio:language"
    xmlns:lab="urn:recensio:labels"
    xmlns:html="urn:recensio:html"
    xmlns="http://www.w3.org/1999/xhtml"
    xpath-default-namespace="http://www.tei-c.org/ns/1.0"
    exclude-result-prefixes="#all">

  <!-- The id of the witness whose page is wanted (none: the page of the text), the name of that page, its text: states
       parted by U+FDD0, blocks by blank lines. -->
  <xsl:param name="witness" as="xs:string" select="''"/>
  <xsl:param name="witness-page" as="xs:string" select="''"/>
  <xsl:param name="witness-text" as="xs:string" select="''"/>

  <xsl:template name="html:witness-page" as="element()">
    <xsl:param name="edition" as="element(rec:edition)"/>
    <xsl:variable name="one" as="element(rec:witness)" select="$edition/rec:witnesses/rec:witness[@id = $witness][1]"/>
    <xsl:variable name="states" as="xs:string*" select="if ($witness-text = '') then '' else tokenize($witness-text, '&#xFDD0;')"/>
    <xsl:variable name="title" as="xs:string" select="(rec:title($edition), $id)[1]"/>
    <html lang="{$site/rec:site/@lang}">
      <head>
        <xsl:call-template name="html:head">
          <xsl:with-param name="site" select="$site/rec:site"/>
          <xsl:with-param name="page" select="$witness-page"/>
          <xsl:with-param name="title" select="string-join((normalize-space($one/rec:siglum), $title), ' · ')"/>
        </xsl:call-template>
      </head>
      <body class="text witness">
        <xsl:for-each select="$edition">
          <xsl:call-template name="html:banner"/>
        </xsl:for-each>
        <main>
          <header class="text-heading">
            <p class="of"><a href="{$id}.html"><xsl:value-of select="$title"/></a></p>
            <h1><xsl:apply-templates select="$one/rec:siglum/node()" mode="html:text"/></h1>
            <div class="description"><xsl:apply-templates select="$one/rec:description/node()" mode="html:text"/></div>
          </header>
          <xsl:for-each select="$states">
            <xsl:variable name="state" as="xs:integer" select="position()"/>
            <xsl:if test="exists($states[2])">
              <h2><xsl:value-of select="normalize-space($one/rec:siglum) || ' (' || $state || ')'"/></h2>
            </xsl:if>
            <article class="{if ($state = 1) then 'witness' else 'state'}" dir="{lang:direction(.)}">
              <xsl:if test="$state = 1">
                <xsl:attribute name="id" select="'text'"/>
              </xsl:if>
              <xsl:for-each select="lang:tag(($one/@xml:lang, $edition/rec:text/*/@xml:lang, $edition/@xml:lang)[1])">
                <xsl:attribute name="lang" select="."/>
              </xsl:for-each>
              <xsl:call-template name="html:witness-blocks"/>
            </article>
          </xsl:for-each>
        </main>
        <xsl:call-template name="html:foot"/>
      </body>
    </html>
  </xsl:template>

  <!-- The blocks of a plain text, which is the context; lines stay lines. -->
  <xsl:template name="html:witness-blocks" as="element()*">
    <xsl:for-each select="tokenize(., '\n\n+')[normalize-space()]">
      <p>
        <xsl:for-each select="tokenize(., '\n')[. != '']">
          <xsl:if test="position() gt 1">
            <xsl:text>&#10;</xsl:text>
            <br/>
          </xsl:if>
          <xsl:value-of select="."/>
        </xsl:for-each>
      </p>
    </xsl:for-each>
  </xsl:template>

</xsl:stylesheet>
