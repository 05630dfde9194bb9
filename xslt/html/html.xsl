<?xml version="1.0" encoding="UTF-8"?>
<!-- A text as a web page. Input: TEI, or TEI normalised by ../common/document.xsl. Output: one HTML page. -->
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

  <xsl:import href="../common/normalise.xsl"/>
  <xsl:import href="../common/labels.xsl"/>
  <xsl:import href="../common/language.xsl"/>
  <xsl:import href="../common/rendition.xsl"/>
  <xsl:import href="../common/runs.xsl"/>
  <xsl:import href="../common/metadata.xsl"/>
  <xsl:import href="../common/dates.xsl"/>
  <xsl:include href="frame.xsl"/>
  <xsl:include href="page.xsl"/>
  <xsl:include href="addresses.xsl"/>
  <xsl:include href="pages.xsl"/>
  <xsl:include href="cite.xsl"/>
  <xsl:include href="rights.xsl"/>
  <xsl:include href="entries.xsl"/>
  <xsl:include href="beside.xsl"/>
  <xsl:include href="structure.xsl"/>
  <xsl:include href="verse.xsl"/>
  <xsl:include href="drama.xsl"/>
  <xsl:include href="lists.xsl"/>
  <xsl:include href="figures.xsl"/>
  <xsl:include href="facsimile.xsl"/>
  <xsl:include href="specimen.xsl"/>
  <xsl:include href="transcription.xsl"/>
  <xsl:include href="milestones.xsl"/>
  <xsl:include href="names.xsl"/>
  <xsl:include href="notes.xsl"/>
  <xsl:include href="apparatus.xsl"/>
  <xsl:include href="attached.xsl"/>
  <xsl:include href="reading.xsl"/>
  <xsl:include href="heat.xsl"/>
  <xsl:include href="agreement.xsl"/>
  <xsl:include href="witness.xsl"/>
  <xsl:include href="views.xsl"/>

  <xsl:output method="html" version="5" encoding="UTF-8" indent="no" escape-uri-attributes="no"/>

  <!-- Everything has a default, so that any XSLT 3.0 processor can run this by hand. -->
  <!-- The id of the text: the stem of its file. -->
  <xsl:param name="id" as="xs:string" select="'text'"/>
  <!-- Facts about the whole edition: <rec:site title lang> with rec:link (to other pages), rec:name (register), rec:image. -->
  <xsl:param name="site" as="document-node()">
    <xsl:document>
      <rec:site title="" lang="en"/>
    </xsl:document>
  </xsl:param>

  <xsl:variable name="meta:edited" as="xs:string" select="lab:text('responsible-editor')" xmlns:meta="urn:recensio:metadata"/>

  <!-- (the accumulators, because the source document may come in un-normalised) -->
  <xsl:mode on-no-match="shallow-skip" use-accumulators="#all"/>
  <!-- The text itself. What no template knows comes through as a div or a span of its own. -->
  <xsl:mode name="html:text" on-no-match="shallow-skip"/>

  <xsl:template match="/" as="item()*">
    <xsl:variable name="edition" as="element(rec:edition)" select="(rec:edition, norm:document(.)/rec:edition)[1]"/>
    <xsl:choose>
      <xsl:when test="$figures/rec:figures/rec:witness">
        <xsl:call-template name="html:agreement-page">
          <xsl:with-param name="edition" select="$edition"/>
        </xsl:call-template>
      </xsl:when>
      <xsl:when test="$witness = '' and $paged">
        <xsl:call-template name="html:pages">
          <xsl:with-param name="edition" select="$edition"/>
        </xsl:call-template>
      </xsl:when>
      <xsl:when test="$witness = ''">
        <xsl:apply-templates select="$edition" mode="html:page"/>
      </xsl:when>
      <xsl:otherwise>
        <xsl:call-template name="html:witness-page">
          <xsl:with-param name="edition" select="$edition"/>
        </xsl:call-template>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template match="text()" mode="html:text" as="text()">
    <xsl:sequence select="."/>
  </xsl:template>

  <xsl:template match="rec:blank" mode="html:text">
    <xsl:text> </xsl:text>
  </xsl:template>

  <xsl:template match="rec:sign" mode="html:text">
    <xsl:call-template name="html:sign">
      <xsl:with-param name="text" select="string()"/>
      <xsl:with-param name="class" select="'quotation-mark'"/>
    </xsl:call-template>
  </xsl:template>

  <!-- What is no base text is not shown, unless a template says how. -->
  <xsl:template match="*[@rec:off]" mode="html:text" priority="-0.2"/>

  <!-- Any other element: a block or a run of text, with its name as class. -->
  <xsl:template match="*" mode="html:text">
    <xsl:choose>
      <xsl:when test="voc:is-block(.)">
        <xsl:call-template name="html:block"/>
      </xsl:when>
      <xsl:otherwise>
        <xsl:call-template name="html:run"/>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- A block. The line ends around it keep words apart for whoever takes the bare text out of the page. -->
  <xsl:template name="html:block">
    <xsl:param name="name" as="xs:string" select="'div'"/>
    <xsl:param name="class" as="xs:string*" select="()"/>
    <xsl:text>&#10;</xsl:text>
    <xsl:element name="{$name}">
      <xsl:call-template name="html:attributes">
        <xsl:with-param name="class" select="$class"/>
      </xsl:call-template>
      <xsl:apply-templates select="." mode="html:inside"/>
    </xsl:element>
    <xsl:text>&#10;</xsl:text>
  </xsl:template>

  <!-- A run of text inside a block; a div where, against all habit, it holds blocks. Blanks around it where it ends words. -->
  <xsl:template name="html:run">
    <xsl:param name="name" as="xs:string" select="'span'"/>
    <xsl:variable name="apart" as="text()?">
      <xsl:if test="@rec:boundary">
        <xsl:text> </xsl:text>
      </xsl:if>
    </xsl:variable>
    <!-- (a comma that follows ends the word, too) -->
    <xsl:variable name="closed" as="xs:boolean" select="exists($apart) and matches(string(following::text()[not(ancestor::*/@rec:off)][1]), '^[,.;:!?)\]]')"/>
    <xsl:sequence select="$apart"/>
    <xsl:element name="{if (html:is-phrasing(.)) then $name else 'div'}">
      <xsl:call-template name="html:attributes"/>
      <xsl:apply-templates select="." mode="html:inside"/>
    </xsl:element>
    <xsl:sequence select="$apart[not($closed)]"/>
  </xsl:template>

  <!-- What stands inside the element that a block or run makes; a few kinds add signs of their own. -->
  <xsl:mode name="html:inside" on-no-match="fail"/>

  <xsl:template match="*" mode="html:inside">
    <xsl:apply-templates mode="html:text"/>
  </xsl:template>

  <!-- Elements that hold a block, by identity: the ones between the block and the block around it. -->
  <xsl:key name="html:holds-block" match="*[voc:is-block(.)]" use="html:holders(..)"/>

  <xsl:function name="html:holders" as="xs:string*">
    <xsl:param name="holder" as="node()?"/>
    <xsl:if test="$holder instance of element() and not($holder[@rec:off][self::lem or self::rdg])">
      <xsl:sequence select="generate-id($holder), if (voc:is-block($holder)) then () else html:holders($holder/..)"/>
    </xsl:if>
  </xsl:function>

  <!-- Does the element hold nothing but runs of text (so that HTML allows it in a paragraph)? -->
  <xsl:function name="html:is-phrasing" as="xs:boolean">
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="empty($element/*) or empty(key('html:holds-block', generate-id($element), root($element)))"/>
  </xsl:function>

  <!-- class, id, lang and dir of the context element. -->
  <xsl:template name="html:attributes" as="attribute()*">
    <xsl:param name="class" as="xs:string*"/>
    <xsl:attribute name="class" select="local-name(), $class, rend:names(.) ! ('r-' || .), html:type(.)"/>
    <xsl:for-each select="html:address(.)">
      <xsl:attribute name="id" select="."/>
    </xsl:for-each>
    <!-- (a page begins here: see pages.xsl) -->
    <xsl:for-each select="@rec:page">
      <xsl:attribute name="data-page" select="."/>
    </xsl:for-each>
    <xsl:call-template name="html:facsimile-attributes"/>
    <xsl:if test="@xml:lang">
      <xsl:call-template name="html:language"/>
    </xsl:if>
  </xsl:template>

  <xsl:template name="html:language" as="attribute()*">
    <xsl:for-each select="lang:tag(@xml:lang)">
      <xsl:attribute name="lang" select="."/>
    </xsl:for-each>
    <xsl:attribute name="dir" select="lang:direction(string())"/>
  </xsl:template>

  <!-- @type as a class, where it is one word. -->
  <xsl:function name="html:type" as="xs:string?">
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="$element/@type[not(contains(., ' '))] ! ('type-' || .)"/>
  </xsl:function>

  <!-- Signs that the edition adds: not base text. -->
  <xsl:template name="html:sign" as="element()">
    <xsl:param name="text" as="xs:string"/>
    <xsl:param name="class" as="xs:string" select="'sign'"/>
    <span class="{$class}" data-extra=""><xsl:value-of select="$text"/></span>
  </xsl:template>

</xsl:stylesheet>
