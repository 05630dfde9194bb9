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
      <xsl:if test="not($in-link)">
        <xsl:attribute name="aria-label" select="lab:text('entry'), $n"/>
      </xsl:if>
      <xsl:value-of select="$n"/>
    </xsl:element>
  </xsl:template>

  <xsl:key name="html:place" match="rec:text//app" use="@rec:entry"/>
  <xsl:key name="html:place" match="rec:text//rec:mark" use="@entry"/>

  <!-- The number of an entry or note; a link back to its place in the text, if it has one. -->
  <xsl:template name="html:back" as="element()">
    <xsl:param name="place" as="xs:string"/>
    <xsl:param name="leads" as="xs:boolean"/>
    <xsl:element name="{if ($leads) then 'a' else 'span'}">
      <xsl:attribute name="class" select="'back'"/>
      <xsl:if test="$leads">
        <xsl:attribute name="href" select="'#' || $place"/>
      </xsl:if>
      <xsl:value-of select="@n"/>
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
      <xsl:call-template name="html:back">
        <xsl:with-param name="place" select="'place-' || @id"/>
        <xsl:with-param name="leads" select="exists(key('html:place', @id))"/>
      </xsl:call-template>
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
    <xsl:if test="normalize-space()">
      <span class="separator"><xsl:value-of select="lab:text('separator')"/></span>
    </xsl:if>
    <xsl:text> </xsl:text>
  </xsl:template>

  <!-- What others add where the lemma is empty. -->
  <xsl:template match="rec:rdg[normalize-space()][../rec:lem[not(normalize-space())]]" mode="html:apparatus">
    <span class="add"><xsl:value-of select="lab:text('add')"/></span>
    <xsl:text> </xsl:text>
    <xsl:next-match/>
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

  <!-- Where a witness falls silent or begins to speak: told in the entry, not seen in the text. -->
  <xsl:template match="lacunaStart | lacunaEnd | witStart | witEnd" mode="html:text"/>

  <xsl:template match="rec:entry//lacunaStart | rec:entry//lacunaEnd | rec:entry//witStart | rec:entry//witEnd" mode="html:text" priority="1">
    <xsl:text> </xsl:text>
    <span class="event"><xsl:value-of select="lab:text(local-name())"/></span>
    <xsl:text> </xsl:text>
  </xsl:template>

  <xsl:function name="html:events" as="element()*">
    <xsl:param name="reading" as="element()"/>
    <xsl:sequence select="$reading/descendant::*[self::lacunaStart or self::lacunaEnd or self::witStart or self::witEnd]"/>
  </xsl:function>

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
      <xsl:if test="self::rec:rdg and not(normalize-space()) and empty(descendant::gap) and empty(html:events(.))">
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
