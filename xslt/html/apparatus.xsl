<?xml version="1.0" encoding="UTF-8"?>
<!-- The critical apparatus: marks in the text, entries at its foot, linked both ways; the witnesses. -->
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

  <!-- In the text stands the reading that is the text; its entry is one step away. The mark follows words, and goes
       before blocks. -->
  <xsl:template match="app" mode="html:text">
    <xsl:variable name="base" as="element()?" select="*[@rec:base]"/>
    <xsl:variable name="phrasing" as="xs:boolean" select="html:is-phrasing(.)"/>
    <xsl:element name="{if ($phrasing) then 'span' else 'div'}">
      <xsl:attribute name="class" select="'app', html:type(.)"/>
      <xsl:attribute name="id" select="'place-' || @rec:entry"/>
      <xsl:if test="not($phrasing)">
        <xsl:call-template name="html:variant-mark"/>
      </xsl:if>
      <xsl:apply-templates select="$base/node()" mode="html:text"/>
    </xsl:element>
    <xsl:if test="$phrasing">
      <xsl:call-template name="html:variant-mark"/>
    </xsl:if>
  </xsl:template>

  <!-- An entry inside a reading of another: its words here, its readings in an entry of its own. -->
  <xsl:template match="rec:apparatus//app" mode="html:text">
    <xsl:element name="{if (html:is-phrasing(.)) then 'span' else 'div'}">
      <xsl:attribute name="class" select="'app', html:type(.)"/>
      <xsl:apply-templates select="*[@rec:base]/node()" mode="html:text"/>
    </xsl:element>
  </xsl:template>

  <xsl:template match="rec:mark" mode="html:text">
    <span id="place-{@entry}"/>
    <xsl:call-template name="html:variant-mark">
      <xsl:with-param name="entry" select="@entry"/>
      <xsl:with-param name="n" select="@n"/>
    </xsl:call-template>
  </xsl:template>

  <xsl:template name="html:variant-mark" as="element()">
    <xsl:param name="entry" as="xs:string" select="@rec:entry"/>
    <xsl:param name="n" as="xs:string" select="@rec:n"/>
    <xsl:param name="in-link" as="xs:boolean" tunnel="yes" select="false()"/>
    <xsl:element name="{if ($in-link) then 'span' else 'a'}">
      <xsl:if test="not($in-link)">
        <xsl:attribute name="href" select="'#' || $entry"/>
      </xsl:if>
      <xsl:attribute name="class" select="'variant'"/>
      <xsl:attribute name="data-extra"/>
      <xsl:attribute name="aria-label" select="lab:text('entry'), $n"/>
      <xsl:value-of select="$n"/>
    </xsl:element>
  </xsl:template>

  <xsl:mode name="html:apparatus" on-no-match="fail"/>

  <xsl:template match="rec:apparatus" mode="html:apparatus" as="element()">
    <section class="apparatus" id="apparatus">
      <h2><xsl:value-of select="lab:text('apparatus')"/></h2>
      <xsl:apply-templates select="rec:entry" mode="html:apparatus"/>
    </section>
  </xsl:template>

  <xsl:template match="rec:entry" mode="html:apparatus" as="element()">
    <div class="{'entry', html:type(.)}" id="{@id}">
      <a class="back" href="#place-{@id}"><xsl:value-of select="@n"/></a>
      <xsl:if test="@loc">
        <xsl:text> </xsl:text>
        <span class="loc"><xsl:value-of select="@loc"/></span>
      </xsl:if>
      <xsl:text> </xsl:text>
      <xsl:apply-templates select="rec:lem, * except rec:lem" mode="html:apparatus"/>
    </div>
  </xsl:template>

  <xsl:template match="rec:lem" mode="html:apparatus">
    <xsl:call-template name="html:reading">
      <xsl:with-param name="class" select="'lem'"/>
    </xsl:call-template>
    <span class="separator"><xsl:value-of select="lab:text('separator')"/></span>
    <xsl:text> </xsl:text>
  </xsl:template>

  <xsl:template match="rec:rdg" mode="html:apparatus">
    <xsl:call-template name="html:reading">
      <xsl:with-param name="class" select="if (@base) then 'rdg base' else 'rdg'"/>
    </xsl:call-template>
    <xsl:text> </xsl:text>
  </xsl:template>

  <xsl:template match="rec:group" mode="html:apparatus">
    <xsl:element name="{if (html:is-phrasing(.)) then 'span' else 'div'}">
      <xsl:attribute name="class" select="'group', html:type(.)"/>
      <xsl:apply-templates mode="html:apparatus"/>
    </xsl:element>
    <xsl:text> </xsl:text>
  </xsl:template>

  <xsl:template match="rec:note | rec:witDetail" mode="html:apparatus">
    <xsl:element name="{if (html:is-phrasing(.)) then 'span' else 'div'}">
      <xsl:attribute name="class" select="local-name()"/>
      <xsl:apply-templates mode="html:text"/>
      <xsl:call-template name="html:sigla">
        <xsl:with-param name="ids" select="tokenize(@witnesses)"/>
      </xsl:call-template>
    </xsl:element>
    <xsl:text> </xsl:text>
  </xsl:template>

  <!-- A remark on a witness inside a reading. -->
  <xsl:template match="witDetail" mode="html:text">
    <xsl:element name="{if (html:is-phrasing(.)) then 'span' else 'div'}">
      <xsl:attribute name="class" select="'witDetail'"/>
      <xsl:attribute name="data-extra"/>
      <xsl:apply-templates mode="html:text"/>
    </xsl:element>
  </xsl:template>

  <!-- One reading: its words (or "om."), its witnesses, its scholars. -->
  <xsl:template name="html:reading" as="element()">
    <xsl:param name="class" as="xs:string"/>
    <xsl:variable name="phrasing" as="xs:boolean" select="html:is-phrasing(.)"/>
    <xsl:element name="{if ($phrasing) then 'span' else 'div'}">
      <xsl:attribute name="class" select="$class, html:type(.)"/>
      <xsl:element name="{if ($phrasing) then 'bdi' else 'div'}">
        <xsl:apply-templates mode="html:text"/>
      </xsl:element>
      <xsl:if test="not(normalize-space()) and empty(descendant::gap) and self::rec:rdg">
        <span class="om"><xsl:value-of select="lab:text('om')"/></span>
      </xsl:if>
      <xsl:call-template name="html:sigla">
        <xsl:with-param name="ids" select="tokenize(@wit)"/>
      </xsl:call-template>
      <xsl:if test="@source or @resp">
        <xsl:text> </xsl:text>
        <span class="scholar">
          <xsl:value-of select="tokenize(string-join((@source, @resp), ' ')) ! replace(., '^.*[#:/]', '')" separator=", "/>
        </span>
      </xsl:if>
    </xsl:element>
  </xsl:template>

  <xsl:key name="html:witness" match="rec:witness" use="@id"/>

  <!-- Sigla in a row; those with mark-up keep it, those of witnesses that nobody declares stand as they are. -->
  <xsl:template name="html:sigla">
    <xsl:param name="ids" as="xs:string*"/>
    <xsl:if test="exists($ids)">
      <xsl:variable name="edition" as="document-node()" select="root(.)"/>
      <xsl:text> </xsl:text>
      <span class="sigla">
        <xsl:for-each select="$ids">
          <xsl:variable name="siglum" as="element()?" select="key('html:witness', ., $edition)[1]/rec:siglum"/>
          <xsl:if test="position() gt 1">
            <xsl:text> </xsl:text>
          </xsl:if>
          <xsl:choose>
            <xsl:when test="$siglum/*">
              <xsl:apply-templates select="$siglum/node()" mode="html:text"/>
            </xsl:when>
            <xsl:otherwise>
              <xsl:value-of select="($siglum, .)[1]"/>
            </xsl:otherwise>
          </xsl:choose>
        </xsl:for-each>
      </span>
    </xsl:if>
  </xsl:template>

  <xsl:mode name="html:witnesses" on-no-match="fail"/>

  <xsl:template match="rec:witnesses" mode="html:witnesses" as="element()">
    <section class="witnesses" id="witnesses">
      <h2><xsl:value-of select="lab:text('witnesses')"/></h2>
      <dl>
        <xsl:for-each select="rec:witness">
          <dt id="witness-{@id}"><xsl:apply-templates select="rec:siglum/node()" mode="html:text"/></dt>
          <dd>
            <xsl:apply-templates select="rec:description/node()" mode="html:text"/>
          </dd>
        </xsl:for-each>
      </dl>
    </section>
  </xsl:template>

</xsl:stylesheet>
