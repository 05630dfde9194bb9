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
    xmlns:app="urn:recensio:apparatus"
    xmlns:html="urn:recensio:html"
    xmlns="http://www.w3.org/1999/xhtml"
    xpath-default-namespace="http://www.tei-c.org/ns/1.0"
    exclude-result-prefixes="#all">

  <xsl:include href="../common/entries.xsl"/>

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

  <!-- Where a witness begins, ends or falls silent is told of the witness, not here. -->
  <xsl:template match="app[@rec:silent]" mode="html:text" priority="1"/>

  <xsl:template match="rec:mark[@again]" mode="html:text" priority="1"/>

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

  <!-- The entries, layer by layer; each layer has a heading if there are several. -->
  <xsl:template match="rec:apparatus" mode="html:apparatus" as="element()">
    <xsl:variable name="layers" as="xs:string*" select="app:layers(.)"/>
    <xsl:variable name="apparatus" as="element()" select="."/>
    <section class="apparatus" id="apparatus">
      <h2><xsl:value-of select="lab:text('apparatus')"/></h2>
      <xsl:for-each select="$layers">
        <div class="layer layer-{.}">
          <xsl:if test="count($layers) gt 1">
            <h3><xsl:value-of select="app:layer-label(.)"/></h3>
          </xsl:if>
          <xsl:apply-templates select="app:of-layer($apparatus, .)" mode="html:apparatus"/>
        </div>
      </xsl:for-each>
    </section>
  </xsl:template>

  <!-- Its number, which the text shows too; its place; the lemma; the readings. -->
  <xsl:template match="rec:entry" mode="html:apparatus" as="node()+">
    <xsl:variable name="place" as="xs:string" select="app:place(@unit, @place)"/>
    <div class="{'entry', html:type(.)}" id="{@id}">
      <xsl:call-template name="html:back">
        <xsl:with-param name="place" select="'place-' || @id"/>
        <xsl:with-param name="leads" select="exists(key('html:place', @id))"/>
      </xsl:call-template>
      <xsl:text> </xsl:text>
      <xsl:if test="$place">
        <span class="place"><xsl:value-of select="$place"/></span>
        <xsl:text> </xsl:text>
      </xsl:if>
      <xsl:apply-templates select="rec:lem[not(app:is-told-last(.))], * except rec:lem, rec:lem[app:is-told-last(.)]" mode="html:apparatus"/>
    </div>
    <xsl:text>&#10;</xsl:text>
  </xsl:template>

  <xsl:template match="rec:lem" mode="html:apparatus">
    <xsl:if test="app:is-head(.) or app:is-told-last(.)">
      <xsl:call-template name="html:reading">
        <xsl:with-param name="class" select="'lem'"/>
      </xsl:call-template>
      <xsl:call-template name="html:between"/>
    </xsl:if>
  </xsl:template>

  <xsl:template match="rec:rdg" mode="html:apparatus">
    <xsl:call-template name="html:reading">
      <xsl:with-param name="class" select="if (@base) then 'rdg base' else 'rdg'"/>
    </xsl:call-template>
    <xsl:call-template name="html:between"/>
  </xsl:template>

  <!-- What stands between this part of an entry and the next. -->
  <xsl:template name="html:between">
    <xsl:if test="app:is-followed(.)">
      <span class="between"><xsl:value-of select="lab:text('between')"/></span>
    </xsl:if>
    <xsl:if test="following-sibling::* or parent::rec:entry">
      <xsl:text> </xsl:text>
    </xsl:if>
  </xsl:template>

  <!-- Readings that belong together, in brackets. -->
  <xsl:template match="rec:group" mode="html:apparatus">
    <xsl:element name="{if (html:is-phrasing(.)) then 'span' else 'div'}">
      <xsl:attribute name="class" select="'group', html:type(.)"/>
      <xsl:call-template name="html:title"/>
      <span class="bracket">(</span>
      <xsl:apply-templates select="*" mode="html:apparatus"/>
      <span class="bracket">)</span>
    </xsl:element>
    <xsl:call-template name="html:between"/>
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

  <!-- A remark on a witness inside a reading. -->
  <xsl:template match="witDetail" mode="html:text">
    <xsl:element name="{if (html:is-phrasing(.)) then 'span' else 'div'}">
      <xsl:attribute name="class" select="'witDetail'"/>
      <xsl:attribute name="data-extra"/>
      <xsl:apply-templates mode="html:text"/>
    </xsl:element>
  </xsl:template>

  <!-- One reading: its words, or what is said instead (om.); its witnesses, hands, scholars. Words of a reading that is none
       (Omisit.) are a description. -->
  <xsl:template name="html:reading" as="element()">
    <xsl:param name="class" as="xs:string"/>
    <xsl:variable name="phrasing" as="xs:boolean" select="html:is-phrasing(.) or exists(app:shortened(.))"/>
    <xsl:element name="{if ($phrasing) then 'span' else 'div'}">
      <xsl:attribute name="class" select="$class, @status[. != 'text'], html:type(.)"/>
      <xsl:call-template name="html:title"/>
      <xsl:if test="app:is-added(.)">
        <xsl:call-template name="html:term">
          <xsl:with-param name="class" select="'add'"/>
          <xsl:with-param name="word" select="lab:text('add')"/>
        </xsl:call-template>
        <xsl:text> </xsl:text>
      </xsl:if>
      <xsl:element name="{if ($phrasing) then 'bdi' else 'div'}">
        <xsl:if test="@status != 'text' and app:has-words(.)">
          <xsl:attribute name="class" select="'said'"/>
        </xsl:if>
        <xsl:variable name="short" as="xs:string?" select="app:shortened(.)"/>
        <xsl:if test="empty($short)">
          <xsl:apply-templates mode="html:text"/>
        </xsl:if>
        <xsl:value-of select="$short, app:anchor(.)"/>
      </xsl:element>
      <xsl:if test="app:is-head(.)">
        <xsl:call-template name="html:occurrence"/>
        <span class="separator"><xsl:value-of select="lab:text('separator')"/></span>
      </xsl:if>
      <xsl:if test="*">
        <xsl:text> </xsl:text>
      </xsl:if>
      <xsl:call-template name="html:term">
        <xsl:with-param name="class" select="'om'"/>
        <xsl:with-param name="word" select="app:verdict(.)[not(app:is-head(current()))]"/>
      </xsl:call-template>
      <xsl:call-template name="html:sigla">
        <xsl:with-param name="ids" select="tokenize(@sigla)"/>
      </xsl:call-template>
      <xsl:call-template name="html:attribution"/>
    </xsl:element>
  </xsl:template>

  <!-- "cett.", hands, how the reading came about, and by whom. -->
  <xsl:template name="html:attribution">
    <xsl:variable name="terms" as="map(xs:string, xs:string?)*" select="
        map { 'class': 'rest', 'word': @rest ! lab:text('cett') }, map { 'class': 'hand', 'word': @hands ! ('(' || . || ')') },
        map { 'class': 'kind', 'word': app:kind-label(.) }, map { 'class': 'scholar', 'word': @scholars ! string() }"/>
    <xsl:for-each select="$terms[?word]">
      <xsl:text> </xsl:text>
      <xsl:call-template name="html:term">
        <xsl:with-param name="class" select="?class"/>
        <xsl:with-param name="word" select="?word"/>
      </xsl:call-template>
    </xsl:for-each>
  </xsl:template>

  <xsl:template name="html:term" as="element()?">
    <xsl:param name="class" as="xs:string"/>
    <xsl:param name="word" as="xs:string?"/>
    <xsl:if test="$word">
      <span class="{$class}"><xsl:value-of select="$word"/></span>
    </xsl:if>
  </xsl:template>

  <!-- Which of several equal words: et². -->
  <xsl:template name="html:occurrence" as="element()?">
    <xsl:for-each select="ancestor::rec:entry[1]/@occurrence">
      <sup class="occurrence"><xsl:value-of select="."/></sup>
    </xsl:for-each>
  </xsl:template>

  <!-- What the encoder calls a reading or group, told on pointing at it. -->
  <xsl:template name="html:title" as="attribute()?">
    <xsl:if test="@type or @cause">
      <xsl:attribute name="title" select="@type, @cause" separator=" · "/>
    </xsl:if>
  </xsl:template>

  <!-- With very many sigla on a page their titles would weigh more than the text. -->
  <xsl:key name="html:many-sigla" match="rec:apparatus[empty(../rec:witnesses//rec:siglum/*)][sum((rec:entry//@sigla) ! (string-length(.) - string-length(translate(., ' ', '')) + 1)) gt 50000]" use="'many'"/>

  <!-- Sigla in a row, each with the name of its witness; those of witnesses that nobody declares stand as they are. -->
  <xsl:template name="html:sigla">
    <xsl:param name="ids" as="xs:string*"/>
    <xsl:if test="exists($ids)">
      <xsl:variable name="reading" as="element()" select="."/>
      <xsl:text> </xsl:text>
      <span class="sigla">
        <xsl:choose>
          <xsl:when test="@printed and empty(@corrected) and exists(key('html:many-sigla', 'many'))">
            <xsl:value-of select="translate(@printed, '&#9;', ' ')"/>
          </xsl:when>
          <xsl:otherwise>
            <xsl:for-each select="$ids">
              <xsl:if test="position() gt 1">
                <xsl:text> </xsl:text>
              </xsl:if>
              <xsl:call-template name="html:siglum">
                <xsl:with-param name="witness" select="key('app:siglum', ., root($reading))[1]"/>
              </xsl:call-template>
              <xsl:for-each select="app:phase($reading, .)">
                <xsl:text>&#x202F;</xsl:text>
                <sup class="phase"><xsl:value-of select="."/></sup>
              </xsl:for-each>
            </xsl:for-each>
          </xsl:otherwise>
        </xsl:choose>
      </span>
    </xsl:if>
  </xsl:template>

  <!-- The context item is the id. -->
  <xsl:template name="html:siglum" as="item()*">
    <xsl:param name="witness" as="element()?"/>
    <xsl:variable name="id" as="xs:string" select="."/>
    <xsl:variable name="title" as="xs:string" select="normalize-space($witness/rec:description) ! (if (string-length(.) gt 100) then substring(., 1, 99) || '…' else .)"/>
    <xsl:choose>
      <xsl:when test="empty($witness)">
        <span class="siglum undeclared"><xsl:value-of select="."/></span>
      </xsl:when>
      <xsl:otherwise>
        <abbr class="siglum">
          <xsl:if test="$title">
            <xsl:attribute name="title" select="$title"/>
          </xsl:if>
          <xsl:apply-templates select="$witness/rec:siglum/node()" mode="html:text"/>
        </abbr>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:mode name="html:witnesses" on-no-match="fail"/>

  <xsl:template match="rec:witnesses" mode="html:witnesses" as="element()">
    <section class="witnesses" id="witnesses">
      <h2><xsl:value-of select="lab:text('witnesses')"/></h2>
      <dl>
        <xsl:for-each select="rec:witness | rec:family[rec:extent]">
          <dt id="witness-{@id}"><xsl:apply-templates select="rec:siglum/node()" mode="html:text"/></dt>
          <dd>
            <xsl:apply-templates select="rec:description/node()" mode="html:text"/>
            <xsl:if test="rec:extent">
              <xsl:text> </xsl:text>
              <span class="extent"><xsl:value-of select="rec:extent ! app:extent(.)" separator="; "/></span>
            </xsl:if>
          </dd>
        </xsl:for-each>
      </dl>
    </section>
  </xsl:template>

</xsl:stylesheet>
