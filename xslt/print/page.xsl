<?xml version="1.0" encoding="UTF-8"?>
<!-- The file as a whole: the settings, the text, and behind it what found no place at the foot, witnesses and facts. -->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:map="http://www.w3.org/2005/xpath-functions/map"
    xmlns:rec="urn:recensio:edition"
    xmlns:norm="urn:recensio:normalise"
    xmlns:voc="urn:recensio:vocabulary"
    xmlns:rend="urn:recensio:rendition"
    xmlns:lang="urn:recensio:language"
    xmlns:lab="urn:recensio:labels"
    xmlns:app="urn:recensio:apparatus"
    xmlns:print="urn:recensio:print"
    xmlns:p="urn:recensio:print:flow"
    xpath-default-namespace="http://www.tei-c.org/ns/1.0"
    exclude-result-prefixes="#all">

  <xsl:mode name="print:page" on-no-match="fail"/>

  <!-- Every entry and note once: the key finds its first place. -->
  <xsl:key name="print:place" match="p:app | p:call[not(@again)]" use="@id"/>

  <xsl:template match="rec:edition" mode="print:page" as="xs:string">
    <xsl:variable name="raw" as="document-node()">
      <xsl:document>
        <xsl:apply-templates select="rec:text/node()" mode="print:flow"/>
        <xsl:if test="empty(rec:text/*)">
          <xsl:apply-templates select="." mode="print:registers"/>
        </xsl:if>
      </xsl:document>
    </xsl:variable>
    <xsl:variable name="flow" as="document-node()">
      <xsl:document>
        <xsl:apply-templates select="$raw/node()" mode="print:once"/>
      </xsl:document>
    </xsl:variable>
    <xsl:variable name="marked" as="document-node()">
      <xsl:document>
        <xsl:call-template name="print:with-same">
          <xsl:with-param name="flow" select="$flow/node()"/>
        </xsl:call-template>
      </xsl:document>
    </xsl:variable>
    <xsl:variable name="behind" as="node()*">
      <xsl:apply-templates select="." mode="print:behind">
        <xsl:with-param name="flow" select="$flow"/>
      </xsl:apply-templates>
    </xsl:variable>
    <xsl:variable name="language" as="xs:string?" select="print:main-language(.)"/>
    <xsl:variable name="lines" as="xs:string*">
      <xsl:sequence select="print:preamble(., $flow)"/>
      <xsl:call-template name="print:set">
        <xsl:with-param name="flow" select="$marked/node()"/>
        <xsl:with-param name="main-language" select="$language" tunnel="yes"/>
        <xsl:with-param name="main-direction" select="lang:direction(rec:text)" tunnel="yes"/>
      </xsl:call-template>
      <xsl:sequence select="'#moved(' || print:literal(lab:text('notes')) || ')'"/>
      <xsl:call-template name="print:set">
        <xsl:with-param name="flow" select="$behind"/>
      </xsl:call-template>
    </xsl:variable>
    <xsl:sequence select="string-join($lines, '&#10;') || '&#10;'"/>
  </xsl:template>

  <!-- The same entry or note again: only its call. -->
  <xsl:mode name="print:once" on-no-match="shallow-copy"/>

  <xsl:template match="p:app[not(. is key('print:place', @id)[1])]" mode="print:once"/>

  <xsl:template match="p:call[not(. is key('print:place', @id)[1])]" mode="print:once" as="element(p:call)">
    <p:call again="1">
      <xsl:copy-of select="@id, @n"/>
    </p:call>
  </xsl:template>

  <!-- What recensio.typ is told about the text. -->
  <xsl:function name="print:preamble" as="xs:string*">
    <xsl:param name="edition" as="element(rec:edition)"/>
    <xsl:param name="flow" as="document-node()"/>
    <xsl:variable name="present" as="xs:string*" select="distinct-values($flow//(p:app | p:call)/@layer)"/>
    <xsl:variable name="layers" as="xs:string*" select="print:layers($edition)[substring-before(., ':') = $present]"/>
    <xsl:variable name="title" as="xs:string" select="(rec:title($edition), $id)[1]"/>
    <xsl:sequence select="'#import &quot;/recensio.typ&quot;: *'"/>
    <xsl:sequence select="'#let (setting, app, end, call, call-again, moved) = edition(' || substring(print:arguments(map {
        'title': $title, 'running': print:short($title), 'lang': (print:main-language($edition), 'zxx')[1],
        'dir': lang:direction($edition/rec:text), 'keyed': exists($flow//p:app) }), 3) || ', authors: ('
        || string-join(rec:authors($edition) ! (print:literal(.) || ',')) || '), layers: ('
        || string-join($layers ! ('(name: &quot;' || substring-before(., ':') || '&quot;, style: &quot;' || substring-after(., ':') || '&quot;),'))
        || '))'"/>
    <xsl:sequence select="'#show: setting'"/>
  </xsl:function>

  <!-- The layers at the foot, from top to bottom; those of the apparatus in the edition's order. -->
  <xsl:function name="print:layers" as="xs:string*">
    <xsl:param name="edition" as="element(rec:edition)"/>
    <xsl:sequence select="'author:block', 'source:run-in', tokenize($edition/rec:apparatus/@layers)[not(. = ('author', 'source', 'editor'))] ! (. || ':run-in'), 'editor:block'"/>
  </xsl:function>

  <xsl:function name="print:main-language" as="xs:string?">
    <xsl:param name="edition" as="element(rec:edition)"/>
    <xsl:sequence select="($edition/rec:text/*/@xml:lang, $edition/@xml:lang, $edition/rec:text/*/(body, group)[1]/@xml:lang,
        $edition/rec:header/teiHeader[1]//langUsage[not(language[2])]/language/@ident)[1] ! print:language-code(.)"/>
  </xsl:function>

  <!-- ======== behind the text ======== -->

  <xsl:mode name="print:behind" on-no-match="fail"/>

  <xsl:template match="rec:edition" mode="print:behind" as="node()*">
    <xsl:param name="flow" as="document-node()"/>
    <xsl:variable name="entries" as="element()*" select="rec:apparatus/rec:entry[not(@silent)][not(print:is-told(., $flow))]"/>
    <xsl:variable name="notes" as="element()*" select="rec:notes/rec:note[not(print:is-told(., $flow))]"/>
    <xsl:sequence select="print:section('apparatus', $entries ! print:unplaced-entry(.))"/>
    <xsl:sequence select="print:section('notes', $notes ! print:unplaced-note(.))"/>
    <xsl:sequence select="print:section('witnesses', rec:witnesses/(rec:witness | rec:family[rec:extent]) ! print:witness(.))"/>
    <xsl:sequence select="print:section('about', rec:facts(.) ! print:fact(.))"/>
  </xsl:template>

  <!-- Does an entry or a note stand at the foot, or inside an entry or note that does? -->
  <xsl:function name="print:is-told" as="xs:boolean">
    <xsl:param name="what" as="element()"/>
    <xsl:param name="flow" as="document-node()"/>
    <xsl:sequence select="exists(key('print:place', $what/@id, $flow)) or exists(key('print:told-in', $what/@id, root($what))[print:is-told(., $flow)])"/>
  </xsl:function>

  <!-- The entries and notes that hold the place of another one. -->
  <xsl:key name="print:told-in" match="rec:entry | rec:note" use="(.//app/@rec:entry, .//rec:call/@note)[not(. = current()/@id)]"/>

  <xsl:function name="print:section" as="node()*">
    <xsl:param name="label" as="xs:string"/>
    <xsl:param name="content" as="node()*"/>
    <xsl:if test="exists($content)">
      <p:section><xsl:value-of select="lab:text($label)"/></p:section>
      <xsl:sequence select="$content"/>
    </xsl:if>
  </xsl:function>

  <xsl:function name="print:unplaced-entry" as="node()*">
    <xsl:param name="entry" as="element(rec:entry)"/>
    <xsl:variable name="app" as="element(p:app)">
      <xsl:apply-templates select="$entry" mode="print:entry"/>
    </xsl:variable>
    <p:block kind="small" left="0" at="{print:place($entry)}"/>
    <xsl:for-each select="app:place($entry/@unit, $entry/@place)[. != '']">
      <p:t look="bold"><xsl:value-of select="."/></p:t>
      <xsl:text> </xsl:text>
    </xsl:for-each>
    <xsl:if test="$app/p:lem">
      <xsl:sequence select="print:unblocked($app/p:lem)"/>
      <p:sign><xsl:value-of select="lab:text('separator')"/></p:sign>
      <xsl:text> </xsl:text>
    </xsl:if>
    <xsl:sequence select="print:unblocked($app/p:body)"/>
  </xsl:function>

  <xsl:function name="print:unplaced-note" as="node()*">
    <xsl:param name="note" as="element(rec:note)"/>
    <xsl:variable name="body" as="element()">
      <p:body>
        <xsl:apply-templates select="$note" mode="print:note"/>
      </p:body>
    </xsl:variable>
    <p:block kind="small" left="0" at="{print:place($note)}"/>
    <p:t look="bold"><xsl:value-of select="$note/@n"/></p:t>
    <xsl:text> </xsl:text>
    <xsl:sequence select="print:unblocked($body)"/>
  </xsl:function>

  <xsl:function name="print:witness" as="node()*">
    <xsl:param name="witness" as="element()"/>
    <xsl:variable name="body" as="element()">
      <p:body>
        <xsl:apply-templates select="$witness/rec:description/node()" mode="print:flow">
          <xsl:with-param name="in-entry" select="true()" tunnel="yes"/>
        </xsl:apply-templates>
        <xsl:if test="$witness/rec:extent">
          <p:gap/>
          <p:t look="italic"><xsl:value-of select="$witness/rec:extent ! app:extent(.)" separator="; "/></p:t>
        </xsl:if>
      </p:body>
    </xsl:variable>
    <p:block kind="small" left="0"/>
    <xsl:apply-templates select="$witness/rec:siglum/node()" mode="print:flow">
      <xsl:with-param name="look" select="'italic'" tunnel="yes"/>
    </xsl:apply-templates>
    <p:sign>&#x2003;</p:sign>
    <xsl:text> </xsl:text>
    <xsl:sequence select="print:unblocked($body)"/>
  </xsl:function>

  <xsl:function name="print:fact" as="node()*">
    <xsl:param name="fact" as="element(rec:fact)"/>
    <p:block kind="small" left="0"/>
    <p:t look="smallcaps"><xsl:value-of select="lab:text($fact/@label)"/></p:t>
    <xsl:text>: </xsl:text>
    <p:t>
      <xsl:if test="matches($fact/@href, '^https?://')">
        <xsl:attribute name="to" select="$fact/@href"/>
      </xsl:if>
      <xsl:value-of select="$fact"/>
    </p:t>
  </xsl:function>

  <!-- What stands in a block of its own: its inner blocks are lines of it. -->
  <xsl:function name="print:unblocked" as="node()*">
    <xsl:param name="element" as="element()"/>
    <xsl:variable name="flat" as="node()*">
      <xsl:apply-templates select="$element/node()" mode="print:flat"/>
    </xsl:variable>
    <xsl:variable name="lines" as="array(node()*)*">
      <xsl:for-each-group select="$flat" group-starting-with="p:block">
        <xsl:sequence select="[current-group()[not(self::p:block)]][some $node in current-group() satisfies print:has-words($node)]"/>
      </xsl:for-each-group>
    </xsl:variable>
    <xsl:for-each select="$lines">
      <xsl:if test="position() gt 1">
        <p:break/>
      </xsl:if>
      <xsl:sequence select="?*"/>
    </xsl:for-each>
  </xsl:function>

  <!-- ======== registers ======== -->

  <xsl:mode name="print:registers" on-no-match="fail"/>

  <!-- A document that holds no text: its registers, or a line that says so. -->
  <xsl:template match="rec:edition" mode="print:registers" as="node()*">
    <xsl:for-each select="rec:registers/*">
      <p:section><xsl:value-of select="(normalize-space(head[1])[. != ''], lab:text(print:register-label(.)))[1]"/></p:section>
      <xsl:for-each select="* except head">
        <p:block kind="item" left="0" lines="no"/>
        <xsl:for-each select="node()">
          <xsl:apply-templates select="." mode="print:flow">
            <xsl:with-param name="in-entry" select="true()" tunnel="yes"/>
          </xsl:apply-templates>
        </xsl:for-each>
      </xsl:for-each>
    </xsl:for-each>
    <xsl:if test="empty(rec:registers/*)">
      <p:block kind="start" left="0" lines="no"/>
      <p:t look="italic"><xsl:value-of select="lab:text('noText')"/></p:t>
    </xsl:if>
  </xsl:template>

  <xsl:function name="print:register-label" as="xs:string">
    <xsl:param name="register" as="element()"/>
    <xsl:variable name="labels" as="map(xs:string, xs:string)" select="map {
        'listPerson': 'persons', 'listPlace': 'places', 'listOrg': 'orgs', 'listEvent': 'events', 'listBibl': 'bibliography' }"/>
    <xsl:sequence select="($labels(local-name($register)), 'registers')[1]"/>
  </xsl:function>

</xsl:stylesheet>
