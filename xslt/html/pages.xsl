<?xml version="1.0" encoding="UTF-8"?>
<!-- The table of contents; and a long text in several pages. The page is made as one, and then cut in front of the elements
     that recensio/pages.py has marked (@rec:page, here @data-page: the name of the page that begins): so whatever makes a page need not know
     of it. Entries and notes go to the page of their words; links between pages get the page's name. -->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:map="http://www.w3.org/2005/xpath-functions/map"
    xmlns:rec="urn:recensio:edition"
    xmlns:lab="urn:recensio:labels"
    xmlns:h="http://www.w3.org/1999/xhtml"
    xmlns:html="urn:recensio:html"
    xmlns="http://www.w3.org/1999/xhtml"
    xpath-default-namespace="http://www.tei-c.org/ns/1.0"
    exclude-result-prefixes="#all">

  <!-- Whether pages are wanted as a sequence of strings: name, mark-up, name, mark-up … (the first is called ''). -->
  <xsl:param name="paged" as="xs:boolean" select="false()"/>

  <!-- ======== contents ======== -->

  <!-- The heads of divisions, where there are at least two, and the beginnings of pages in between. -->
  <xsl:mode name="html:contents" on-no-match="shallow-skip"/>

  <xsl:key name="html:starts" match="rec:text//*[@rec:page][not(html:is-division(.))]" use="html:division-around(.) ! generate-id(.)"/>

  <xsl:template match="rec:text" mode="html:contents" as="element()?">
    <!-- (a division that is called as the page is not told: what is in it is) -->
    <xsl:variable name="title" as="xs:string" select="html:letters((rec:title(..), $id)[1])"/>
    <xsl:variable name="divisions" as="element()*" select="
        html:listed(.) ! (if (html:is-division(.) and html:letters(html:division-label(.)) = $title) then html:listed(.) else .)"/>
    <xsl:if test="count($divisions) ge 2">
      <nav class="contents" aria-label="{lab:text('contents')}">
        <details open="">
          <summary><xsl:value-of select="lab:text('contents')"/></summary>
          <ol>
            <xsl:apply-templates select="$divisions" mode="html:contents"/>
          </ol>
        </details>
      </nav>
    </xsl:if>
  </xsl:template>

  <xsl:template match="*[html:is-division(.) or @rec:page]" mode="html:contents" as="element()">
    <xsl:variable name="inside" as="element()*" select="if (html:is-division(.)) then html:listed(.) else ()"/>
    <li>
      <a href="#{html:division-id(.)}"><xsl:value-of select="if (html:is-division(.)) then html:division-label(.) else html:first-words(.)"/></a>
      <xsl:if test="$inside">
        <ol>
          <xsl:apply-templates select="$inside" mode="html:contents"/>
        </ol>
      </xsl:if>
    </li>
  </xsl:template>

  <xsl:function name="html:letters" as="xs:string">
    <xsl:param name="words" as="xs:string"/>
    <xsl:sequence select="lower-case(replace($words, '[^\p{L}\p{N}]', ''))"/>
  </xsl:function>

  <!-- What is listed directly below an element. -->
  <xsl:function name="html:listed" as="element()*">
    <xsl:param name="parent" as="element()"/>
    <xsl:sequence select="html:divisions($parent) | key('html:starts', generate-id($parent), root($parent))"/>
  </xsl:function>

  <!-- The listed division (or the whole text) that an element stands in. -->
  <xsl:function name="html:division-around" as="element()?">
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="$element/ancestor::*[self::rec:text or html:is-division(.)][1]"/>
  </xsl:function>

  <!-- What a page is called that begins with no division: by the page of the source, or its first words. -->
  <xsl:function name="html:first-words" as="xs:string">
    <xsl:param name="start" as="element()"/>
    <xsl:variable name="text" as="xs:string" select="
        if ($start[self::pb][@n]) then '' else if ($start/node()) then rec:reading($start)
        else normalize-space(string-join(subsequence($start/following::text()[normalize-space()], 1, 8)))"/>
    <xsl:variable name="words" as="xs:string*" select="tokenize($text)"/>
    <xsl:sequence select="
        if ($start[self::pb][@n]) then '[' || normalize-space($start/@n) || ']'
        else '… ' || substring(string-join($words[position() le 6], ' '), 1, 60) || (if (count($words) gt 6) then ' …' else '')"/>
  </xsl:function>

  <!-- ======== pages seen from elsewhere ======== -->

  <xsl:key name="html:page-start" match="rec:text//*[@rec:page]" use="'yes'"/>
  <xsl:key name="html:from" match="rec:text//rec:from" use="@entry"/>

  <!-- The address of an entry of this text for a page beside it: on the page of the text where its words begin. -->
  <xsl:function name="html:entry-address" as="xs:string">
    <xsl:param name="edition" as="element(rec:edition)"/>
    <xsl:param name="entry" as="xs:string"/>
    <xsl:variable name="place" as="element()?" select="(key('html:from', $entry, root($edition)) | key('html:place', $entry, root($edition)))[1]"/>
    <xsl:variable name="start" as="element()?" select="key('html:page-start', 'yes', root($edition))[$place][. is $place or . &lt;&lt; $place][last()]"/>
    <xsl:sequence select="string-join((encode-for-uri($id), $start/encode-for-uri(@rec:page)), '/') || '.html#' || encode-for-uri($entry)"/>
  </xsl:function>

  <!-- ======== cutting ======== -->

  <!-- The name of the page that an element of the whole page stands on. -->
  <xsl:accumulator name="html:page" as="xs:string" initial-value="''">
    <xsl:accumulator-rule match="h:*[@data-page]" select="string(@data-page)"/>
  </xsl:accumulator>

  <xsl:key name="html:id" match="h:*[@id]" use="@id"/>
  <xsl:key name="html:leading-to" match="h:article//h:a[@class = 'variant']" use="substring(@href, 2)"/>

  <xsl:template name="html:pages" as="xs:string*">
    <xsl:param name="edition" as="element(rec:edition)"/>
    <xsl:variable name="whole" as="document-node()">
      <xsl:document>
        <xsl:apply-templates select="$edition" mode="html:page"/>
      </xsl:document>
    </xsl:variable>
    <xsl:variable name="article" as="element()" select="$whole//h:article[@class = 'reading']"/>
    <xsl:variable name="names" as="xs:string+" select="'', distinct-values($article//@data-page/string())"/>
    <xsl:variable name="homes" as="map(xs:string, xs:string+)" select="html:homes($whole, $article)"/>
    <xsl:variable name="titles" as="map(xs:string, xs:string)" select="html:page-titles($edition)"/>
    <xsl:for-each select="$names">
      <xsl:variable name="at" as="xs:integer" select="position()"/>
      <xsl:variable name="page" as="element()">
        <xsl:apply-templates select="$whole/*" mode="html:cut">
          <xsl:with-param name="name" select="." tunnel="yes"/>
          <xsl:with-param name="names" select="$names" tunnel="yes"/>
          <xsl:with-param name="at" select="$at" tunnel="yes"/>
          <xsl:with-param name="homes" select="$homes" tunnel="yes"/>
          <xsl:with-param name="titles" select="$titles" tunnel="yes"/>
        </xsl:apply-templates>
      </xsl:variable>
      <xsl:sequence select="., serialize($page, map { 'method': 'html', 'html-version': 5.0, 'indent': false(), 'escape-uri-attributes': false() })"/>
    </xsl:for-each>
  </xsl:template>

  <!-- By id: the page that it is on; of an entry, first the one where its words begin, then others that they reach. -->
  <xsl:function name="html:homes" as="map(xs:string, xs:string+)">
    <xsl:param name="whole" as="document-node()"/>
    <xsl:param name="article" as="element()"/>
    <xsl:variable name="text" as="map(xs:string, xs:string+)" select="map:merge($article/descendant::*/@id ! map:entry(string(.), ../accumulator-before('html:page')))"/>
    <xsl:variable name="items" as="element()*" select="$whole//(h:section[tokenize(@class) = 'apparatus'] | h:section[tokenize(@class) = 'notes'])//h:div[@id][html:is-item(.)]"/>
    <!-- (notes in entries, entries in notes: whatever comes later knows where it belongs after a few turns) -->
    <xsl:iterate select="1 to 4">
      <xsl:param name="known" as="map(xs:string, xs:string+)" select="$text"/>
      <xsl:on-completion>
        <xsl:sequence select="map:merge((html:homes-of($items, $known, true()), $known), map { 'duplicates': 'use-last' })"/>
      </xsl:on-completion>
      <xsl:next-iteration>
        <xsl:with-param name="known" select="map:merge(($known, html:homes-of($items[not(map:contains($known, @id))], $known, false())))"/>
      </xsl:next-iteration>
    </xsl:iterate>
  </xsl:function>

  <!-- Those of entries and notes, as far as the places that they are linked to are known; one without a place goes with the one
       before it, if that is asked for. -->
  <xsl:function name="html:homes-of" as="map(xs:string, xs:string+)">
    <xsl:param name="items" as="element()*"/>
    <xsl:param name="known" as="map(xs:string, xs:string+)"/>
    <xsl:param name="all" as="xs:boolean"/>
    <xsl:map>
      <xsl:iterate select="$items">
        <xsl:param name="last" as="xs:string" select="''"/>
        <xsl:variable name="pages" as="xs:string*" select="distinct-values((
            $known('from:' || @id), html:home(h:a[@class = 'back'][1], $known),
            key('html:leading-to', @id) ! accumulator-before('html:page')))"/>
        <xsl:if test="exists($pages) or $all">
          <xsl:map-entry key="string(@id)" select="if (exists($pages)) then $pages else $last"/>
        </xsl:if>
        <xsl:next-iteration>
          <xsl:with-param name="last" select="($pages, $last)[1]"/>
        </xsl:next-iteration>
      </xsl:iterate>
    </xsl:map>
  </xsl:function>

  <!-- The page of the place that a link leads back to: in the text, or in another entry or note. -->
  <xsl:function name="html:home" as="xs:string?">
    <xsl:param name="back" as="element()?"/>
    <xsl:param name="known" as="map(xs:string, xs:string+)"/>
    <xsl:variable name="place" as="xs:string" select="substring($back/@href, 2)"/>
    <xsl:sequence select="
        if ($place = '') then () else if (map:contains($known, $place)) then $known($place)[1]
        else key('html:id', $place, root($back))[1]/ancestor::h:div[html:is-item(.)][last()]/@id ! $known(.)[1]"/>
  </xsl:function>

  <xsl:function name="html:is-item" as="xs:boolean">
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="exists($element[tokenize(@class) = ('entry', 'note')][parent::h:section or parent::h:div[tokenize(@class) = ('layer', 'list-of-entries')]])"/>
  </xsl:function>

  <!-- What pages are called, by name: after the divisions that they begin with, or are in. -->
  <xsl:function name="html:page-titles" as="map(xs:string, xs:string)">
    <xsl:param name="edition" as="element(rec:edition)"/>
    <xsl:map>
      <xsl:for-each-group select="$edition/rec:text//*[@rec:page]" group-by="string(@rec:page)">
        <xsl:variable name="path" as="xs:string*" select="ancestor-or-self::*[html:is-division(.)] ! html:division-label(.)"/>
        <xsl:map-entry key="current-grouping-key()" select="string-join(($path, html:first-words(.)[not(html:is-division(current()))]), ' · ')"/>
      </xsl:for-each-group>
    </xsl:map>
  </xsl:function>

  <!-- ======== a page ======== -->

  <xsl:mode name="html:cut" on-no-match="shallow-copy"/>

  <xsl:template match="@data-page" mode="html:cut" priority="2"/>

  <!-- Addresses, as seen from this page. -->
  <xsl:template match="@href | @src" mode="html:cut" as="attribute()">
    <xsl:param name="name" as="xs:string" tunnel="yes"/>
    <xsl:param name="homes" as="map(xs:string, xs:string+)" tunnel="yes"/>
    <xsl:variable name="place" as="xs:string" select="substring-after(., '#')"/>
    <xsl:variable name="pages" as="xs:string*" select="if (starts-with(., '#')) then $homes($place) else ()"/>
    <xsl:attribute name="{local-name()}" select="
        if (starts-with(., '#') and empty($pages)) then html:of-whole(., $name)
        else if (not(starts-with(., '#'))) then html:from-page(., $name)
        else if ($pages[1] = $name) then .
        else if ($pages = $name) then '#again:' || $place
        else html:page-address($pages[1], $name) || ."/>
  </xsl:template>

  <!-- What every page has; what only the first has. -->
  <xsl:function name="html:of-whole" as="xs:string">
    <xsl:param name="href" as="xs:string"/>
    <xsl:param name="name" as="xs:string"/>
    <xsl:sequence select="if ($name = '' or not(starts-with($href, '#witness:') or $href = ('#part:witnesses', '#part:about'))) then $href else html:page-address('', $name) || $href"/>
  </xsl:function>

  <!-- An address that is written as seen from the folder of the first page. -->
  <xsl:function name="html:from-page" as="xs:string">
    <xsl:param name="href" as="xs:string"/>
    <xsl:param name="name" as="xs:string"/>
    <xsl:sequence select="if ($name = '' or matches($href, '^([A-Za-z][A-Za-z0-9+.\-]*:|/)')) then $href else '../' || $href"/>
  </xsl:function>

  <!-- What the first page of this view of the text, and the folder of the others, are called in addresses. -->
  <xsl:variable name="html:stem" as="xs:string" select="encode-for-uri($id || '.diplomatic'[$view = 'diplomatic'])"/>

  <!-- The address of a page of this text as seen from another. -->
  <xsl:function name="html:page-address" as="xs:string">
    <xsl:param name="to" as="xs:string"/>
    <xsl:param name="from" as="xs:string"/>
    <xsl:sequence select="
        if ($to = '') then '../'[$from != ''] || $html:stem || '.html'
        else ($html:stem || '/')[$from = ''] || $to || '.html'"/>
  </xsl:function>

  <!-- Title, canonical address, neighbours. -->
  <xsl:template match="h:head" mode="html:cut" as="element()">
    <xsl:param name="name" as="xs:string" tunnel="yes"/>
    <xsl:param name="names" as="xs:string+" tunnel="yes"/>
    <xsl:param name="at" as="xs:integer" tunnel="yes"/>
    <xsl:copy>
      <xsl:apply-templates mode="html:cut"/>
      <xsl:for-each select="$names[$at - 1][$at gt 1]">
        <link rel="prev" href="{html:page-address(., $name)}"/>
      </xsl:for-each>
      <xsl:for-each select="$names[$at + 1]">
        <link rel="next" href="{html:page-address(., $name)}"/>
      </xsl:for-each>
      <script src="{html:from-page('assets/pages.js', $name)}" defer="" data-addresses="{html:from-page($html:stem || '/addresses.js', $name)}"
          data-first="{html:page-address('', $name)}" data-folder="{($html:stem || '/')[$name = '']}"/>
    </xsl:copy>
  </xsl:template>

  <xsl:template match="h:head/h:title" mode="html:cut" as="element()">
    <xsl:param name="name" as="xs:string" tunnel="yes"/>
    <xsl:param name="titles" as="map(xs:string, xs:string)" tunnel="yes"/>
    <xsl:copy>
      <xsl:value-of select="$titles($name)[. != ''], string()" separator=" · "/>
    </xsl:copy>
  </xsl:template>

  <xsl:template match="h:link[@rel = 'canonical']/@href" mode="html:cut" as="attribute()" priority="2">
    <xsl:param name="name" as="xs:string" tunnel="yes"/>
    <xsl:attribute name="href" select="if ($name = '') then . else replace(., '\.html$', '') || '/' || $name || '.html'"/>
  </xsl:template>

  <!-- What programs are told: of a further page, that it is a part of the text. -->
  <xsl:template match="h:meta[@name = 'description']/@content" mode="html:cut" as="attribute()">
    <xsl:param name="name" as="xs:string" tunnel="yes"/>
    <xsl:param name="titles" as="map(xs:string, xs:string)" tunnel="yes"/>
    <xsl:attribute name="content" select="$titles($name)[. != ''], string()" separator=" · "/>
  </xsl:template>

  <xsl:template match="h:script[@type = 'application/ld+json']" mode="html:cut" as="element()">
    <xsl:param name="name" as="xs:string" tunnel="yes"/>
    <xsl:param name="at" as="xs:integer" tunnel="yes"/>
    <xsl:param name="titles" as="map(xs:string, xs:string)" tunnel="yes"/>
    <xsl:copy>
      <xsl:copy-of select="@*"/>
      <xsl:value-of select="
          if ($name = '') then string()
          else '{&quot;@context&quot;:&quot;https://schema.org&quot;,&quot;@type&quot;:&quot;CreativeWork&quot;,&quot;name&quot;:' || html:json($titles($name))
            || ',&quot;position&quot;:' || $at || ',&quot;isPartOf&quot;:' || string() || '}'"/>
    </xsl:copy>
  </xsl:template>

  <!-- A string as JSON that may stand in a script. -->
  <xsl:function name="html:json" as="xs:string">
    <xsl:param name="text" as="xs:string?"/>
    <xsl:variable name="written" as="xs:string" select="serialize(string($text), map { 'method': 'json' })"/>
    <xsl:sequence select="$written => replace('&amp;', '\\u0026') => replace('&lt;', '\\u003c') => replace('>', '\\u003e')"/>
  </xsl:function>

  <!-- The heading: whole on the first page, on others the title as a link to it. -->
  <xsl:template match="h:header[@class = 'text-heading']" mode="html:cut" as="element()">
    <xsl:param name="name" as="xs:string" tunnel="yes"/>
    <xsl:param name="titles" as="map(xs:string, xs:string)" tunnel="yes"/>
    <xsl:choose>
      <xsl:when test="$name = ''">
        <xsl:next-match/>
      </xsl:when>
      <xsl:otherwise>
        <xsl:copy>
          <xsl:copy-of select="@*"/>
          <p class="of"><a href="{html:page-address('', $name)}"><xsl:value-of select="h:h1"/></a></p>
          <h1><xsl:value-of select="($titles($name)[. != ''], h:h1)[1]"/></h1>
        </xsl:copy>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- The contents: whole on the first page; on others one line a page, and what is on this one. -->
  <xsl:template match="h:nav[@class = 'contents']/h:details/@open" mode="html:cut">
    <xsl:param name="name" as="xs:string" tunnel="yes"/>
    <xsl:copy-of select=".[$name = '']"/>
  </xsl:template>

  <xsl:template match="h:nav[@class = 'contents']//h:li" mode="html:cut" as="element()?">
    <xsl:param name="name" as="xs:string" tunnel="yes"/>
    <xsl:param name="homes" as="map(xs:string, xs:string+)" tunnel="yes"/>
    <xsl:if test="$name = '' or (some $one in descendant-or-self::h:li satisfies html:is-kept($one, $name, $homes))">
      <xsl:next-match/>
    </xsl:if>
  </xsl:template>

  <xsl:template match="h:nav[@class = 'contents']//h:ol" mode="html:cut" as="element()?">
    <xsl:variable name="items" as="element()*">
      <xsl:apply-templates select="h:li" mode="html:cut"/>
    </xsl:variable>
    <xsl:if test="$items">
      <ol><xsl:sequence select="$items"/></ol>
    </xsl:if>
  </xsl:template>

  <xsl:template match="h:nav[@class = 'contents']//h:a" mode="html:cut" as="element()">
    <xsl:param name="name" as="xs:string" tunnel="yes"/>
    <xsl:param name="homes" as="map(xs:string, xs:string+)" tunnel="yes"/>
    <xsl:copy>
      <xsl:apply-templates select="@*" mode="html:cut"/>
      <xsl:if test="html:listed-home(.., $homes) = $name and not(html:listed-home(html:item-before(..), $homes) = $name)">
        <xsl:attribute name="aria-current" select="'page'"/>
      </xsl:if>
      <xsl:apply-templates mode="html:cut"/>
    </xsl:copy>
  </xsl:template>

  <xsl:function name="html:is-kept" as="xs:boolean">
    <xsl:param name="item" as="element()"/>
    <xsl:param name="name" as="xs:string"/>
    <xsl:param name="homes" as="map(xs:string, xs:string+)"/>
    <xsl:variable name="home" as="xs:string?" select="html:listed-home($item, $homes)"/>
    <xsl:sequence select="$home = $name or not($home = html:listed-home(html:item-before($item), $homes))"/>
  </xsl:function>

  <xsl:function name="html:listed-home" as="xs:string?">
    <xsl:param name="item" as="element()?"/>
    <xsl:param name="homes" as="map(xs:string, xs:string+)"/>
    <xsl:sequence select="$item/h:a/@href ! $homes(substring(., 2))[1]"/>
  </xsl:function>

  <!-- The item of the contents in front of one, or around it. -->
  <xsl:function name="html:item-before" as="element()?">
    <xsl:param name="item" as="element()"/>
    <xsl:variable name="before" as="element()?" select="$item/preceding-sibling::h:li[1]"/>
    <xsl:sequence select="if ($before) then $before/descendant-or-self::h:li[last()] else $item/ancestor::h:li[1]"/>
  </xsl:function>

  <!-- The text: what stands on this page, inside the elements that hold it. -->
  <xsl:template match="h:article[@class = 'reading']" mode="html:cut" as="element()+">
    <nav class="pager" aria-label="{lab:text('pages')}">
      <xsl:call-template name="html:pager"/>
    </nav>
    <xsl:copy>
      <xsl:apply-templates select="@*" mode="html:cut"/>
      <xsl:variable name="slice" as="node()*">
        <xsl:apply-templates mode="html:slice"/>
      </xsl:variable>
      <xsl:sequence select="html:raised($slice)"/>
    </xsl:copy>
    <div class="pager">
      <xsl:call-template name="html:pager"/>
    </div>
  </xsl:template>

  <!-- The headings of a page begin right below its own, though those around them stand on an earlier page. -->
  <xsl:function name="html:raised" as="node()*">
    <xsl:param name="slice" as="node()*"/>
    <xsl:variable name="outermost" as="xs:integer?" select="min($slice/descendant-or-self::h:*[matches(local-name(), '^h[2-6]$')] ! xs:integer(substring(local-name(), 2)))"/>
    <xsl:choose>
      <xsl:when test="$outermost gt 2">
        <xsl:apply-templates select="$slice" mode="html:raised">
          <xsl:with-param name="by" select="$outermost - 2" tunnel="yes"/>
        </xsl:apply-templates>
      </xsl:when>
      <xsl:otherwise>
        <xsl:sequence select="$slice"/>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:function>

  <xsl:mode name="html:raised" on-no-match="shallow-copy"/>

  <xsl:template match="h:h3 | h:h4 | h:h5 | h:h6" mode="html:raised" as="element()">
    <xsl:param name="by" as="xs:integer" tunnel="yes"/>
    <xsl:element name="h{xs:integer(substring(local-name(), 2)) - $by}">
      <xsl:apply-templates select="@*, node()" mode="html:raised"/>
    </xsl:element>
  </xsl:template>

  <xsl:mode name="html:slice" on-no-match="fail"/>

  <!-- An element that begins on an earlier page goes on without its address. -->
  <xsl:template match="h:*" mode="html:slice" as="element()?">
    <xsl:param name="name" as="xs:string" tunnel="yes"/>
    <xsl:param name="names" as="xs:string+" tunnel="yes"/>
    <xsl:param name="at" as="xs:integer" tunnel="yes"/>
    <xsl:variable name="first" as="xs:string" select="accumulator-before('html:page')"/>
    <xsl:variable name="last" as="xs:string" select="accumulator-after('html:page')"/>
    <xsl:choose>
      <xsl:when test="$first = $last">
        <xsl:if test="$first = $name">
          <xsl:copy>
            <xsl:apply-templates select="@*, node()" mode="html:cut"/>
          </xsl:copy>
        </xsl:if>
      </xsl:when>
      <xsl:when test="index-of($names, $first) le $at and $at le index-of($names, $last)">
        <xsl:copy>
          <xsl:apply-templates select="if ($first = $name) then @* else @* except @id" mode="html:cut"/>
          <xsl:apply-templates mode="html:slice"/>
        </xsl:copy>
      </xsl:when>
    </xsl:choose>
  </xsl:template>

  <xsl:template match="*" mode="html:slice" priority="-0.7" as="element()?">
    <xsl:param name="name" as="xs:string" tunnel="yes"/>
    <xsl:copy-of select=".[accumulator-before('html:page') = $name]"/>
  </xsl:template>

  <xsl:template match="text()" mode="html:slice" as="text()?">
    <xsl:param name="name" as="xs:string" tunnel="yes"/>
    <xsl:sequence select=".[accumulator-before('html:page') = $name]"/>
  </xsl:template>

  <!-- The page before, which of how many this is, the page behind. -->
  <xsl:template name="html:pager" as="node()+">
    <xsl:param name="name" as="xs:string" tunnel="yes"/>
    <xsl:param name="names" as="xs:string+" tunnel="yes"/>
    <xsl:param name="at" as="xs:integer" tunnel="yes"/>
    <xsl:for-each select="$names[$at - 1][$at gt 1]">
      <a rel="prev" href="{html:page-address(., $name)}"><xsl:value-of select="lab:text('pageBefore')"/></a>
      <xsl:text> </xsl:text>
    </xsl:for-each>
    <span class="count"><xsl:value-of select="$at, '/', count($names)"/></span>
    <xsl:for-each select="$names[$at + 1]">
      <xsl:text> </xsl:text>
      <a rel="next" href="{html:page-address(., $name)}"><xsl:value-of select="lab:text('pageBehind')"/></a>
    </xsl:for-each>
  </xsl:template>

  <!-- Entries and notes whose words are on this page; a layer or section without any is not there. -->
  <xsl:template match="h:section[tokenize(@class) = ('apparatus', 'notes')] | h:section//h:div[tokenize(@class) = ('layer', 'list-of-entries')]" mode="html:cut" as="element()?">
    <xsl:variable name="inside" as="node()*">
      <xsl:apply-templates mode="html:cut"/>
    </xsl:variable>
    <xsl:if test="$inside/descendant-or-self::h:div[tokenize(@class) = ('entry', 'note')]">
      <xsl:copy>
        <xsl:copy-of select="@*"/>
        <xsl:sequence select="$inside"/>
      </xsl:copy>
    </xsl:if>
  </xsl:template>

  <xsl:template match="h:div[@id][html:is-item(.)]" mode="html:cut" as="element()?" priority="1">
    <xsl:param name="name" as="xs:string" tunnel="yes"/>
    <xsl:param name="homes" as="map(xs:string, xs:string+)" tunnel="yes"/>
    <xsl:variable name="pages" as="xs:string+" select="$homes(@id)"/>
    <xsl:choose>
      <xsl:when test="$pages[1] = $name">
        <xsl:next-match/>
      </xsl:when>
      <!-- words that go on here: the entry is told again -->
      <xsl:when test="$pages = $name">
        <xsl:copy>
          <xsl:copy-of select="@* except @id"/>
          <xsl:attribute name="id" select="'again:' || @id"/>
          <xsl:apply-templates mode="html:repeat"/>
          <xsl:text> </xsl:text>
          <a class="continued" href="{html:page-address($pages[1], $name)}#{@id}"><xsl:value-of select="lab:text('fromPageBefore')"/></a>
        </xsl:copy>
      </xsl:when>
    </xsl:choose>
  </xsl:template>

  <!-- (addresses are not given twice) -->
  <xsl:mode name="html:repeat" on-no-match="shallow-copy"/>
  <xsl:template match="@id" mode="html:repeat"/>
  <xsl:template match="@href" mode="html:repeat">
    <xsl:apply-templates select="." mode="html:cut"/>
  </xsl:template>

  <!-- Witnesses and facts about the text are told once. -->
  <xsl:template match="h:section[tokenize(@class) = ('witnesses', 'about')]" mode="html:cut" as="element()?">
    <xsl:param name="name" as="xs:string" tunnel="yes"/>
    <xsl:if test="$name = ''">
      <xsl:next-match/>
    </xsl:if>
  </xsl:template>

</xsl:stylesheet>
