<?xml version="1.0" encoding="UTF-8"?>
<!-- Drama: speeches, speakers, stage directions, lists of the cast. -->
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

  <xsl:template match="speaker" mode="html:text">
    <xsl:call-template name="html:block">
      <xsl:with-param name="name" select="if (html:is-phrasing(.)) then 'p' else 'div'"/>
    </xsl:call-template>
  </xsl:template>

  <xsl:template match="castList" mode="html:text">
    <xsl:call-template name="html:block"/>
  </xsl:template>

  <xsl:template match="role | roleDesc | actor" mode="html:text">
    <xsl:call-template name="html:run"/>
  </xsl:template>

</xsl:stylesheet>
