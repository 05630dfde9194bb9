<?xml version="1.0" encoding="UTF-8"?>
<!-- The views of a text: the control that leads to them, the page of the text as its source has it, several texts side by
     side. What views there are is told by the build (recensio/views.py). -->
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

  <!-- <rec:views diplomatic="address of that page" compared="1 if texts can stand side by side">, with a rec:witness for each
       witness that has a page (id, href, script, states) and a rec:other for each text that belongs beside this one (id,
       href, script). -->
  <xsl:param name="views" as="document-node()">
    <xsl:document>
      <rec:views/>
    </xsl:document>
  </xsl:param>
  <!-- The view that this page is: reading, diplomatic; on the page of a witness its id is in $witness. -->
  <xsl:param name="view" as="xs:string" select="'reading'"/>

  <xsl:key name="html:witness-page" match="rec:views/rec:witness" use="@id"/>

  <!-- The scripts that put texts side by side; the context is the edition. -->
  <xsl:template name="html:view-scripts" as="element()*">
    <xsl:if test="$views/rec:views/@compared and $view = 'reading'">
      <xsl:if test="empty(rec:apparatus/rec:entry[not(@silent)])">
        <script src="assets/view.js" defer=""/>
      </xsl:if>
      <xsl:for-each select="'texts', 'compare'">
        <script src="assets/{.}.js" defer=""/>
      </xsl:for-each>
    </xsl:if>
  </xsl:template>

  <!-- ======== the control ======== -->

  <!-- One quiet control for all that can be made of this text. The context is the edition. -->
  <xsl:template name="html:views" as="element()">
    <nav class="views" aria-label="{lab:text('view')}">
      <edition-menu>
        <details class="menu">
          <summary><xsl:value-of select="lab:text('view') || ': ' || html:view-name(.)"/></summary>
          <div class="view-lists">
            <ul>
              <xsl:call-template name="html:view-links"/>
            </ul>
            <xsl:call-template name="html:witness-links"/>
            <xsl:call-template name="html:download-links"/>
          </div>
        </details>
      </edition-menu>
    </nav>
  </xsl:template>

  <xsl:function name="html:view-name" as="xs:string">
    <xsl:param name="edition" as="element(rec:edition)"/>
    <xsl:sequence select="
        if ($witness != '') then lab:text('viewWitness') || ' ' || normalize-space($edition/rec:witnesses/rec:witness[@id = $witness][1]/rec:siglum)
        else lab:text('view-' || $view)"/>
  </xsl:function>

  <xsl:template name="html:view-links" as="element()*">
    <xsl:variable name="here" as="xs:string" select="if ($witness != '') then 'witness' else $view"/>
    <xsl:call-template name="html:view-link">
      <xsl:with-param name="href" select="encode-for-uri($id) || '.html'"/>
      <xsl:with-param name="label" select="'view-reading'"/>
      <xsl:with-param name="current" select="$here = 'reading'"/>
    </xsl:call-template>
    <xsl:for-each select="$views/rec:views/@diplomatic">
      <xsl:call-template name="html:view-link">
        <xsl:with-param name="href" select="."/>
        <xsl:with-param name="label" select="'view-diplomatic'"/>
        <xsl:with-param name="current" select="$here = 'diplomatic'"/>
      </xsl:call-template>
    </xsl:for-each>
    <xsl:if test="$views/rec:views/@compared">
      <xsl:call-template name="html:view-link">
        <xsl:with-param name="href" select="(encode-for-uri($id) || '.html')[$here != 'reading'] || '#part:compare'"/>
        <xsl:with-param name="label" select="'view-compare'"/>
      </xsl:call-template>
    </xsl:if>
    <xsl:if test="$html:shows-leaves">
      <xsl:call-template name="html:view-link">
        <xsl:with-param name="href" select="(encode-for-uri($id) || '.html')[$here = 'witness'] || '#part:facsimiles'"/>
        <xsl:with-param name="label" select="'facsimile'"/>
      </xsl:call-template>
    </xsl:if>
  </xsl:template>

  <xsl:template name="html:view-link" as="element()">
    <xsl:param name="href" as="xs:string"/>
    <xsl:param name="label" as="xs:string"/>
    <xsl:param name="current" as="xs:boolean" select="false()"/>
    <li>
      <a href="{$href}">
        <xsl:if test="$current">
          <xsl:attribute name="aria-current" select="'page'"/>
        </xsl:if>
        <xsl:value-of select="lab:text($label)"/>
      </a>
    </li>
  </xsl:template>

  <xsl:template name="html:witness-links" as="element()*">
    <xsl:variable name="pages" as="element()*" select="rec:witnesses/rec:witness[key('html:witness-page', @id, $views)]"/>
    <xsl:if test="$pages">
      <p class="group-name" id="part:view-witnesses"><xsl:value-of select="lab:text('witnesses')"/></p>
      <ul class="view-witnesses" aria-labelledby="part:view-witnesses">
        <xsl:for-each select="$pages">
          <li>
            <a href="{key('html:witness-page', @id, $views)[1]/@href}">
              <xsl:if test="@id = $witness">
                <xsl:attribute name="aria-current" select="'page'"/>
              </xsl:if>
              <xsl:sequence select="html:witness-name(.)"/>
            </a>
          </li>
        </xsl:for-each>
      </ul>
    </xsl:if>
  </xsl:template>

  <!-- Siglum and description of a witness, short. -->
  <xsl:function name="html:witness-name" as="node()*">
    <xsl:param name="one" as="element(rec:witness)"/>
    <b><xsl:sequence select="html:plain-siglum($one)"/></b>
    <xsl:for-each select="html:cut-short(normalize-space($one/rec:description), 60)[. != '']">
      <xsl:text> </xsl:text>
      <span><xsl:value-of select="."/></span>
    </xsl:for-each>
  </xsl:function>

  <!-- What can be taken home. The build has files of the apparatus where there is one. -->
  <xsl:template name="html:download-links" as="element()*">
    <xsl:variable name="missing" as="xs:string*" select="
        'apparatus_txt'[empty(current()/rec:apparatus/rec:entry[not(@silent)])],
        ('csv', 'json')[empty(current()/rec:apparatus/rec:entry/(.//rec:lem, .//rec:rdg, rec:note[normalize-space()]))]"/>
    <xsl:variable name="files" as="element()*" select="$site/rec:site/rec:download[not(@label = $missing)]"/>
    <xsl:if test="$files">
      <p class="group-name" id="part:view-downloads"><xsl:value-of select="lab:text('download')"/></p>
      <ul class="downloads" aria-labelledby="part:view-downloads">
        <xsl:for-each select="$files">
          <li>
            <a href="{@href}"><xsl:value-of select="lab:text(@label)"/></a>
          </li>
        </xsl:for-each>
      </ul>
    </xsl:if>
  </xsl:template>

  <!-- ======== side by side ======== -->

  <!-- <edition-compare>: its contract is told at the head of assets/compare.js. Without scripts it is a list of pages. -->
  <xsl:template name="html:compare" as="element()?">
    <xsl:if test="$views/rec:views/@compared and $view = 'reading'">
      <section class="compare" id="part:compare" aria-labelledby="part:compare-name">
        <h2 id="part:compare-name"><xsl:value-of select="lab:text('view-compare')"/></h2>
        <edition-compare data-column="{lab:text('compareColumn')}" data-add="{lab:text('compareAdd')}" data-remove="{lab:text('compareRemove')}"
            data-close="{lab:text('compareClose')}" data-differ="{lab:text('compareDiffer')}" data-failed="{lab:text('compareFailed')}" data-next="{lab:text('compareNext')}">
          <xsl:for-each select="'omission', 'lacuna', 'illegible', 'uncollated', 'unnamed', 'outside'">
            <xsl:attribute name="data-{.}" select="html:status-sign(.)"/>
          </xsl:for-each>
          <p><xsl:value-of select="lab:text('compareAbout')"/></p>
          <ul>
            <xsl:call-template name="html:columns"/>
          </ul>
        </edition-compare>
      </section>
    </xsl:if>
  </xsl:template>

  <!-- The texts that can be chosen: this one, its witnesses, others that belong beside it. -->
  <xsl:template name="html:columns" as="element()+">
    <xsl:variable name="edition" as="element(rec:edition)" select="."/>
    <li>
      <a data-id="~" href="{encode-for-uri($id)}.html" data-script="{$views/rec:views/@script}"><xsl:value-of select="lab:text('compareBase')"/></a>
    </li>
    <xsl:for-each select="$views/rec:views/rec:witness">
      <xsl:variable name="one" as="element(rec:witness)?" select="$edition/rec:witnesses/rec:witness[@id = current()/@id][1]"/>
      <li>
        <a data-id="{@id}" href="{@href}" data-script="{@script}">
          <xsl:if test="xs:integer(@states) gt 1">
            <xsl:attribute name="data-states" select="@states"/>
          </xsl:if>
          <xsl:for-each select="lang:tag($one/@xml:lang)">
            <xsl:attribute name="data-lang" select="."/>
          </xsl:for-each>
          <xsl:sequence select="$one ! html:witness-name(.)"/>
        </a>
      </li>
    </xsl:for-each>
    <xsl:for-each select="$views/rec:views/rec:other">
      <li>
        <a data-id="~{@id}" href="{@href}" data-script="{@script}"><xsl:value-of select="."/></a>
      </li>
    </xsl:for-each>
  </xsl:template>

  <!-- What stands where a witness has no words. -->
  <xsl:function name="html:status-sign" as="xs:string">
    <xsl:param name="status" as="xs:string"/>
    <xsl:variable name="key" as="xs:string" select="map {
        'omission': 'om', 'lacuna': 'lac', 'illegible': 'illeg', 'uncollated': 'nc', 'unnamed': 'compareUnnamed', 'outside': 'compareOutside' }($status)"/>
    <xsl:sequence select="'[' || lab:text($key) || ']'"/>
  </xsl:function>

</xsl:stylesheet>
