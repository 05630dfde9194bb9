<?xml version="1.0" encoding="UTF-8"?>
<!-- Divisions, heads, paragraphs, quotations, letters, title pages. -->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:rec="urn:recensio:edition"
    xmlns:norm="urn:recensio:normalise"
    xmlns:voc="urn:recensio:vocabulary"
    xmlns:rend="urn:recensio:rendition"
    xmlns:lang="urn:recensio:language"
    xmlns:lab="urn:recensio:labels"
    xmlns:app="urn:recensio:apparatus"
    xmlns:html="urn:recensio:html"
    xmlns="http://www.w3.org/1999/xhtml"
    xpath-default-namespace="http://www.tei-c.org/ns/1.0"
    exclude-result-prefixes="#all">

  <xsl:template match="text | body | front | back | group | floatingText | titlePage" mode="html:text">
    <xsl:call-template name="html:block"/>
  </xsl:template>

  <xsl:template match="div | div1 | div2 | div3 | div4 | div5 | div6 | div7" mode="html:text">
    <xsl:text>&#10;</xsl:text>
    <section>
      <xsl:call-template name="html:attributes"/>
      <xsl:if test="not(@rec:address or @xml:id) and html:is-division(.) and ancestor::rec:text">
        <xsl:attribute name="id" select="html:division-id(.)"/>
      </xsl:if>
      <xsl:if test="empty(head)">
        <xsl:call-template name="html:counterpart-links"/>
      </xsl:if>
      <!-- chapters and verses of a text that is cited by them -->
      <xsl:if test="html:number(.) != '' and empty(head)">
        <xsl:call-template name="html:sign">
          <xsl:with-param name="class" select="'division-number'"/>
          <xsl:with-param name="text" select="html:number(.)"/>
        </xsl:call-template>
      </xsl:if>
      <xsl:apply-templates mode="html:text"/>
    </section>
    <xsl:text>&#10;</xsl:text>
  </xsl:template>

  <!-- A heading of its division's level (the page's title is the first); elsewhere a paragraph. -->
  <xsl:template match="head" mode="html:text">
    <xsl:variable name="level" as="xs:integer" select="1 + count(ancestor::*[matches(local-name(), '^div[1-7]?$')][head or app/lem/head])"/>
    <xsl:call-template name="html:block">
      <xsl:with-param name="class" select="('repeats-title', 'unseen')[html:repeats-title(current())], ('of-entries', 'unseen')[html:heads-entries(current())]"/>
      <xsl:with-param name="name" select="
          if (not(html:is-phrasing(.))) then 'div'
          else if (parent::*[matches(local-name(), '^(div[1-7]?|body|front|back|lem)$')]) then 'h' || min((max(($level, 2)), 6))
          else 'p'"/>
    </xsl:call-template>
  </xsl:template>

  <!-- Is it the heading of nothing but entries, which stand in the apparatus, under a heading of its own? -->
  <xsl:function name="html:heads-entries" as="xs:boolean">
    <xsl:param name="head" as="element(head)"/>
    <xsl:sequence select="exists($head/parent::div[@rec:entries][empty(* except head)][not(ancestor::floatingText)]) and empty($head//(rec:call | app | rec:mark))"/>
  </xsl:function>

  <!-- Is it the beginning of the text, and does it say once more what stands at the head of the page, and nothing else? -->
  <xsl:function name="html:repeats-title" as="xs:boolean">
    <xsl:param name="head" as="element(head)"/>
    <xsl:variable name="edition" as="element()?" select="$head/ancestor::rec:text/.."/>
    <xsl:sequence select="
        if (empty($edition) or $head//(rec:call | app | rec:mark | rec:from | pb | figure) or exists(html:counterparts($head))) then false()
        else app:letters-of(rec:reading($head)) = app:letters-of(string(rec:title($edition)))
          and $head is ($edition/rec:text//text()[normalize-space()])[1]/ancestor::head[1]"/>
  </xsl:function>

  <xsl:template match="p | ab | salute | dateline | byline | signed | trailer" mode="html:text">
    <xsl:call-template name="html:block">
      <xsl:with-param name="name" select="if (html:is-phrasing(.) and voc:is-block(.)) then 'p' else 'div'"/>
    </xsl:call-template>
  </xsl:template>

  <!-- On lines of their own, unless they stand in a sentence. -->
  <xsl:template match="docAuthor[voc:is-in-sentence(.)] | docDate[voc:is-in-sentence(.)] | docEdition[voc:is-in-sentence(.)]
      | imprimatur[voc:is-in-sentence(.)] | dateline[voc:is-in-sentence(.)] | salute[voc:is-in-sentence(.)]
      | signed[voc:is-in-sentence(.)] | byline[voc:is-in-sentence(.)]" mode="html:text" priority="1">
    <xsl:text> </xsl:text>
    <xsl:call-template name="html:run"/>
    <xsl:text> </xsl:text>
  </xsl:template>

  <xsl:template match="quote | cit" mode="html:text">
    <xsl:choose>
      <xsl:when test="voc:is-block(.) and self::quote">
        <xsl:call-template name="html:block">
          <xsl:with-param name="name" select="'blockquote'"/>
        </xsl:call-template>
      </xsl:when>
      <xsl:when test="voc:is-block(.)">
        <xsl:call-template name="html:block"/>
      </xsl:when>
      <xsl:otherwise>
        <xsl:call-template name="html:run"/>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template match="emph" mode="html:text">
    <xsl:call-template name="html:run">
      <xsl:with-param name="name" select="'em'"/>
    </xsl:call-template>
  </xsl:template>

  <!-- (a work that a register tells of) -->
  <xsl:template match="title[@ref][html:register-page(.)]" mode="html:text">
    <xsl:call-template name="html:linked">
      <xsl:with-param name="href" select="html:register-page(.)"/>
    </xsl:call-template>
  </xsl:template>

  <xsl:template match="title" mode="html:text">
    <xsl:call-template name="html:run">
      <xsl:with-param name="name" select="'cite'"/>
    </xsl:call-template>
  </xsl:template>

  <xsl:template match="code | gi | att | val | tag | ident" mode="html:text">
    <xsl:call-template name="html:run">
      <xsl:with-param name="name" select="'code'"/>
    </xsl:call-template>
  </xsl:template>

  <xsl:template match="hi" mode="html:text">
    <xsl:variable name="look" as="xs:string*" select="rend:names(.)"/>
    <xsl:call-template name="html:run">
      <xsl:with-param name="name" select="if ($look = 'sup') then 'sup' else if ($look = 'sub') then 'sub' else 'span'"/>
    </xsl:call-template>
  </xsl:template>

  <xsl:template match="eg" mode="html:text">
    <xsl:call-template name="html:block">
      <xsl:with-param name="name" select="'pre'"/>
    </xsl:call-template>
  </xsl:template>

</xsl:stylesheet>
