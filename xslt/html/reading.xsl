<?xml version="1.0" encoding="UTF-8"?>
<!-- Reading with the apparatus: what the scripts beside the page need to open an entry at its words and to choose among
     variants. Nothing of it is seen without them. -->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:rec="urn:recensio:edition"
    xmlns:lab="urn:recensio:labels"
    xmlns:lang="urn:recensio:language"
    xmlns:html="urn:recensio:html"
    xmlns="http://www.w3.org/1999/xhtml"
    xpath-default-namespace="http://www.tei-c.org/ns/1.0"
    exclude-result-prefixes="#all">

  <xsl:variable name="html:reading-scripts" as="xs:string+" select="'view', 'places', 'panel', 'filter', 'apparatus', 'sigla'"/>

  <xsl:template name="html:reading-scripts" as="element()*">
    <xsl:if test="rec:apparatus/rec:entry[not(@silent)]">
      <xsl:for-each select="$html:reading-scripts">
        <script src="assets/{.}.js" defer=""/>
      </xsl:for-each>
    </xsl:if>
  </xsl:template>

  <!-- Above the text. <edition-filter> and <edition-apparatus>: their contracts are told at the heads of assets/filter.js and
       assets/apparatus.js. -->
  <xsl:template name="html:reading-tools" as="element()*">
    <xsl:if test="rec:apparatus/rec:entry[not(@silent)]">
      <xsl:call-template name="html:heat"/>
      <edition-filter hidden="" data-title="{lab:text('filter')}" data-wit="{lab:text('witnesses')}" data-type="{lab:text('filterType')}"
          data-cause="{lab:text('filterCause')}" data-none="{lab:text('filterNone')}" data-shown="{lab:text('filterShown')}" data-all="{lab:text('filterAll')}"/>
      <edition-apparatus hidden="" data-title="{lab:text('apparatus')}" data-close="{lab:text('panelClose')}" data-next="{lab:text('panelNext')}"
          data-before="{lab:text('panelBefore')}" data-witnesses="{lab:text('witnesses')}"/>
      <xsl:call-template name="html:witness-names"/>
    </xsl:if>
  </xsl:template>

  <!-- What the sigla stand for, with links: data-id is the id in @data-wit, data-answers all ids that the witness answers to. -->
  <xsl:template name="html:witness-names" as="element()?">
    <xsl:variable name="named" as="map(xs:string, xs:boolean)" select="map:merge(distinct-values(rec:apparatus//@wit ! tokenize(.)) ! map:entry(., true()))" xmlns:map="http://www.w3.org/2005/xpath-functions/map"/>
    <xsl:variable name="shown" as="element()*" select="rec:witnesses/(rec:witness | rec:family)[$named(@id) or (some $one in tokenize(@answers-to) satisfies $named($one))]"/>
    <xsl:if test="$shown">
      <template class="witness-names">
        <xsl:for-each select="$shown">
          <a data-id="{@id}">
            <xsl:if test="tokenize(@answers-to) != string(@id)">
              <xsl:attribute name="data-answers" select="@answers-to"/>
            </xsl:if>
            <xsl:for-each select="html:place-of-witness(.)">
              <xsl:attribute name="href" select="."/>
            </xsl:for-each>
            <b><xsl:sequence select="html:plain-siglum(.)"/></b>
            <xsl:text> </xsl:text>
            <span><xsl:value-of select="html:cut-short(normalize-space(rec:description), 160)"/></span>
          </a>
        </xsl:for-each>
      </template>
    </xsl:if>
  </xsl:template>

  <!-- The page of a witness, else where the list of witnesses has it, if it does. -->
  <xsl:function name="html:place-of-witness" as="xs:string?">
    <xsl:param name="witness" as="element()"/>
    <xsl:sequence select="(html:page-of-witness($witness), ('#witness:' || $witness/@id)[html:is-in-conspectus($witness)])[1]"/>
  </xsl:function>

  <!-- What the style sheet has to know of the text as a whole: that it is written from right to left, has numbers in its margin,
       shows mark-up beside what comes of it; that it is so long that a browser had better not lay out all of it at once. -->
  <xsl:function name="html:looks" as="xs:string*">
    <xsl:param name="edition" as="element(rec:edition)"/>
    <xsl:for-each select="$edition/rec:text">
      <xsl:sequence select="
          'rtl'[lang:direction(string(current())) = 'rtl'],
          'numbered'[exists(current()//(l, lb)[html:shows-number(@n)]) or exists(current()//(div, div1, div2, div3, div4, div5, div6, div7)[@n][empty(head)])],
          'specimens'[exists(current()//floatingText[@type = 'result'])],
          'long'[string-length(current()) gt 200000 or count(current()/../rec:apparatus/rec:entry) gt 600]"/>
    </xsl:for-each>
  </xsl:function>

  <xsl:function name="html:cut-short" as="xs:string">
    <xsl:param name="text" as="xs:string"/>
    <xsl:param name="length" as="xs:integer"/>
    <xsl:sequence select="if (string-length($text) gt $length) then replace(substring($text, 1, $length - 1), '\s+\S*$', '') || ' …' else $text"/>
  </xsl:function>

  <!-- Of a reading, in an entry: who has it, of what type and cause it is. -->
  <xsl:template name="html:facts-of-reading" as="attribute()*">
    <xsl:variable name="facts" as="map(xs:string, attribute()?)" select="map {
        'wit': @wit[. != ''], 'type': (@type, ancestor::rec:group/@type)[normalize-space()][1], 'cause': (@cause, ancestor::rec:group/@cause)[normalize-space()][1] }"/>
    <xsl:for-each select="'wit', 'type', 'cause'">
      <xsl:if test="$facts(.)">
        <xsl:attribute name="data-{.}" select="normalize-space($facts(.))"/>
      </xsl:if>
    </xsl:for-each>
  </xsl:template>

</xsl:stylesheet>
