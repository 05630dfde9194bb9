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
      <xsl:attribute name="id" select="'place:' || @rec:entry"/>
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

  <xsl:template match="rec:mark[@again] | rec:mark[key('html:entry', @entry)/@silent]" mode="html:text" priority="1"/>

  <!-- An entry inside a reading of another: its words here, its readings in an entry of its own. -->
  <xsl:template match="rec:apparatus//app" mode="html:text">
    <xsl:element name="{if (html:is-phrasing(.)) then 'span' else 'div'}">
      <xsl:attribute name="class" select="'app', html:type(.)"/>
      <xsl:apply-templates select="*[@rec:base]/node()" mode="html:text"/>
    </xsl:element>
  </xsl:template>

  <xsl:template match="rec:mark" mode="html:text">
    <span id="place:{@entry}" data-place="{@entry}"/>
    <xsl:call-template name="html:variant-mark">
      <xsl:with-param name="entry" select="@entry"/>
    </xsl:call-template>
  </xsl:template>

  <xsl:template name="html:variant-mark" as="element()">
    <xsl:param name="entry" as="xs:string" select="@rec:entry"/>
    <xsl:param name="in-link" as="xs:boolean" tunnel="yes" select="false()"/>
    <xsl:variable name="told" as="element(rec:entry)?" select="key('html:entry', $entry)[1]"/>
    <xsl:element name="{if ($in-link) then 'span' else 'a'}">
      <xsl:attribute name="{if ($in-link) then 'data-entry' else 'href'}" select="'#'[not($in-link)] || $entry"/>
      <xsl:attribute name="class" select="'variant'"/>
      <xsl:attribute name="data-extra"/>
      <xsl:attribute name="{if ($in-link) then 'data-name' else 'aria-label'}" select="html:variant-name($told)"/>
      <xsl:value-of select="$told/@n"/>
    </xsl:element>
  </xsl:template>

  <!-- What the mark of an entry is called: by its number and its lemma. -->
  <xsl:function name="html:variant-name" as="xs:string">
    <xsl:param name="entry" as="element(rec:entry)?"/>
    <xsl:variable name="lemma" as="xs:string" select="string($entry/app:lemma(.) ! (app:shortened(.), app:anchor(.), app:plain(.))[. != ''][1])"/>
    <xsl:variable name="words" as="xs:string*" select="tokenize($lemma)"/>
    <xsl:sequence select="string-join((string-join((lab:text('entry'), $entry/@n), ' '), if (count($words) gt 8) then app:ends-of($words, 4, 2) else $lemma[. != '']), ': ')"/>
  </xsl:function>

  <xsl:key name="html:entry" match="rec:entry" use="@id"/>
  <!-- (in a reading that is not shown nothing has a place) -->
  <xsl:key name="html:place" match="(rec:text//app | rec:notes//app)[not(ancestor::*/@rec:off)]" use="@rec:entry"/>
  <xsl:key name="html:place" match="(rec:text//rec:mark | rec:notes//rec:mark)[not(ancestor::*/@rec:off)]" use="@entry"/>

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
    <section class="apparatus" id="part:apparatus">
      <h2><xsl:value-of select="lab:text('apparatus')"/></h2>
      <xsl:for-each select="$layers">
        <div class="layer layer-{.}">
          <xsl:variable name="heading" as="xs:string?" select="app:layer-heading($apparatus, ., lab:text('apparatus'))"/>
          <xsl:if test="$heading">
            <h3><xsl:value-of select="$heading"/></h3>
          </xsl:if>
          <xsl:for-each-group select="app:of-layer($apparatus, .)" group-adjacent="string(@list)">
            <xsl:call-template name="html:list-of-entries">
              <xsl:with-param name="entries" select="current-group()"/>
              <xsl:with-param name="under" select="($heading, lab:text('apparatus'))"/>
              <xsl:with-param name="level" select="if ($heading) then 4 else 3"/>
            </xsl:call-template>
          </xsl:for-each-group>
        </div>
      </xsl:for-each>
    </section>
  </xsl:template>

  <!-- Entries that stand in one list of the source: what it is called, unless the heading above says the same. -->
  <xsl:template name="html:list-of-entries" as="node()+">
    <xsl:param name="entries" as="element(rec:entry)+"/>
    <xsl:param name="under" as="xs:string*"/>
    <xsl:param name="level" as="xs:integer"/>
    <xsl:variable name="name" as="xs:string?" select="$entries[1]/@list-head[not(. = $under)]"/>
    <xsl:choose>
      <xsl:when test="$name or $entries/@list-desc">
        <div class="list-of-entries">
          <xsl:if test="$name">
            <xsl:element name="h{$level}"><xsl:value-of select="$name"/></xsl:element>
          </xsl:if>
          <xsl:for-each select="$entries[1]/@list-desc">
            <p class="desc"><xsl:value-of select="."/></p>
          </xsl:for-each>
          <xsl:apply-templates select="$entries" mode="html:apparatus"/>
        </div>
      </xsl:when>
      <xsl:otherwise>
        <xsl:apply-templates select="$entries" mode="html:apparatus"/>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- Its number, which the text shows too; its place; the lemma; the readings. -->
  <xsl:template match="rec:entry" mode="html:apparatus" as="node()+">
    <xsl:variable name="place" as="xs:string" select="app:place(@unit, @place)"/>
    <div class="{'entry', html:type(.)}" id="{@id}">
      <xsl:for-each select="@inside">
        <xsl:attribute name="data-inside" select="."/>
      </xsl:for-each>
      <xsl:call-template name="html:back">
        <xsl:with-param name="place" select="'place:' || @id"/>
        <xsl:with-param name="leads" select="exists(key('html:place', @id))"/>
      </xsl:call-template>
      <xsl:text> </xsl:text>
      <xsl:if test="$place">
        <xsl:call-template name="html:entry-place">
          <xsl:with-param name="place" select="$place"/>
        </xsl:call-template>
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
    <xsl:element name="{if (html:stays-in-line(.)) then 'span' else 'div'}">
      <xsl:attribute name="class" select="'group', html:type(.)"/>
      <xsl:call-template name="html:title"/>
      <span class="bracket">(</span>
      <xsl:apply-templates select="*" mode="html:apparatus"/>
      <span class="bracket">)</span>
    </xsl:element>
    <xsl:call-template name="html:between"/>
  </xsl:template>

  <xsl:template match="rec:note[not(app:is-said(.))] | rec:witDetail[not(app:is-said(.))]" mode="html:apparatus" priority="1"/>

  <!-- (lac. C) -->
  <xsl:template match="rec:witDetail[app:detail(.)]" mode="html:apparatus" priority="1">
    <span class="witDetail">
      <xsl:call-template name="html:term">
        <xsl:with-param name="class" select="'om'"/>
        <xsl:with-param name="word" select="app:detail(.)"/>
      </xsl:call-template>
      <xsl:call-template name="html:sigla">
        <xsl:with-param name="ids" select="tokenize(@witnesses)"/>
      </xsl:call-template>
    </span>
    <xsl:call-template name="html:between"/>
  </xsl:template>

  <xsl:template match="rec:note | rec:witDetail" mode="html:apparatus">
    <xsl:element name="{if (html:is-phrasing(.)) then 'span' else 'div'}">
      <xsl:attribute name="class" select="local-name(), 'bracketed'[app:is-remark(current())]"/>
      <xsl:call-template name="html:term">
        <xsl:with-param name="class" select="'bracket'"/>
        <xsl:with-param name="word" select="lab:text('remark-opens')[app:is-remark(current())]"/>
      </xsl:call-template>
      <xsl:apply-templates mode="html:text"/>
      <xsl:call-template name="html:sigla">
        <xsl:with-param name="ids" select="tokenize(@witnesses)"/>
      </xsl:call-template>
      <xsl:call-template name="html:term">
        <xsl:with-param name="class" select="'bracket'"/>
        <xsl:with-param name="word" select="lab:text('remark-closes')[app:is-remark(current())]"/>
      </xsl:call-template>
    </xsl:element>
    <xsl:text> </xsl:text>
  </xsl:template>

  <!-- Where a witness falls silent or begins to speak: told in the entry, not seen in the text. -->
  <xsl:template match="lacunaStart | lacunaEnd | witStart | witEnd" mode="html:text"/>

  <xsl:template match="rec:entry//lacunaStart | rec:entry//lacunaEnd | rec:entry//witStart | rec:entry//witEnd" mode="html:text" priority="1">
    <xsl:if test="not(app:reading-of(.) ! app:is-head(.))">
      <xsl:text> </xsl:text>
      <xsl:call-template name="html:event"/>
      <xsl:text> </xsl:text>
    </xsl:if>
  </xsl:template>

  <xsl:template name="html:event" as="element()">
    <xsl:variable name="ids" as="xs:string*" select="app:witnesses-of(.)"/>
    <span class="event">
      <xsl:value-of select="'('[exists($ids)] || lab:text(local-name())"/>
      <xsl:call-template name="html:sigla">
        <xsl:with-param name="ids" select="$ids"/>
      </xsl:call-template>
      <xsl:value-of select="')'[exists($ids)]"/>
    </span>
  </xsl:template>

  <!-- In an entry: deleted words in brackets, so that they can be told apart without seeing the line through them; no numbers
       of lines and pages; no sign for a gap where it is told in words; for what is repeated the place where it stands. -->
  <xsl:template match="rec:entry//del[@rec:off]" mode="html:text" priority="1">
    <xsl:variable name="blank" as="text()?">
      <xsl:if test="app:is-parted(.)">
        <xsl:text> </xsl:text>
      </xsl:if>
    </xsl:variable>
    <xsl:sequence select="$blank"/>
    <span class="bracket" data-extra="">⟦</span>
    <xsl:next-match/>
    <span class="bracket" data-extra="">⟧</span>
    <xsl:sequence select="$blank"/>
  </xsl:template>

  <xsl:template match="rec:entry//lb | rec:entry//pb | rec:entry//cb | rec:entry//gb" mode="html:text" priority="1">
    <xsl:if test="not(@rec:joins)">
      <xsl:text> </xsl:text>
    </xsl:if>
  </xsl:template>

  <xsl:template match="rec:entry//l" mode="html:inside" priority="1">
    <xsl:apply-templates mode="html:text"/>
  </xsl:template>

  <xsl:template match="rec:entry//gap" mode="html:text" priority="1">
    <xsl:if test="empty(app:reading-of(.)/app:verdict(.))">
      <xsl:next-match/>
    </xsl:if>
  </xsl:template>

  <xsl:template match="join[rec:copy]" mode="html:text">
    <xsl:apply-templates mode="html:text"/>
  </xsl:template>

  <xsl:template match="rec:copy" mode="html:text">
    <xsl:variable name="place" as="xs:string?" select="html:anchor(., @of)"/>
    <xsl:variable name="leads" as="xs:boolean" select="exists($place)"/>
    <xsl:if test="exists(app:copied-from(.))">
      <xsl:value-of select="if (app:copy-sign(.) = ',') then ', ' else ' ' || app:copy-sign(.) || ' '"/>
      <xsl:element name="{if ($leads) then 'a' else 'span'}">
        <xsl:attribute name="class" select="'copy'"/>
        <xsl:if test="$leads">
          <xsl:attribute name="href" select="'#' || $place"/>
        </xsl:if>
        <xsl:value-of select="app:copied-from(.)"/>
      </xsl:element>
    </xsl:if>
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
    <xsl:variable name="head" as="xs:boolean" select="app:is-head(.)"/>
    <xsl:variable name="in-line" as="xs:boolean" select="$head or html:stays-in-line(.)"/>
    <xsl:element name="{if ($in-line) then 'span' else 'div'}">
      <xsl:attribute name="class" select="$class, @status[. != 'text'], html:type(.)"/>
      <xsl:call-template name="html:title"/>
      <xsl:call-template name="html:facts-of-reading"/>
      <xsl:if test="app:is-added(.)">
        <xsl:call-template name="html:term">
          <xsl:with-param name="class" select="'add'"/>
          <xsl:with-param name="word" select="lab:text('add')"/>
        </xsl:call-template>
        <xsl:text> </xsl:text>
      </xsl:if>
      <xsl:call-template name="html:term">
        <xsl:with-param name="class" select="'om'"/>
        <xsl:with-param name="word" select="app:verdict(.)[not($head)]"/>
      </xsl:call-template>
      <xsl:call-template name="html:wording">
        <xsl:with-param name="in-line" select="$in-line"/>
      </xsl:call-template>
      <xsl:if test="$head">
        <xsl:call-template name="html:occurrence"/>
        <span class="separator"><xsl:value-of select="lab:text('separator')"/></span>
        <xsl:for-each select="app:events-in(.)">
          <xsl:text> </xsl:text>
          <xsl:call-template name="html:event"/>
        </xsl:for-each>
      </xsl:if>
      <xsl:call-template name="html:sigla">
        <xsl:with-param name="ids" select="tokenize(@sigla)"/>
      </xsl:call-template>
      <xsl:call-template name="html:attribution"/>
    </xsl:element>
  </xsl:template>

  <!-- What a reading says: a lemma shortened where it is long, or run in; a reading as it stands, or run in. -->
  <xsl:template name="html:wording" as="element()?">
    <xsl:param name="in-line" as="xs:boolean"/>
    <xsl:variable name="content" as="node()*">
      <xsl:choose>
        <xsl:when test="app:shortened(.)">
          <xsl:value-of select="app:shortened(.)"/>
        </xsl:when>
        <xsl:when test="app:is-head(.) and not(html:stays-in-line(.))">
          <xsl:value-of select="app:plain(.)"/>
        </xsl:when>
        <xsl:when test="$in-line">
          <xsl:call-template name="html:run-in"/>
        </xsl:when>
        <xsl:otherwise>
          <xsl:apply-templates mode="html:text"/>
        </xsl:otherwise>
      </xsl:choose>
      <xsl:value-of select="app:anchor(.)"/>
    </xsl:variable>
    <xsl:if test="$content[self::*] or normalize-space(string-join($content))">
      <xsl:element name="{if ($in-line) then 'bdi' else 'div'}">
        <xsl:if test="@status != 'text' and app:has-words(.)">
          <xsl:attribute name="class" select="'said'"/>
        </xsl:if>
        <xsl:sequence select="$content"/>
      </xsl:element>
    </xsl:if>
  </xsl:template>

  <!-- Can a reading stand in the line, its lines and paragraphs divided by a sign? Tables, lists and figures can't. -->
  <xsl:function name="html:stays-in-line" as="xs:boolean">
    <xsl:param name="reading" as="element()"/>
    <xsl:sequence select="html:is-phrasing($reading)
        or empty($reading//*[self::table or self::list or self::figure or self::eg or self::*:egXML or self::floatingText or self::castList or self::listBibl])"/>
  </xsl:function>

  <!-- The content of the context element in one line, without white space at its ends. -->
  <xsl:template name="html:run-in" as="node()*">
    <xsl:variable name="flat" as="node()*">
      <xsl:apply-templates mode="html:run-in"/>
    </xsl:variable>
    <xsl:iterate select="html:parts($flat)">
      <xsl:param name="begun" as="xs:boolean" select="false()"/>
      <xsl:variable name="says" as="xs:boolean" select="some $node in ?* satisfies html:has-words($node)"/>
      <xsl:if test="$begun and $says">
        <xsl:text> </xsl:text>
        <span class="parts"><xsl:value-of select="lab:text('parts')"/></span>
        <xsl:text> </xsl:text>
      </xsl:if>
      <xsl:sequence select="?*"/>
      <xsl:next-iteration>
        <xsl:with-param name="begun" select="$begun or $says"/>
      </xsl:next-iteration>
    </xsl:iterate>
  </xsl:template>

  <!-- What stands between the edges of blocks. -->
  <xsl:function name="html:parts" as="array(node()*)*">
    <xsl:param name="flat" as="node()*"/>
    <xsl:for-each-group select="$flat" group-starting-with="rec:part">
      <xsl:variable name="part" as="node()*" select="current-group()[not(self::rec:part)]"/>
      <xsl:sequence select="array { for $at in 1 to count($part) return html:trimmed($part[$at], $at = 1, $at = count($part)) }"/>
    </xsl:for-each-group>
  </xsl:function>

  <xsl:function name="html:trimmed" as="node()">
    <xsl:param name="node" as="node()"/>
    <xsl:param name="is-first" as="xs:boolean"/>
    <xsl:param name="is-last" as="xs:boolean"/>
    <xsl:choose>
      <xsl:when test="$node[self::text()] and (matches($node, '^\s')[$is-first] or matches($node, '\s$')[$is-last])">
        <xsl:variable name="left" as="xs:string" select="if ($is-first) then replace($node, '^\s+', '') else string($node)"/>
        <xsl:value-of select="if ($is-last) then replace($left, '\s+$', '') else $left"/>
      </xsl:when>
      <xsl:otherwise>
        <xsl:sequence select="$node"/>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:function>

  <xsl:function name="html:has-words" as="xs:boolean">
    <xsl:param name="node" as="node()"/>
    <xsl:sequence select="not($node[self::*][@data-extra]) and normalize-space($node) != ''"/>
  </xsl:function>

  <xsl:mode name="html:run-in" on-no-match="shallow-skip"/>

  <xsl:template match="text()" mode="html:run-in" as="text()">
    <xsl:sequence select="."/>
  </xsl:template>

  <xsl:template match="*" mode="html:run-in">
    <xsl:choose>
      <xsl:when test="@rec:off">
        <xsl:apply-templates select="." mode="html:text"/>
      </xsl:when>
      <xsl:when test="voc:is-block(.) or not(html:is-phrasing(.))">
        <rec:part/>
        <xsl:apply-templates mode="html:run-in"/>
        <rec:part/>
      </xsl:when>
      <xsl:otherwise>
        <xsl:apply-templates select="." mode="html:text"/>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- (of an entry inside a reading, the reading that the text there has) -->
  <xsl:template match="app" mode="html:run-in">
    <xsl:choose>
      <xsl:when test="html:is-phrasing(.)">
        <xsl:apply-templates select="." mode="html:text"/>
      </xsl:when>
      <xsl:otherwise>
        <xsl:apply-templates select="*[@rec:base]/node()" mode="html:run-in"/>
      </xsl:otherwise>
    </xsl:choose>
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

  <!-- Links for each of very many sigla would weigh more than the text. -->
  <xsl:variable name="html:most-sigla" as="xs:integer" select="2500"/>
  <xsl:key name="html:many-sigla" match="rec:apparatus[sum((.//@sigla) ! (string-length(.) - string-length(translate(., ' ', '')) + 1)) gt $html:most-sigla]" use="'many'"/>

  <!-- Sigla in a row, each a link to its witness in the conspectus; long rows, and those of texts that have very many, are one link to the
       conspectus (assets/sigla.js tells the witness that is pointed at). Those of witnesses that nobody declares stand as they are. -->
  <xsl:template name="html:sigla">
    <xsl:param name="ids" as="xs:string*"/>
    <xsl:if test="exists($ids)">
      <xsl:variable name="known" as="xs:boolean" select="some $id in $ids satisfies exists(key('html:witness', $id))"/>
      <xsl:variable name="single" as="xs:boolean" select="count($ids) le 12 and empty(key('html:many-sigla', 'many'))"/>
      <xsl:text> </xsl:text>
      <xsl:element name="{if ($known and not($single)) then 'a' else 'span'}">
        <xsl:attribute name="class" select="'sigla', 'many'[count($ids) gt 20]"/>
        <xsl:if test="$known and not($single)">
          <xsl:attribute name="href" select="'#part:witnesses'"/>
        </xsl:if>
        <xsl:call-template name="html:row-of-sigla">
          <xsl:with-param name="ids" select="$ids"/>
          <xsl:with-param name="single" select="$single"/>
        </xsl:call-template>
      </xsl:element>
    </xsl:if>
  </xsl:template>

  <xsl:template name="html:row-of-sigla">
    <xsl:param name="ids" as="xs:string+"/>
    <xsl:param name="single" as="xs:boolean"/>
    <xsl:variable name="reading" as="element()" select="."/>
    <xsl:choose>
      <xsl:when test="not($single) and @printed and empty(@corrected) and empty(key('html:set-siglum', 'any'))">
        <xsl:value-of select="translate(@printed, '&#9;', ' ')"/>
      </xsl:when>
      <xsl:otherwise>
        <xsl:for-each select="$ids">
          <xsl:if test="position() gt 1">
            <xsl:text> </xsl:text>
          </xsl:if>
          <xsl:call-template name="html:siglum">
            <xsl:with-param name="witness" select="key('app:siglum', ., root($reading))[1]"/>
            <xsl:with-param name="leads" select="$single"/>
          </xsl:call-template>
          <xsl:for-each select="app:phase($reading, .)">
            <xsl:text>&#x202F;</xsl:text>
            <sup class="phase"><xsl:value-of select="."/></sup>
          </xsl:for-each>
        </xsl:for-each>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- Sigla that have mark-up of their own (a raised letter). -->
  <xsl:key name="html:set-siglum" match="rec:siglum/*" use="'any'"/>

  <!-- A siglum without links in it. -->
  <xsl:function name="html:plain-siglum" as="node()*">
    <xsl:param name="witness" as="element()"/>
    <xsl:apply-templates select="$witness/rec:siglum/node()" mode="html:text">
      <xsl:with-param name="in-link" select="true()" tunnel="yes"/>
    </xsl:apply-templates>
  </xsl:function>

  <!-- The context item is the id. -->
  <xsl:template name="html:siglum" as="item()*">
    <xsl:param name="witness" as="element()?"/>
    <xsl:param name="leads" as="xs:boolean"/>
    <xsl:choose>
      <xsl:when test="empty($witness)">
        <span class="siglum undeclared"><xsl:value-of select="."/></span>
      </xsl:when>
      <xsl:when test="$leads and html:is-in-conspectus($witness)">
        <a href="#witness:{.}"><xsl:sequence select="html:plain-siglum($witness)"/></a>
      </xsl:when>
      <xsl:otherwise>
        <xsl:sequence select="html:plain-siglum($witness)"/>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- Witnesses, and groups of them that an entry names or that something is said of. -->
  <xsl:function name="html:is-in-conspectus" as="xs:boolean">
    <xsl:param name="witness" as="element()"/>
    <xsl:sequence select="exists($witness[self::rec:witness or rec:extent or normalize-space(rec:description) or key('html:cited', @id)])"/>
  </xsl:function>

  <xsl:key name="html:cited" match="rec:apparatus//*[@sigla]" use="tokenize(@sigla)"/>
  <xsl:key name="html:witness" match="rec:witnesses/*[self::rec:witness or self::rec:family][html:is-in-conspectus(.)]" use="@id"/>

  <!-- Has each witness a page of its own, with its text? -->
  <xsl:param name="witness-pages" as="xs:boolean" select="false()"/>

  <!-- The address of that page, as the build tells it. -->
  <xsl:function name="html:page-of-witness" as="xs:string?">
    <xsl:param name="witness" as="element()"/>
    <xsl:sequence select="$witness[$witness-pages]/self::rec:witness/key('html:witness-page', @id, $views)[1]/@href/string()"/>
  </xsl:function>

  <!-- The siglum of a witness, as a link to its page. -->
  <xsl:template name="html:witness-siglum" as="node()*">
    <xsl:variable name="href" as="xs:string?" select="html:page-of-witness(.)"/>
    <xsl:choose>
      <xsl:when test="$href">
        <a href="{$href}"><xsl:sequence select="html:plain-siglum(.)"/></a>
      </xsl:when>
      <xsl:otherwise>
        <xsl:apply-templates select="rec:siglum/node()" mode="html:text"/>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:mode name="html:witnesses" on-no-match="fail"/>

  <xsl:template match="rec:witnesses" mode="html:witnesses" as="element()">
    <section class="witnesses" id="part:witnesses">
      <h2><xsl:value-of select="lab:text('witnesses')"/></h2>
      <xsl:call-template name="html:to-agreement"/>
      <dl>
        <xsl:for-each select="(rec:witness | rec:family)[html:is-in-conspectus(.)]">
          <dt id="witness:{@id}">
            <xsl:call-template name="html:witness-siglum"/>
          </dt>
          <dd>
            <xsl:apply-templates select="rec:description/node()" mode="html:text"/>
            <xsl:value-of select="self::rec:family[not(normalize-space(rec:description))]/../rec:witness[tokenize(@answers-to) = current()/@id] ! normalize-space(rec:siglum)"/>
            <xsl:variable name="more" as="xs:string*" select="@sampled ! ('(' || lab:text('sampled') || ')'), rec:extent ! app:extent(.)"/>
            <xsl:if test="exists($more)">
              <xsl:text> </xsl:text>
              <span class="extent"><xsl:value-of select="$more" separator="; "/></span>
            </xsl:if>
          </dd>
        </xsl:for-each>
      </dl>
    </section>
  </xsl:template>

</xsl:stylesheet>
