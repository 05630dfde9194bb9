<?xml version="1.0" encoding="UTF-8"?>
<!-- How a text is cited: a section at its end, which a script makes speak of the passage that was asked for; metadata for
     reference managers and search engines. What is told comes from recensio/cite.py. -->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:rec="urn:recensio:edition"
    xmlns:lab="urn:recensio:labels"
    xmlns:html="urn:recensio:html"
    xmlns="http://www.w3.org/1999/xhtml"
    exclude-result-prefixes="#all">

  <!-- <rec:citation title url container …> with rec:person, rec:meta, rec:bibtex, rec:csl, rec:schema. -->
  <xsl:param name="citation" as="document-node()">
    <xsl:document>
      <rec:citation/>
    </xsl:document>
  </xsl:param>

  <!-- In the head. (JSON-LD is data: it is not run, and the policy lets it stand.) -->
  <xsl:template name="html:metadata" as="element()*">
    <xsl:for-each select="$citation/rec:citation[@title != '']">
      <xsl:for-each select="rec:meta">
        <meta name="{@name}" content="{@content}"/>
      </xsl:for-each>
      <xsl:if test="matches(@licence-url, '^https?://', 'i')">
        <link rel="license" href="{@licence-url}"/>
      </xsl:if>
      <script type="application/ld+json"><xsl:value-of select="rec:schema"/></script>
      <script src="assets/cite.js" defer=""/>
    </xsl:for-each>
  </xsl:template>

  <!-- <edition-citation>: its contract is told at the head of assets/cite.js. -->
  <xsl:template name="html:how-to-cite" as="element()?">
    <xsl:for-each select="$citation/rec:citation[@title != '']">
      <section class="cite" id="part:cite">
        <h2><xsl:value-of select="lab:text('cite')"/></h2>
        <edition-citation data-first="{encode-for-uri($id)}.html" data-said="{lab:text('citeCopied')}" data-copy="{lab:text('citeCopy')}"
            data-passage="{lab:text('citePassage')}" data-whole="{lab:text('citeWhole')}">
          <p class="citation"><xsl:sequence select="html:sentence(.)"/></p>
          <xsl:if test="@absolute = ''">
            <p class="hint"><xsl:value-of select="lab:text('citeRelative')"/></p>
          </xsl:if>
          <details>
            <summary>BibTeX</summary>
            <pre class="bibtex"><xsl:value-of select="rec:bibtex"/></pre>
            <p><a href="../data/{encode-for-uri($id)}.bib"><xsl:value-of select="lab:text('download')"/></a></p>
          </details>
          <details>
            <summary>CSL-JSON</summary>
            <pre class="csl"><xsl:value-of select="rec:csl"/></pre>
            <p><a href="../data/{encode-for-uri($id)}.csl.json"><xsl:value-of select="lab:text('download')"/></a></p>
          </details>
        </edition-citation>
      </section>
    </xsl:for-each>
  </xsl:template>

  <!-- Author, Title, passage, ed. by Editors, in: Edition, Publisher, version, date, address (licence). -->
  <xsl:function name="html:sentence" as="node()*">
    <xsl:param name="cited" as="element(rec:citation)"/>
    <xsl:variable name="authors" as="xs:string*" select="$cited/rec:person[@role = 'author']"/>
    <xsl:variable name="editors" as="xs:string*" select="$cited/rec:person[@role = 'editor']"/>
    <xsl:value-of select="string-join($authors, ', ') || ', '[exists($authors)]"/>
    <cite><xsl:value-of select="$cited/@title"/></cite>
    <span class="passage"/>
    <xsl:value-of select="', ' || string-join((
        (lab:text('citeEditedBy') || ' ' || string-join($editors, ', '))[exists($editors)],
        $cited/@container[. != ''] ! (lab:text('citeIn') || ' ' || .),
        $cited/@publisher[. != ''],
        $cited/@version[. != ''] ! (lab:text('citeVersion') || ' ' || .),
        $cited/@date[. != ''], ''), ', ')"/>
    <span class="address"><xsl:value-of select="$cited/@url"/></span>
    <xsl:for-each select="$cited/@licence[. != '']">
      <xsl:text> (</xsl:text>
      <xsl:choose>
        <xsl:when test="matches(../@licence-url, '^https?://', 'i')">
          <a href="{../@licence-url}" rel="license noopener external"><xsl:value-of select="."/></a>
        </xsl:when>
        <xsl:otherwise>
          <xsl:value-of select="."/>
        </xsl:otherwise>
      </xsl:choose>
      <xsl:text>)</xsl:text>
    </xsl:for-each>
  </xsl:function>

</xsl:stylesheet>
