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
        else (if (matches($text, '^\s')) then ' ' else '') || $before || print:literal($core) || $after
          || (if (matches($text, '\s$')) then ' ' else '')"/>
  </xsl:function>

  <!-- Named arguments, those that have a value: , name: value … -->
  <xsl:function name="print:arguments" as="xs:string">
    <xsl:param name="arguments" as="map(xs:string, item()?)"/>
    <xsl:sequence select="string-join(
        for $name in sort(map:keys($arguments)), $value in $arguments($name) return
          ', ' || $name || ': ' || (if ($value instance of xs:boolean or $value instance of xs:integer) then string($value) else print:literal(string($value))))"/>
  </xsl:function>

  <!-- ======== blocks ======== -->

  <xsl:mode name="print:set" on-no-match="fail"/>

  <!-- A whole flow, block by block. Where a block has no words, its notes are called (and lemmata end) at the end of the
       paragraph before it; its other marks go to the next one. -->
  <xsl:template name="print:set" as="xs:string*">
    <xsl:param name="flow" as="node()*"/>
    <xsl:variable name="groups" as="array(node()*)*">
      <xsl:for-each-group select="$flow" group-starting-with="p:block | p:table | p:picture | p:ornament | p:section">
        <xsl:sequence select="[current-group()]"/>
      </xsl:for-each-group>
    </xsl:variable>
    <xsl:iterate select="$groups">
      <xsl:param name="held" as="node()*" select="()"/>
      <xsl:param name="pending" as="node()*" select="()"/>
      <xsl:param name="previous" as="element()" select="$print:outermost"/>
      <xsl:on-completion>
        <xsl:call-template name="print:set-group">
          <xsl:with-param name="group" select="($held, $print:outermost[empty($held) and exists($pending)]), $pending"/>
          <xsl:with-param name="previous" select="$previous"/>
        </xsl:call-template>
      </xsl:on-completion>
      <xsl:variable name="group" as="node()*" select="?1"/>
      <xsl:variable name="calls" as="element()*" select="$group[self::p:call or self::p:end or self::p:app[@back]]"/>
      <xsl:variable name="wordless" as="element()*" select="($pending, $group)[self::p:app[not(@back)][@id = $calls/self::p:end/@id]]"/>
      <xsl:choose>
        <xsl:when test="some $node in $group satisfies print:has-words($node)">
          <xsl:variable name="head" as="element()" select="($group[1][self::p:*][not(print:is-inline(.))], $print:outermost)[1]"/>
          <xsl:call-template name="print:set-group">
            <xsl:with-param name="group" select="$held"/>
            <xsl:with-param name="previous" select="$previous"/>
          </xsl:call-template>
          <xsl:next-iteration>
            <xsl:with-param name="held" select="$head, $pending, $group[not(. is $head)]"/>
            <xsl:with-param name="pending" select="()"/>
            <xsl:with-param name="previous" select="(head($held), $previous)[1]"/>
          </xsl:next-iteration>
        </xsl:when>
        <xsl:otherwise>
          <xsl:variable name="takes-calls" as="xs:boolean" select="exists(head($held)[self::p:block])"/>
          <xsl:next-iteration>
            <xsl:with-param name="held" select="$held, ($wordless ! print:behind(., ($pending, $group)[self::p:number][last()]), $calls)[$takes-calls]"/>
            <xsl:with-param name="pending" select="($pending, $group[self::p:*]) except ($group[self::p:block] | ($wordless | $calls)[$takes-calls])"/>
          </xsl:next-iteration>
        </xsl:otherwise>
      </xsl:choose>
    </xsl:iterate>
  </xsl:template>

  <!-- An entry on a line that has no words stands behind the line before; it is cited by the number of its own. -->
  <xsl:function name="print:behind" as="element(p:app)">
    <xsl:param name="app" as="element(p:app)"/>
    <xsl:param name="number" as="element(p:number)?"/>
    <p:app back="yes">
      <xsl:copy-of select="$app/@*"/>
      <xsl:for-each select="$number">
        <xsl:attribute name="key" select="."/>
      </xsl:for-each>
      <xsl:copy-of select="$app/node()"/>
    </p:app>
  </xsl:function>

  <!-- A group: its block, then what is in it. -->
  <xsl:template name="print:set-group" as="xs:string*">
    <xsl:param name="group" as="node()*"/>
    <xsl:param name="previous" as="element()"/>
    <xsl:if test="exists($group)">
      <xsl:sequence select="head($group)/@at ! ('// @ ' || .)"/>
      <xsl:apply-templates select="head($group)" mode="print:set">
        <xsl:with-param name="content" select="tail($group)"/>
        <xsl:with-param name="previous" select="$previous"/>
      </xsl:apply-templates>
    </xsl:if>
  </xsl:template>

  <xsl:function name="print:is-inline" as="xs:boolean">
    <xsl:param name="node" as="node()"/>
    <xsl:sequence select="not($node[self::p:block or self::p:table or self::p:picture or self::p:ornament or self::p:section])"/>
  </xsl:function>

  <!-- Does the node show in the text, and not only point at a note or a margin? -->
  <xsl:function name="print:has-words" as="xs:boolean">
    <xsl:param name="node" as="node()"/>
    <xsl:sequence select="exists($node[self::p:sign or self::p:table or self::p:picture or self::p:ornament or self::p:section
        or ((self::text() or self::p:t) and normalize-space())])"/>
  </xsl:function>

  <xsl:template match="p:block" mode="print:set" as="xs:string">
    <xsl:param name="content" as="node()*"/>
    <xsl:param name="previous" as="element()"/>
    <xsl:param name="main-language" as="xs:string?" tunnel="yes" select="()"/>
    <xsl:param name="main-direction" as="xs:string" tunnel="yes" select="'ltr'"/>
    <xsl:variable name="follows" as="xs:boolean" select="$previous/@kind = 'prose' and $previous/@left = @left"/>
    <xsl:variable name="kind" as="xs:string" select="if (@kind = 'prose' and (@again or not($follows))) then 'start' else @kind"/>
    <xsl:sequence select="'#para(' || print:literal($kind) || print:arguments(map {
        'left': @left[. != '0'] ! xs:integer(.), 'lines': (@lines = 'no')[.] ! false(), 'verse': @verse[not(../@lines)], 'lang': @lang[not(. = $main-language)],
        'dir': @dir[not(. = $main-direction)], 'label': @label, 'after': @after, 'align': @align })
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
  <xsl:template match="p:table | p:picture | p:ornament | p:section" mode="print:set" as="xs:string">
    <xsl:apply-templates select="." mode="print:set-special"/>
  </xsl:template>

  <xsl:mode name="print:set-special" on-no-match="fail"/>

  <xsl:template match="p:ornament" mode="print:set-special" as="xs:string">
    <xsl:sequence select="'#ornament'"/>
  </xsl:template>

  <xsl:template match="p:section" mode="print:set-special" as="xs:string">
    <xsl:sequence select="'#section(' || print:literal(.) || ')'"/>
  </xsl:template>

  <xsl:template match="p:picture" mode="print:set-special" as="xs:string">
    <xsl:sequence select="'#picture(' || string-join((@address, @alt, .) ! print:literal(normalize-space()), ', ') || ')'"/>
  </xsl:template>

  <xsl:template match="p:table" mode="print:set-special" as="xs:string">
    <xsl:variable name="rows" as="xs:string*">
      <xsl:apply-templates select="p:row" mode="print:set-special"/>
    </xsl:variable>
    <xsl:sequence select="'#tabled((' || string-join($rows) || '))'"/>
  </xsl:template>

  <xsl:template match="p:row" mode="print:set-special" as="xs:string">
    <xsl:variable name="cells" as="xs:string*">
      <xsl:apply-templates select="p:cell" mode="print:set-special"/>
    </xsl:variable>
    <xsl:sequence select="'(' || string-join($cells) || '),'"/>
  </xsl:template>

  <!-- A cell of one paragraph is just its words. -->
  <xsl:template match="p:cell" mode="print:set-special" as="xs:string">
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

  <xsl:variable name="print:letter-first" as="xs:string" select="'^[\p{L}\p{M}\p{N}]'"/>
  <xsl:variable name="print:letter-last" as="xs:string" select="'[\p{L}\p{M}\p{N}]$'"/>

  <!-- What stands in one paragraph. A note called inside a word is called behind it, so that the word stays whole;
       marks know whether they stand at the beginning of a word. -->
  <xsl:function name="print:inline" as="xs:string">
    <xsl:param name="content" as="node()*"/>
    <xsl:param name="preformatted" as="xs:boolean"/>
    <xsl:variable name="pieces" as="xs:string*">
      <xsl:iterate select="$content">
        <xsl:param name="last" as="xs:string" select="''"/>
        <xsl:param name="calls" as="element(p:call)*" select="()"/>
        <xsl:param name="apart" as="xs:boolean" select="false()"/>
        <xsl:param name="opened" as="xs:boolean" select="false()"/>
        <xsl:on-completion>
          <xsl:apply-templates select="$calls" mode="print:piece"/>
        </xsl:on-completion>
        <xsl:choose>
          <xsl:when test="self::p:call and matches($last, $print:letter-last)">
            <xsl:next-iteration>
              <xsl:with-param name="calls" select="$calls, ."/>
            </xsl:next-iteration>
          </xsl:when>
          <xsl:when test="self::text() or self::p:t">
            <xsl:variable name="joined" as="xs:string" select="if (not($opened) and matches($last, '\S') or $preformatted) then string() else replace(., '^\s+', '')"/>
            <xsl:variable name="words" as="xs:string" select="(' '[$apart and print:touch($last, $joined)], '')[1] || $joined"/>
            <xsl:variable name="inside" as="xs:string" select="
                if (exists($calls) and matches($words, $print:letter-first)) then replace($words, '^([\p{L}\p{M}\p{N}]+).*$', '$1', 's') else ''"/>
            <xsl:variable name="rest" as="xs:string" select="substring($words, string-length($inside) + 1)"/>
            <xsl:sequence select="print:text(., $inside, $preformatted)"/>
            <xsl:apply-templates select="$calls[$rest != '']" mode="print:piece"/>
            <xsl:sequence select="print:text(., $rest, $preformatted)"/>
            <xsl:next-iteration>
              <xsl:with-param name="last" select="if ($words = '') then $last else substring($words, string-length($words))"/>
              <xsl:with-param name="calls" select="$calls[$rest = '']"/>
              <xsl:with-param name="apart" select="$apart and $words = ''"/>
              <xsl:with-param name="opened" select="$opened and $words = ''"/>
            </xsl:next-iteration>
          </xsl:when>
          <xsl:when test="self::p:gap">
            <xsl:next-iteration>
              <xsl:with-param name="apart" select="true()"/>
            </xsl:next-iteration>
          </xsl:when>
          <!-- (a line that has not begun need not be broken) -->
          <xsl:when test="self::p:break and $last = ''"/>
          <xsl:otherwise>
            <xsl:sequence select="' '[$apart and current()[self::p:sign] and print:touch($last, current())]"/>
            <xsl:apply-templates select="." mode="print:piece">
              <xsl:with-param name="inside" select="matches($last, '[^\s‐–—-]$')"/>
            </xsl:apply-templates>
            <xsl:next-iteration>
              <xsl:with-param name="last" select="if (self::p:break) then '' else if (self::p:call) then '.' else if (self::p:sign) then print:last-of-sign(.) else $last"/>
              <xsl:with-param name="apart" select="$apart and not(self::p:sign or self::p:break)"/>
              <xsl:with-param name="opened" select="if (self::p:sign) then matches(., '[(\[⟦⟨]$') else $opened"/>
            </xsl:next-iteration>
          </xsl:otherwise>
        </xsl:choose>
      </xsl:iterate>
    </xsl:variable>
    <xsl:sequence select="string-join($pieces)"/>
  </xsl:function>

  <!-- Would a word or an opening sign stand directly behind another word or a closing sign? -->
  <xsl:function name="print:touch" as="xs:boolean">
    <xsl:param name="last" as="xs:string"/>
    <xsl:param name="next" as="xs:string"/>
    <xsl:sequence select="
        if (matches($next, '^[(\[⟦⟨]')) then matches($last, '[^\s\p{Z}\p{Ps}⟦⟨]$')
        else matches($last, '[^\s\p{Z}\p{Ps}\p{Pi}&quot;''⟦⟨/–-]$') and matches($next, '^[^\s\p{Z}\p{Pe}\p{Pf}&quot;'',.;:!?·/–⟧⟩-]')"/>
  </xsl:function>

  <!-- What the end of a sign is for what follows: its letters are no letters of the text. -->
  <xsl:function name="print:last-of-sign" as="xs:string">
    <xsl:param name="sign" as="element(p:sign)"/>
    <xsl:sequence select="replace(substring($sign, string-length($sign)), '[\p{L}\p{M}\p{N}]', '.')"/>
  </xsl:function>

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
    <xsl:sequence select="string-join(tokenize($words, '&#10;') ! (if (. = '') then '' else $before || print:literal(translate(., ' &#9;', '&#xA0;&#xA0;')) || $after), '#linebreak();')"/>
  </xsl:function>

  <xsl:mode name="print:piece" on-no-match="fail"/>

  <!-- A sign of the edition's own. If it has letters, they must not grow onto those of the text. -->
  <xsl:template match="p:sign" mode="print:piece" as="xs:string">
    <xsl:variable name="sign" as="xs:string" select="'#t(' || print:literal(.) || print:arguments(map { 'look': @look }) || ');'"/>
    <xsl:sequence select="if (matches(., '[\p{L}\p{N}]')) then '#narrow;' || $sign || '#narrow;' else $sign"/>
  </xsl:template>

  <xsl:template match="p:break" mode="print:piece" as="xs:string">
    <xsl:sequence select="'#linebreak();'"/>
  </xsl:template>

  <!-- A hyphen that is no part of the word. -->
  <xsl:template match="p:hyphen" mode="print:piece" as="xs:string">
    <xsl:sequence select="'#&quot;\u{ad}&quot;;'"/>
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
        || (if (p:lem) then '[' || print:flat(p:lem/node()) || ']' else 'none') || ', [' || print:flat(p:body/node()) || ']'
        || print:arguments(map { 'back': (@back = 'yes')[.], 'inside': $inside[.], 'key': @key, 'place': @place, 'same': @same }) || ');'"/>
  </xsl:template>

  <xsl:template match="p:same" mode="print:piece" as="xs:string">
    <xsl:param name="inside" as="xs:boolean" select="false()"/>
    <xsl:sequence select="'#same(' || print:literal(@words) || print:arguments(map { 'inside': $inside[.] }) || ');'"/>
  </xsl:template>

  <xsl:template match="p:end" mode="print:piece" as="xs:string">
    <xsl:sequence select="'#end(' || print:literal(@id) || ');'"/>
  </xsl:template>

  <xsl:template match="p:call[@again]" mode="print:piece" as="xs:string">
    <xsl:sequence select="'#call-again(' || print:literal(@id) || ', ' || print:literal(@n) || ');'"/>
  </xsl:template>

  <xsl:template match="p:call" mode="print:piece" as="xs:string">
    <xsl:sequence select="'#call(' || string-join((@id, @layer, @n) ! print:literal(.), ', ') || ', [' || print:flat(node()) || ']);'"/>
  </xsl:template>

  <!-- ======== entries and notes: one paragraph, whatever their mark-up ======== -->

  <!-- Blocks in a note are lines of it; an entry is run in already. -->
  <xsl:function name="print:flat" as="xs:string">
    <xsl:param name="flow" as="node()*"/>
    <xsl:variable name="blocks" as="xs:string*" select="print:blocks($flow) ! normalize-space(print:inline(?*, false()))[. != '']"/>
    <xsl:sequence select="string-join($blocks, '#linebreak();')"/>
  </xsl:function>

  <!-- What stands between the edges of blocks. -->
  <xsl:function name="print:blocks" as="array(node()*)*">
    <xsl:param name="flow" as="node()*"/>
    <xsl:variable name="flat" as="node()*">
      <xsl:apply-templates select="$flow" mode="print:flat"/>
    </xsl:variable>
    <xsl:for-each-group select="$flat" group-starting-with="p:block">
      <xsl:sequence select="array { current-group()[not(self::p:block)] }"/>
    </xsl:for-each-group>
  </xsl:function>

  <xsl:mode name="print:flat" on-no-match="shallow-skip"/>

  <xsl:template match="text() | p:t | p:sign | p:block | p:hyphen | p:gap" mode="print:flat">
    <xsl:sequence select="."/>
  </xsl:template>

  <xsl:template match="p:break" mode="print:flat">
    <xsl:text> </xsl:text>
  </xsl:template>

  <!-- (numbers of lines and pages are told of the text, not of readings) -->
  <xsl:template match="p:number | p:folio | p:app | p:end" mode="print:flat"/>

  <xsl:template match="p:row" mode="print:flat">
    <p:block/>
    <xsl:apply-templates mode="print:flat"/>
    <p:block/>
  </xsl:template>

  <xsl:template match="p:cell" mode="print:flat">
    <xsl:apply-templates mode="print:flat"/>
    <xsl:if test="following-sibling::p:cell">
      <xsl:text> </xsl:text>
      <p:sign>|</p:sign>
      <xsl:text> </xsl:text>
    </xsl:if>
  </xsl:template>

  <xsl:template match="p:picture" mode="print:flat">
    <p:sign><xsl:value-of select="'[' || . || ']'"/></p:sign>
  </xsl:template>

</xsl:stylesheet>
