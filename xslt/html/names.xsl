<?xml version="1.0" encoding="UTF-8"?>
<!-- Names, dates, references. A name that a register knows is a link to it. -->
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

  <xsl:key name="html:name" match="rec:name" use="@ref"/>
  <xsl:key name="html:target" match="*[@xml:id]" use="@xml:id"/>
  <xsl:key name="html:link" match="rec:link" use="@target"/>

  <xsl:template match="persName | placeName | orgName | geogName | name | rs | eventName | objectName" mode="html:text">
    <xsl:call-template name="html:linked">
      <xsl:with-param name="href" select="html:register-page(.)"/>
    </xsl:call-template>
  </xsl:template>

  <!-- Where the register tells of the bearer of a name, or the text itself does; the first of several pointers that leads anywhere. -->
  <xsl:function name="html:register-page" as="xs:string?">
    <xsl:param name="name" as="element()"/>
    <xsl:variable name="pointers" as="xs:string*" select="tokenize($name/(@ref, @key)[1])"/>
    <xsl:sequence select="(string(($pointers ! key('html:name', ., $site)/@href)[1])[. != '']
        , $pointers[starts-with(., '#')][exists(key('html:target', substring(., 2), root($name))[ancestor::rec:text])] ! html:href($name, .))[1]"/>
  </xsl:function>

  <!-- <edition-names>: its contract is told at the head of assets/cards.js. -->
  <xsl:template name="html:name-cards" as="element()*">
    <xsl:if test="$site/rec:site/rec:name">
      <edition-names hidden="" data-close="{lab:text('panelClose')}" data-entry="{lab:text('nameEntry')}"/>
    </xsl:if>
  </xsl:template>

  <xsl:template match="ref | ptr" mode="html:text">
    <xsl:call-template name="html:linked">
      <xsl:with-param name="href" select="html:href(., html:target(.))"/>
    </xsl:call-template>
  </xsl:template>

  <xsl:function name="html:target" as="xs:string">
    <xsl:param name="reference" as="element()"/>
    <xsl:sequence select="(tokenize($reference/@target)[1], '')[1]"/>
  </xsl:function>

  <xsl:key name="html:note" match="rec:note" use="@id"/>

  <!-- A reference without words of its own shows where it leads: the call of a note, an address, an arrow. -->
  <xsl:template match="ref[not(normalize-space())] | ptr" mode="html:inside">
    <xsl:variable name="target" as="xs:string" select="html:target(.)"/>
    <xsl:variable name="called" as="element()?" select="key('html:note', substring-after($target, '#'))[1]"/>
    <xsl:apply-templates mode="html:text"/>
    <xsl:call-template name="html:sign">
      <xsl:with-param name="text" select="($called/@n, @cRef, replace($target, '^(https?://)?(.{1,60}).*$', '$2'), '→')[. != ''][1]"/>
      <xsl:with-param name="class" select="if ($called) then 'call' else 'sign'"/>
    </xsl:call-template>
  </xsl:template>

  <!-- A pointer as an address: places in this text, other texts of the edition, the web. Anything else (and any other
       scheme: a file must not be able to run anything) is no link. -->
  <xsl:function name="html:href" as="xs:string?">
    <xsl:param name="context" as="element()"/>
    <xsl:param name="target" as="xs:string"/>
    <xsl:variable name="place" as="xs:string" select="substring-after($target, '#')"/>
    <xsl:choose>
      <xsl:when test="starts-with($target, '#') and exists(html:anchor($context, $place))">
        <xsl:sequence select="'#' || html:anchor($context, $place)"/>
      </xsl:when>
      <xsl:when test="matches($target, '^https?://[^\s&lt;&gt;&quot;{}|\\^`]+$', 'i')">
        <xsl:sequence select="$target"/>
      </xsl:when>
      <xsl:otherwise>
        <xsl:sequence select="key('html:link', $target, $site)[1]/@href/string()"/>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:function>

  <!-- A run of text that is a link, if it leads anywhere and does not stand in a link already. -->
  <xsl:template name="html:linked">
    <xsl:param name="href" as="xs:string?"/>
    <xsl:param name="in-link" as="xs:boolean" tunnel="yes" select="false()"/>
    <xsl:choose>
      <xsl:when test="$href and not($in-link) and html:is-phrasing(.)">
        <a href="{$href}">
          <xsl:call-template name="html:attributes"/>
          <xsl:if test="matches($href, '^https?:', 'i')">
            <xsl:attribute name="rel" select="'noopener external'"/>
          </xsl:if>
          <xsl:apply-templates select="." mode="html:inside">
            <xsl:with-param name="in-link" select="true()" tunnel="yes"/>
          </xsl:apply-templates>
        </a>
      </xsl:when>
      <xsl:otherwise>
        <xsl:call-template name="html:run"/>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template match="date[@when[matches(., '^\d{4}(-\d\d(-\d\d)?)?$')]]" mode="html:text">
    <xsl:choose>
      <xsl:when test="html:is-phrasing(.)">
        <time datetime="{@when}">
          <xsl:call-template name="html:attributes"/>
          <xsl:apply-templates mode="html:text"/>
        </time>
      </xsl:when>
      <xsl:otherwise>
        <xsl:call-template name="html:run"/>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- Words in another alphabet or direction keep to themselves. -->
  <xsl:template match="foreign" mode="html:text">
    <xsl:call-template name="html:run">
      <xsl:with-param name="name" select="'i'"/>
    </xsl:call-template>
  </xsl:template>

</xsl:stylesheet>
