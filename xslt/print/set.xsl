<?xml version="1.0" encoding="UTF-8"?>
<!-- The flow (flow.xsl) written as Typst. Every word is a string literal: so no character of a text means anything to Typst,
     and no white space is made or lost. Each block is one line of the file, under a comment that says where it comes from. -->
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
    xmlns:print="urn:recensio:print"
    xmlns:p="urn:recensio:print:flow"
    xpath-default-namespace="http://www.tei-c.org/ns/1.0"
    exclude-result-prefixes="#all">

  <!-- ======== strings ======== -->

  <!-- A string literal. Characters that turn the direction of whatever follows are left out: they would turn the page too. -->
  <xsl:function name="print:literal" as="xs:string">
    <xsl:param name="text" as="xs:string"/>
    <xsl:sequence select="'&quot;' || replace(replace(translate($text, '&#x202A;&#x202B;&#x202C;&#x202D;&#x202E;', ''), '\\', '\\\\'), '&quot;', '\\&quot;') || '&quot;'"/>
  </xsl:function>

  <!-- Words between two pieces of Typst. White space at their edges stays outside, where several spaces are one. -->
  <xsl:function name="print:words" as="xs:string">
    <xsl:param name="text" as="xs:string"/>
    <xsl:param name="before" as="xs:string"/>
    <xsl:param name="after" as="xs:string"/>
    <xsl:variable name="core" as="xs:string" select="normalize-space($text)"/>
    <xsl:sequence select="
        if ($core = '') then (if ($text = '') then '' else ' ')
        else (if (matches($text, '^\s')) then ' ' else '') || $before || print:literal(print:unbroken($core, $text)) || $after
          || (if (matches($text, '\s$') and not(matches($core, $print:sign-last))) then ' ' else '')"/>
  </xsl:function>

  <!-- What stands before a number, and stays on its line. -->
  <xsl:variable name="print:sign-last" as="xs:string" select="'(^|[\s(\[])[¶§№]+$'"/>
  <xsl:variable name="print:before-number" as="xs:string"
      select="'(^|[\s(\[&#xA0;])([¶§№]+|(?:pp?|fols?|ff?|vols?|nos?|nr|cf|Bd|Nr|S|t|n|ch|col|art|l|v)\.) ([\p{N}])'"/>

  <!-- Words with hard spaces between such a sign and its number; a sign at the end takes the space behind it. -->
  <xsl:function name="print:unbroken" as="xs:string">
    <xsl:param name="words" as="xs:string"/>
    <xsl:param name="text" as="xs:string"/>
    <xsl:variable name="joined" as="xs:string" select="if (matches($words, '[¶§№.] \p{N}')) then replace($words, $print:before-number, '$1$2&#xA0;$3', 'i') else $words"/>
    <xsl:sequence select="$joined || (if (matches($words, $print:sign-last) and matches($text, '\s$')) then '&#xA0;' else '')"/>
  </xsl:function>

  <!-- Named arguments, those that have a value: , name: value … -->
  <xsl:function name="print:arguments" as="xs:string">
    <xsl:param name="arguments" as="map(xs:string, item()?)"/>
    <xsl:sequence select="string-join(
        for $name in sort(map:keys($arguments)), $value in $arguments($name) return
          ', ' || $name || ': ' || (if ($value instance of xs:boolean or $value instance of xs:integer) then string($value) else print:literal(string($value))))"/>
  </xsl:function>

  <xsl:variable name="print:line-end" as="xs:string" select="'#linebreak();'"/>

  <xsl:function name="print:comment" as="xs:string">
    <xsl:param name="words" as="xs:string"/>
    <xsl:sequence select="'// ' || $words"/>
  </xsl:function>

  <!-- ======== blocks ======== -->

  <xsl:template match="p:block" mode="print:set" as="xs:string">
    <xsl:param name="content" as="node()*"/>
    <xsl:param name="previous" as="element()"/>
    <xsl:param name="main-language" as="xs:string?" tunnel="yes" select="()"/>
    <xsl:param name="main-direction" as="xs:string" tunnel="yes" select="'ltr'"/>
    <xsl:sequence select="'#para(' || print:literal(print:kind-of(., $previous)) || print:arguments(map {
        'left': @left[. != '0'] ! xs:integer(.), 'lines': (if (@lines = 'no') then false() else @lines), 'called': @called ! lab:text('unit-heading'), 'lined': @lined ! xs:integer(.), 'verse': @verse[not(../@lines)], 'lang': @lang[not(. = $main-language)],
        'dir': @dir[not(. = $main-direction)], 'label': @label, 'after': @after, 'align': @align,
        'keep': (@keep = 'yes')[.], 'spaced': (@spaced = 'yes')[.] })
        || ')[' || print:inline($content, @kind = 'code') || ']'"/>
  </xsl:template>

  <xsl:template match="p:block[@kind = 'head']" mode="print:set" as="xs:string">
    <xsl:param name="content" as="node()*"/>
    <xsl:param name="previous" as="element()"/>
    <xsl:param name="main-language" as="xs:string?" tunnel="yes" select="()"/>
    <xsl:param name="main-direction" as="xs:string" tunnel="yes" select="'ltr'"/>
    <xsl:sequence select="'#title(' || @level || ', ' || print:literal(string(@short)) || print:arguments(map {
        'close': ($previous/@kind = 'head')[.], 'called': lab:text('unit-heading')[. != 'tit.'], 'long': (string-length(string-join($content/self::text())) gt 120)[.], 'lang': @lang[not(. = $main-language)], 'dir': @dir[not(. = $main-direction)] })
        || ')[' || print:inline($content, false()) || ']'"/>
  </xsl:template>

  <!-- Blocks of another make hold their content themselves; behind each of them a paragraph begins. -->
  <xsl:template match="p:ornament" mode="print:set" as="xs:string">
    <xsl:sequence select="'#ornament'"/>
  </xsl:template>

  <!-- A panel around blocks: of mark-up, of a result. -->
  <xsl:template match="p:open" mode="print:set" as="xs:string">
    <xsl:sequence select="'#panel(' || print:literal(@make) || print:arguments(map { 'keep': (@keep = 'yes')[.] }) || ')['"/>
  </xsl:template>

  <xsl:template match="p:close" mode="print:set" as="xs:string">
    <xsl:sequence select="']'"/>
  </xsl:template>

  <xsl:template match="p:section" mode="print:set" as="xs:string">
    <xsl:sequence select="'#section(' || print:literal(.) || ')'"/>
  </xsl:template>

  <xsl:template match="p:picture" mode="print:set" as="xs:string">
    <xsl:sequence select="'#picture(' || string-join((@address, @alt, .) ! print:literal(normalize-space()), ', ') || ')'"/>
  </xsl:template>

  <xsl:template match="p:table" mode="print:set" as="xs:string">
    <xsl:variable name="rows" as="xs:string*">
      <xsl:apply-templates select="p:row" mode="print:set"/>
    </xsl:variable>
    <xsl:sequence select="'#tabled((' || string-join($rows) || '))'"/>
  </xsl:template>

  <xsl:template match="p:row" mode="print:set" as="xs:string">
    <xsl:variable name="cells" as="xs:string*">
      <xsl:apply-templates select="p:cell" mode="print:set"/>
    </xsl:variable>
    <xsl:sequence select="'(' || string-join($cells) || '),'"/>
  </xsl:template>

  <!-- A cell of one paragraph is just its words. -->
  <xsl:template match="p:cell" mode="print:set" as="xs:string">
    <xsl:variable name="body" as="xs:string*">
      <xsl:choose>
        <xsl:when test="p:block | p:table | p:picture | p:ornament">
          <xsl:call-template name="print:set">
            <xsl:with-param name="flow" select="node()"/>
          </xsl:call-template>
        </xsl:when>
        <xsl:otherwise>
          <xsl:sequence select="print:inline(node(), false())"/>
        </xsl:otherwise>
      </xsl:choose>
    </xsl:variable>
    <xsl:sequence select="'(cols: ' || @cols || ', rows: ' || @rows || ', head: ' || @head || ', body: [' || string-join($body, '&#10;') || ']),'"/>
  </xsl:template>

  <!-- ======== words and marks ======== -->

  <!-- Some words of a text node or p:t. -->
  <xsl:function name="print:text" as="xs:string">
    <xsl:param name="node" as="node()"/>
    <xsl:param name="words" as="xs:string"/>
    <xsl:param name="preformatted" as="xs:boolean"/>
    <xsl:variable name="after" as="xs:string" select="
        if ($node/self::p:t) then print:arguments(map { 'look': $node/@look, 'lang': $node/@lang, 'to': $node/@to }) || ')' || ';' else ';'"/>
    <xsl:variable name="before" as="xs:string" select="if ($node/self::p:t) then '#t(' else '#'"/>
    <xsl:variable name="written" as="xs:string" select="
        if ($preformatted) then print:lines($words, $before, $after) else print:words($words, $before, $after)"/>
    <xsl:sequence select="if ($node/@goto and normalize-space($written)) then '#goto(' || print:literal('at-' || $node/@goto) || ')[' || $written || ']' else $written"/>
  </xsl:function>

  <!-- Text whose line ends and blanks are meant. -->
  <xsl:function name="print:lines" as="xs:string">
    <xsl:param name="words" as="xs:string"/>
    <xsl:param name="before" as="xs:string"/>
    <xsl:param name="after" as="xs:string"/>
    <xsl:sequence select="string-join(tokenize($words, '&#10;') ! (if (. = '') then '' else $before || print:literal(translate(., ' &#9;', '&#xA0;&#xA0;')) || $after), $print:line-end)"/>
  </xsl:function>

  <!-- A sign of the edition's own. If it has letters, they must not grow onto those of the text. -->
  <xsl:template match="p:sign" mode="print:piece" as="xs:string">
    <xsl:variable name="sign" as="xs:string" select="'#t(' || print:literal(.) || print:arguments(map { 'look': @look }) || ');'"/>
    <xsl:sequence select="if (matches(., '[\p{L}\p{N}]') and not(tokenize(@look) = 'tag')) then '#narrow;' || $sign || '#narrow;' else $sign"/>
  </xsl:template>

  <xsl:template match="p:break" mode="print:piece" as="xs:string">
    <xsl:sequence select="$print:line-end"/>
  </xsl:template>

  <!-- A hyphen that is no part of the word. -->
  <xsl:template match="p:hyphen" mode="print:piece" as="xs:string">
    <xsl:sequence select="'#&quot;\u{ad}&quot;;'"/>
  </xsl:template>

  <xsl:template match="p:fence" mode="print:piece" as="xs:string">
    <xsl:sequence select="if (@side = 'start') then '#fence;' else '#unfence;'"/>
  </xsl:template>

  <xsl:template match="p:folio" mode="print:piece" as="xs:string">
    <xsl:param name="inside" as="xs:boolean" select="false()"/>
    <xsl:sequence select="'#folio(' || print:literal(.) || print:arguments(map { 'inside': $inside[.] }) || ');'"/>
  </xsl:template>

  <xsl:template match="p:number" mode="print:piece" as="xs:string">
    <xsl:sequence select="'#line-number(' || print:literal(.) || print:arguments(map { 'shown': (@shown = 'no')[.] ! false() }) || ');'"/>
  </xsl:template>

  <xsl:template match="p:anchor" mode="print:piece" as="xs:string">
    <xsl:sequence select="'#anchor(' || print:literal(@id) || ');'"/>
  </xsl:template>

  <xsl:template match="p:restart" mode="print:piece" as="xs:string">
    <xsl:sequence select="'#restart-lines;'"/>
  </xsl:template>

  <xsl:template match="p:app" mode="print:piece" as="xs:string">
    <xsl:param name="inside" as="xs:boolean" select="false()"/>
    <xsl:sequence select="'#app(' || print:literal(@id) || ', ' || print:literal(@layer) || ', '
        || (if (p:lem) then '[' || print:flat(p:lem/node()[not(self::p:name)]) || ']' else 'none') || ', [' || print:flat(p:body/node()[not(self::p:name)]) || ']'
        || print:arguments(map { 'back': (@back = 'yes')[.], 'inside': $inside[.], 'key': @key, 'place': @place, 'same': @same }) || print:named(p:body) || ');'"/>
  </xsl:template>

  <xsl:template match="p:same" mode="print:piece" as="xs:string">
    <xsl:param name="inside" as="xs:boolean" select="false()"/>
    <xsl:sequence select="'#same(' || print:literal(@words) || print:arguments(map { 'inside': $inside[.] }) || ');'"/>
  </xsl:template>

  <xsl:template match="p:end" mode="print:piece" as="xs:string">
    <xsl:sequence select="'#end(' || print:literal(@id) || ');'"/>
  </xsl:template>

  <xsl:template match="p:call[@again]" mode="print:piece" as="xs:string">
    <xsl:param name="follows" as="xs:boolean" select="false()"/>
    <xsl:sequence select="$print:between-calls[$follows] || '#call-again(' || print:literal(@id) || ', ' || print:literal(@n) || ');'"/>
  </xsl:template>

  <!-- Between calls a line may end. -->
  <xsl:variable name="print:between-calls" as="xs:string" select="'#opening;'"/>

  <xsl:template match="p:call" mode="print:piece" as="xs:string">
    <xsl:param name="follows" as="xs:boolean" select="false()"/>
    <xsl:sequence select="$print:between-calls[$follows] || '#call(' || string-join((@id, @layer, @n) ! print:literal(.), ', ') || ', [' || print:flat(node()[not(self::p:name)]) || ']' || print:named(.) || ');'"/>
  </xsl:template>

  <!-- Whom a reading or a note names. -->
  <xsl:function name="print:named" as="xs:string">
    <xsl:param name="said" as="element()?"/>
    <xsl:variable name="keys" as="xs:string*" select="distinct-values($said//p:name/@key)"/>
    <xsl:sequence select="if (exists($keys)) then ', named: ' || print:array($keys ! print:literal(.)) else ''"/>
  </xsl:function>

  <xsl:template match="p:name" mode="print:piece" as="xs:string">
    <xsl:param name="inside" as="xs:boolean" select="false()"/>
    <xsl:sequence select="'#named(' || print:literal(@key) || print:arguments(map { 'inside': $inside[.] }) || ');'"/>
  </xsl:template>

</xsl:stylesheet>
