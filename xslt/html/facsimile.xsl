<?xml version="1.0" encoding="UTF-8"?>
<!-- Facsimiles: where a page of the source begins, a link to its picture; at the foot a list of the pictures; and what the
     scripts need to show them beside the text. The build tells leaves (rec:leaf in the site) and stamps what begins one
     (@rec:leaf) and what a zone shows (@rec:zones): recensio/facsimiles.py. -->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:rec="urn:recensio:edition"
    xmlns:voc="urn:recensio:vocabulary"
    xmlns:lab="urn:recensio:labels"
    xmlns:h="http://www.w3.org/1999/xhtml"
    xmlns:html="urn:recensio:html"
    xmlns="http://www.w3.org/1999/xhtml"
    xpath-default-namespace="http://www.tei-c.org/ns/1.0"
    exclude-result-prefixes="#all">

  <xsl:key name="html:leaf" match="rec:leaf" use="@name"/>

  <!-- ======== in the text ======== -->

  <!-- What an element of the page has to say of leaves and zones. -->
  <xsl:template name="html:facsimile-attributes" as="attribute()*">
    <xsl:for-each select="@rec:leaf">
      <xsl:attribute name="data-leaf" select="."/>
    </xsl:for-each>
    <xsl:for-each select="@rec:zones">
      <xsl:attribute name="data-zones" select="."/>
    </xsl:for-each>
  </xsl:template>

  <!-- The sign of a break: a link to the picture of what begins there, if there is one. -->
  <xsl:template name="html:leaf-link" as="node()?">
    <xsl:param name="label" as="xs:string?"/>
    <xsl:param name="in-link" as="xs:boolean" tunnel="yes" select="false()"/>
    <xsl:variable name="leaf" as="element(rec:leaf)?" select="@rec:leaf ! key('html:leaf', ., $site)[1]"/>
    <xsl:variable name="href" as="xs:string?" select="$leaf[not($in-link)] ! html:leaf-address(.)"/>
    <xsl:choose>
      <xsl:when test="exists($href)">
        <a class="facs" href="{$href}" title="{lab:text('facsOf')} {$leaf/@label}">
          <xsl:if test="matches($href, '^https?:')">
            <xsl:attribute name="rel" select="'noopener external'"/>
          </xsl:if>
          <xsl:value-of select="if (normalize-space($label)) then $label else '[' || $leaf/@label || ']'"/>
        </a>
      </xsl:when>
      <xsl:otherwise>
        <xsl:value-of select="$label"/>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- Where the picture of a leaf is seen: a drawing (SVG) only in its place on the page. -->
  <xsl:function name="html:leaf-address" as="xs:string?">
    <xsl:param name="leaf" as="element(rec:leaf)"/>
    <xsl:variable name="picture" as="element()?" select="$leaf/rec:picture[@state != 'missing'][1]"/>
    <xsl:sequence select="
        if (empty($picture) or matches($picture/@href, '\.svg$', 'i')) then '#facs:' || $leaf/@name
        else if ($picture/@remote and not(html:is-web($picture/@href))) then ()
        else string($picture/@href)"/>
  </xsl:function>

  <xsl:function name="html:is-web" as="xs:boolean">
    <xsl:param name="href" as="xs:string"/>
    <xsl:sequence select="matches($href, '^https?://[^\s&lt;&gt;&quot;{}|\\^`]+$', 'i')"/>
  </xsl:function>

  <!-- A leaf that begins with a paragraph or division, or is one (a surface of a sourceDoc). -->
  <xsl:template match="*[@rec:leaf][voc:is-block(.)][not(self::list or self::table or self::row or self::castList or self::lg[ancestor::table])]" mode="html:inside" priority="8">
    <span class="leaf-begins" data-extra="">
      <xsl:call-template name="html:leaf-link"/>
    </span>
    <xsl:text> </xsl:text>
    <xsl:next-match/>
  </xsl:template>

  <!-- (the picture of a surface stands at the foot, and beside the text) -->
  <xsl:template match="surface[@rec:leaf]/graphic | surface[@rec:leaf]/media | surface[@rec:leaf]/zone/graphic" mode="html:text" priority="2"/>

  <!-- ======== around the text ======== -->

  <xsl:variable name="html:shows-leaves" as="xs:boolean" select="exists($site/rec:site/rec:leaf/rec:picture[@state != 'linked'])"/>

  <xsl:template name="html:facsimile-scripts" as="element()*">
    <xsl:if test="$html:shows-leaves">
      <xsl:for-each select="'view'[empty(current()/rec:apparatus/rec:entry[not(@silent)])], 'moves', 'zones', 'tiles', 'sheet', 'frame', 'lines', 'facsimile'">
        <script src="assets/{.}.js" defer=""/>
      </xsl:for-each>
    </xsl:if>
  </xsl:template>

  <!-- <edition-facsimile>: its contract is told at the head of assets/facsimile.js. -->
  <xsl:template name="html:facsimile-tools" as="element()?">
    <xsl:if test="$html:shows-leaves">
      <edition-facsimile hidden="" data-title="{lab:text('facsimile')}" data-show="{lab:text('facsShow')}" data-close="{lab:text('facsClose')}"
          data-larger="{lab:text('facsLarger')}" data-smaller="{lab:text('facsSmaller')}" data-whole="{lab:text('facsWhole')}"
          data-next="{lab:text('facsNext')}" data-before="{lab:text('facsBefore')}" data-zone="{lab:text('facsZone')}" data-move="{lab:text('facsMove')}"
          data-missing="{lab:text('noImage')}"/>
    </xsl:if>
  </xsl:template>

  <xsl:template name="html:facsimiles" as="element()?">
    <xsl:variable name="leaves" as="element(rec:leaf)*" select="$site/rec:site/rec:leaf"/>
    <xsl:variable name="manifests" as="xs:string*" select="$site/rec:site/rec:manifest/@href[html:is-web(.)]"/>
    <xsl:if test="exists(($leaves, $manifests))">
      <section class="facsimiles" id="part:facsimiles">
        <h2><xsl:value-of select="lab:text('facsimiles')"/></h2>
        <xsl:for-each select="$manifests">
          <p class="manifest"><xsl:value-of select="lab:text('facsManifest') || ': '"/><a href="{.}" rel="noopener external"><xsl:value-of select="."/></a></p>
        </xsl:for-each>
        <xsl:if test="$leaves">
          <details>
            <summary><xsl:value-of select="lab:text('facsimiles')"/></summary>
            <ol class="leaves">
              <xsl:apply-templates select="$leaves" mode="html:leaf"/>
            </ol>
          </details>
        </xsl:if>
      </section>
    </xsl:if>
  </xsl:template>

  <xsl:mode name="html:leaf" on-no-match="fail"/>

  <xsl:template match="rec:leaf" mode="html:leaf" as="element()">
    <li class="leaf" id="facs:{@name}" data-leaf="{@name}" data-label="{@label}" data-stands="{@page}">
      <xsl:for-each select="@box">
        <xsl:attribute name="data-box" select="."/>
      </xsl:for-each>
      <figure>
        <xsl:apply-templates select="rec:picture" mode="html:leaf"/>
        <figcaption>
          <xsl:choose>
            <xsl:when test="@start != ''">
              <a href="#{@start}"><xsl:value-of select="@label"/></a>
            </xsl:when>
            <xsl:otherwise>
              <xsl:value-of select="@label"/>
            </xsl:otherwise>
          </xsl:choose>
        </figcaption>
      </figure>
      <xsl:if test="rec:zone">
        <template>
          <svg xmlns="http://www.w3.org/2000/svg">
            <xsl:for-each select="rec:zone">
              <polygon data-zone="{@name}" points="{@points}"/>
            </xsl:for-each>
          </svg>
        </template>
      </xsl:if>
    </li>
  </xsl:template>

  <xsl:template match="rec:picture[@state = 'missing']" mode="html:leaf" as="element()">
    <span class="no-image"><xsl:value-of select="lab:text('noImage') || ': ' || @url"/></span>
  </xsl:template>

  <!-- (of a service the list shows no picture: it has none of a size that suits a list) -->
  <xsl:template match="rec:picture[@state = 'linked' or (@service and @remote)]" mode="html:leaf" as="element()">
    <a class="picture is-{@state}" href="{@href}" rel="noopener external">
      <xsl:call-template name="html:picture-facts"/>
      <xsl:value-of select="lab:text('facsElsewhere') || ' (' || replace(@href, '^https?://([^/]*).*$', '$1') || ')'"/>
    </a>
  </xsl:template>

  <xsl:template match="rec:picture" mode="html:leaf" as="element()">
    <xsl:variable name="image" as="element()">
      <img src="{@href}" alt="{lab:text('facsOf')} {../@label}" loading="lazy">
        <xsl:if test="@remote">
          <xsl:attribute name="referrerpolicy" select="'no-referrer'"/>
        </xsl:if>
      </img>
    </xsl:variable>
    <xsl:choose>
      <xsl:when test="matches(@href, '\.svg$', 'i')">
        <span class="picture is-shown">
          <xsl:call-template name="html:picture-facts"/>
          <xsl:sequence select="$image"/>
        </span>
      </xsl:when>
      <xsl:otherwise>
        <a class="picture is-shown" href="{@href}">
          <xsl:call-template name="html:picture-facts"/>
          <xsl:if test="@remote">
            <xsl:attribute name="rel" select="'noopener external'"/>
          </xsl:if>
          <xsl:sequence select="$image"/>
        </a>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template name="html:picture-facts" as="attribute()*">
    <xsl:for-each select="@width, @height, @info[../@service]">
      <xsl:attribute name="data-{local-name()}" select="."/>
    </xsl:for-each>
  </xsl:template>

  <!-- ======== a long text in pages: its leaves on theirs, those that the text does not show on the first ======== -->

  <xsl:template match="h:li[@data-leaf]" mode="html:cut" as="element()?" priority="2">
    <xsl:param name="name" as="xs:string" tunnel="yes"/>
    <xsl:if test="@data-stands = $name">
      <xsl:next-match/>
    </xsl:if>
  </xsl:template>

  <xsl:template match="h:section[@class = 'facsimiles']" mode="html:cut" as="element()?">
    <xsl:param name="name" as="xs:string" tunnel="yes"/>
    <xsl:if test="$name = '' or .//h:li[@data-stands = $name]">
      <xsl:next-match/>
    </xsl:if>
  </xsl:template>

  <!-- (a page without leaves offers none) -->
  <xsl:template match="h:li[h:a/@href = '#part:facsimiles']" mode="html:cut" as="element()?" priority="2">
    <xsl:param name="name" as="xs:string" tunnel="yes"/>
    <xsl:if test="$name = '' or exists(//h:li[@data-stands = $name])">
      <xsl:next-match/>
    </xsl:if>
  </xsl:template>

  <xsl:template match="h:section[@class = 'facsimiles']/h:details" mode="html:cut" as="element()?">
    <xsl:param name="name" as="xs:string" tunnel="yes"/>
    <xsl:if test=".//h:li[@data-stands = $name]">
      <xsl:next-match/>
    </xsl:if>
  </xsl:template>

  <xsl:template match="@data-stands" mode="html:cut"/>

</xsl:stylesheet>
