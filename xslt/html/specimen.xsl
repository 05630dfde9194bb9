<?xml version="1.0" encoding="UTF-8"?>
<!-- Examples of mark-up, and specimens: an example with what comes of it. -->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:rec="urn:recensio:edition"
    xmlns:voc="urn:recensio:vocabulary"
    xmlns:rend="urn:recensio:rendition"
    xmlns:lab="urn:recensio:labels"
    xmlns:spec="urn:recensio:specimen"
    xmlns:html="urn:recensio:html"
    xmlns="http://www.w3.org/1999/xhtml"
    xpath-default-namespace="http://www.tei-c.org/ns/1.0"
    exclude-result-prefixes="#all">

  <xsl:include href="../common/specimen.xsl"/>

  <!-- ======== examples ======== -->

  <!-- The words are text, the tags are shown as signs. -->
  <xsl:template match="*:egXML" mode="html:text" priority="2">
    <xsl:call-template name="html:block">
      <xsl:with-param name="name" select="'pre'"/>
    </xsl:call-template>
  </xsl:template>

  <!-- (each line is a box of its own, so that a long one goes on further in; the line ends are there for whoever copies it) -->
  <xsl:template match="*:egXML" mode="html:inside" as="node()*">
    <xsl:for-each select="spec:lines(.)">
      <span class="markup-line in-{min((12, xs:integer(@indent) idiv 2))}">
        <xsl:if test="@indent != '0'">
          <span data-extra=""><xsl:value-of select="string-join((1 to @indent) ! ' ')"/></span>
        </xsl:if>
        <xsl:apply-templates mode="html:markup"/>
        <xsl:text>&#10;</xsl:text>
      </span>
    </xsl:for-each>
  </xsl:template>

  <xsl:mode name="html:markup" on-no-match="fail"/>

  <xsl:template match="text()" mode="html:markup" as="text()">
    <xsl:sequence select="."/>
  </xsl:template>

  <!-- A tag ends a word, too, for whoever takes the bare text out of the page; the blank is not seen. -->
  <xsl:template match="spec:tag" mode="html:markup" as="element()+">
    <span class="tag" data-extra=""><xsl:apply-templates mode="html:markup"/></span>
    <span class="seam"><xsl:text> </xsl:text></span>
  </xsl:template>

  <xsl:template match="spec:comment" mode="html:markup" as="element()+">
    <span class="comment" data-extra=""><xsl:value-of select="."/></span>
    <span class="seam"><xsl:text> </xsl:text></span>
  </xsl:template>

  <xsl:template match="spec:entity" mode="html:markup" as="element()+">
    <span data-extra=""><xsl:value-of select="."/></span>
    <span class="seam"><xsl:value-of select="@of"/></span>
  </xsl:template>

  <xsl:template match="spec:name | spec:att | spec:val" mode="html:markup" as="element()">
    <span class="{local-name()}"><xsl:value-of select="."/></span>
  </xsl:template>

  <!-- ======== specimens ======== -->

  <xsl:template match="figure[@type = 'specimen']" mode="html:text" priority="1">
    <xsl:text>&#10;</xsl:text>
    <figure>
      <xsl:call-template name="html:attributes">
        <xsl:with-param name="class" select="if (floatingText[@type = 'result']) then 'with-result' else ()"/>
      </xsl:call-template>
      <xsl:apply-templates select="* except floatingText[@type = 'result']" mode="html:text"/>
      <xsl:apply-templates select="floatingText[@type = 'result']" mode="html:text"/>
    </figure>
    <xsl:text>&#10;</xsl:text>
  </xsl:template>

  <!-- The result, and below it the entries and notes that belong to it: they stand behind the text as well. -->
  <xsl:template match="floatingText[@type = 'result']" mode="html:text" priority="1">
    <xsl:variable name="entries" as="element(rec:entry)*" select="
        key('html:entry', distinct-values((.//app/@rec:entry, .//rec:mark/@entry)))[not(@silent)]"/>
    <xsl:variable name="notes" as="element(rec:note)*" select="key('html:note', distinct-values(.//rec:call/@note))"/>
    <xsl:variable name="outcome" as="node()*">
      <xsl:apply-templates select="$entries" mode="html:apparatus"/>
      <xsl:apply-templates select="$notes" mode="html:notes"/>
    </xsl:variable>
    <xsl:text>&#10;</xsl:text>
    <div>
      <xsl:call-template name="html:attributes"/>
      <p class="specimen-label" data-extra=""><xsl:value-of select="lab:text('specimenResult')"/></p>
      <xsl:apply-templates mode="html:text"/>
      <xsl:if test="exists($outcome)">
        <aside class="outcome" data-extra="">
          <xsl:apply-templates select="$outcome" mode="html:again"/>
        </aside>
      </xsl:if>
    </div>
    <xsl:text>&#10;</xsl:text>
  </xsl:template>

  <!-- What stands elsewhere on the page already: the same, but it is not what links lead to, and an entry is not told where it
       stands if that is only a paragraph: it stands here. -->
  <xsl:mode name="html:again" on-no-match="shallow-copy"/>
  <xsl:template match="@id" mode="html:again"/>
  <xsl:template match="*[@class = 'place'][starts-with(., lab:text('unit-paragraph'))]" mode="html:again" xpath-default-namespace="http://www.w3.org/1999/xhtml"/>

</xsl:stylesheet>
