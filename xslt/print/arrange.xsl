<?xml version="1.0" encoding="UTF-8"?>
<!-- The flow (flow.xsl) in the order in which it is set: which marks belong to which paragraph, where notes are called, where
     words must be kept apart. How a block, words or a mark are written is for the writer to say, in the modes print:set
     (blocks) and print:piece (marks), and in print:text, print:comment and print:line-end: set.xsl writes Typst, ../tex/writer.xsl writes TeX. -->
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

  <!-- ======== blocks ======== -->

  <xsl:mode name="print:set" on-no-match="fail"/>

  <!-- A whole flow, block by block. Where a block has no words, its notes are called (and lemmata end) at the end of the
       paragraph before it; its other marks go to the next one. -->
  <xsl:template name="print:set" as="xs:string*">
    <xsl:param name="flow" as="node()*"/>
    <xsl:variable name="groups" as="array(node()*)*">
      <xsl:for-each-group select="$flow" group-starting-with="p:block | p:table | p:picture | p:ornament | p:section | p:open | p:close">
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
      <xsl:sequence select="head($group)/@at ! print:comment('@ ' || .)"/>
      <xsl:apply-templates select="head($group)" mode="print:set">
        <xsl:with-param name="content" select="tail($group)"/>
        <xsl:with-param name="previous" select="$previous"/>
      </xsl:apply-templates>
    </xsl:if>
  </xsl:template>

  <xsl:function name="print:is-inline" as="xs:boolean">
    <xsl:param name="node" as="node()"/>
    <xsl:sequence select="not($node[self::p:block or self::p:table or self::p:picture or self::p:ornament or self::p:section
        or self::p:open or self::p:close])"/>
  </xsl:function>

  <!-- What a paragraph is set as: one that does not follow another of its kind is not indented. -->
  <xsl:function name="print:kind-of" as="xs:string">
    <xsl:param name="block" as="element(p:block)"/>
    <xsl:param name="previous" as="element()"/>
    <xsl:variable name="follows" as="xs:boolean" select="$previous/@kind = 'prose' and $previous/@left = $block/@left"/>
    <xsl:sequence select="if ($block/@kind = 'prose' and ($block/@again or not($follows))) then 'start' else $block/@kind"/>
  </xsl:function>

  <!-- Does the node show in the text, and not only point at a note or a margin? -->
  <xsl:function name="print:has-words" as="xs:boolean">
    <xsl:param name="node" as="node()"/>
    <xsl:sequence select="exists($node[self::p:sign or self::p:table or self::p:picture or self::p:ornament or self::p:section
        or self::p:open or self::p:close or ((self::text() or self::p:t) and normalize-space())])"/>
  </xsl:function>

  <!-- ======== words and marks ======== -->

  <xsl:variable name="print:letter-first" as="xs:string" select="'^[\p{L}\p{M}\p{N}]'"/>
  <xsl:variable name="print:letter-last" as="xs:string" select="'[\p{L}\p{M}\p{N}]$'"/>

  <!-- What stands in one paragraph. A note called inside a word is called behind it, so that the word stays whole;
       marks know whether they stand at the beginning of a word. -->
  <xsl:function name="print:inline" as="xs:string">
    <xsl:param name="content" as="node()*"/>
    <xsl:param name="preformatted" as="xs:boolean"/>
    <xsl:variable name="pieces" as="xs:string*">
      <xsl:iterate select="if ($preformatted) then $content else print:calls-close($content)">
        <xsl:param name="last" as="xs:string" select="''"/>
        <xsl:param name="calls" as="element(p:call)*" select="()"/>
        <xsl:param name="apart" as="xs:boolean" select="false()"/>
        <xsl:param name="opened" as="xs:boolean" select="false()"/>
        <xsl:param name="called" as="xs:boolean" select="false()"/>
        <xsl:on-completion>
          <xsl:sequence select="print:calls($calls, $called)"/>
        </xsl:on-completion>
        <xsl:choose>
          <xsl:when test="self::p:call and matches($last, $print:letter-last)">
            <xsl:next-iteration>
              <xsl:with-param name="calls" select="$calls, ."/>
            </xsl:next-iteration>
          </xsl:when>
          <xsl:when test="self::p:call">
            <xsl:sequence select="print:calls(., $called)"/>
            <xsl:next-iteration>
              <!-- (in front of all words of its paragraph it begins no line) -->
              <xsl:with-param name="last" select="if ($last = '') then '' else '.'"/>
              <xsl:with-param name="called" select="true()"/>
            </xsl:next-iteration>
          </xsl:when>
          <xsl:when test="self::text() or self::p:t">
            <xsl:variable name="joined" as="xs:string" select="if (not($opened) and matches($last, '\S') or $preformatted) then string() else replace(., '^\s+', '')"/>
            <xsl:variable name="words" as="xs:string" select="(' '[$apart and print:touch($last, $joined)], '')[1] || $joined"/>
            <xsl:variable name="inside" as="xs:string" select="
                if (exists($calls) and matches($words, $print:letter-first)) then replace($words, '^([\p{L}\p{M}\p{N}]+).*$', '$1', 's') else ''"/>
            <xsl:variable name="rest" as="xs:string" select="substring($words, string-length($inside) + 1)"/>
            <xsl:sequence select="print:text(., $inside, $preformatted)"/>
            <xsl:sequence select="print:calls($calls[$rest != ''], $called), print:text(., $rest, $preformatted)"/>
            <xsl:next-iteration>
              <xsl:with-param name="last" select="if ($words = '') then $last else substring($words, string-length($words))"/>
              <xsl:with-param name="calls" select="$calls[$rest = '']"/>
              <xsl:with-param name="apart" select="$apart and $words = ''"/>
              <xsl:with-param name="opened" select="$opened and $words = ''"/>
              <xsl:with-param name="called" select="$called and $words = ''"/>
            </xsl:next-iteration>
          </xsl:when>
          <xsl:when test="self::p:gap">
            <xsl:next-iteration>
              <xsl:with-param name="apart" select="true()"/>
            </xsl:next-iteration>
          </xsl:when>
          <!-- (a line that has not begun need not be broken) -->
          <xsl:when test="self::p:break and $last = ''"/>
          <!-- (a space in front of words of another direction stands outside of them) -->
          <xsl:when test="self::p:fence">
            <xsl:variable name="spaced" as="xs:boolean" select="$apart and @side = 'start' and matches($last, '[^\s\p{Z}\p{Ps}\p{Pi}]$')"/>
            <xsl:sequence select="' '[$spaced]"/>
            <xsl:apply-templates select="." mode="print:piece"/>
            <xsl:next-iteration>
              <xsl:with-param name="last" select="if ($spaced) then ' ' else $last"/>
              <xsl:with-param name="apart" select="$apart and not($spaced)"/>
            </xsl:next-iteration>
          </xsl:when>
          <xsl:otherwise>
            <xsl:sequence select="' '[$apart and current()[self::p:sign] and print:touch($last, current())]"/>
            <xsl:apply-templates select="." mode="print:piece">
              <xsl:with-param name="inside" select="matches($last, '[^\s‐–—-]$')"/>
            </xsl:apply-templates>
            <xsl:next-iteration>
              <xsl:with-param name="last" select="if (self::p:break) then '' else if (self::p:sign) then print:last-of-sign(.) else $last"/>
              <xsl:with-param name="called" select="$called and not(self::p:break or self::p:sign)"/>
              <xsl:with-param name="apart" select="$apart and not(self::p:sign or self::p:break)"/>
              <xsl:with-param name="opened" select="if (self::p:sign) then matches(., '[(\[⟦⟨]$') else $opened"/>
            </xsl:next-iteration>
          </xsl:otherwise>
        </xsl:choose>
      </xsl:iterate>
    </xsl:variable>
    <xsl:sequence select="string-join($pieces)"/>
  </xsl:function>

  <!-- Calls one behind another. follows: there is one in front of them. -->
  <xsl:function name="print:calls" as="xs:string*">
    <xsl:param name="calls" as="element(p:call)*"/>
    <xsl:param name="follows" as="xs:boolean"/>
    <xsl:for-each select="$calls">
      <xsl:apply-templates select="." mode="print:piece">
        <xsl:with-param name="follows" select="$follows or position() gt 1"/>
      </xsl:apply-templates>
    </xsl:for-each>
  </xsl:function>

  <!-- Calls stand directly behind the words in front of them, or they might begin a line; unless one stands directly in front of
       another word. White space that comes in between goes behind the calls, if anything but a point follows. -->
  <xsl:function name="print:calls-close" as="node()*">
    <xsl:param name="content" as="node()*"/>
    <xsl:choose>
      <xsl:when test="$content/self::p:call">
        <xsl:iterate select="$content">
          <xsl:param name="blank" as="xs:boolean" select="false()"/>
          <xsl:variable name="next" as="node()*" select="subsequence($content, position() + 1)"/>
          <xsl:choose>
            <xsl:when test="self::text() or self::p:t">
              <xsl:variable name="stays" as="xs:boolean" select="not($blank) or matches(., '^[\s\p{Pe}\p{Pf},.;:!?·]')"/>
              <xsl:variable name="closes" as="xs:boolean" select="matches(., '\s$') and print:is-called-next($next)"/>
              <xsl:if test="not($stays)">
                <xsl:text> </xsl:text>
              </xsl:if>
              <xsl:sequence select="if ($closes) then print:part-of(., replace(., '\s+$', '')) else ."/>
              <xsl:next-iteration>
                <xsl:with-param name="blank" select="$closes"/>
              </xsl:next-iteration>
            </xsl:when>
            <xsl:otherwise>
              <xsl:if test="$blank and self::p:sign">
                <xsl:text> </xsl:text>
              </xsl:if>
              <xsl:sequence select="."/>
              <xsl:next-iteration>
                <xsl:with-param name="blank" select="$blank and not(self::p:sign or self::p:break)"/>
              </xsl:next-iteration>
            </xsl:otherwise>
          </xsl:choose>
        </xsl:iterate>
      </xsl:when>
      <xsl:otherwise>
        <xsl:sequence select="$content"/>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:function>

  <!-- Does a note's call come next, and is no word tied to it? -->
  <xsl:function name="print:is-called-next" as="xs:boolean">
    <xsl:param name="next" as="node()*"/>
    <xsl:variable name="seen" as="node()*" select="$next[self::p:call or self::text()[. != ''] or self::p:t or self::p:sign or self::p:break]"/>
    <xsl:variable name="behind" as="node()?" select="$seen[not(self::p:call)][1]"/>
    <xsl:sequence select="exists($seen[1]/self::p:call) and (empty($behind) or exists($behind[self::p:break])
        or matches($behind, '^[\s\p{Pe}\p{Pf},.;:!?·]'))"/>
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

  <xsl:mode name="print:piece" on-no-match="fail"/>

  <!-- ======== entries and notes: one paragraph, whatever their mark-up ======== -->

  <!-- Blocks in a note are lines of it; an entry is run in already. -->
  <xsl:function name="print:flat" as="xs:string">
    <xsl:param name="flow" as="node()*"/>
    <xsl:variable name="blocks" as="xs:string*" select="print:blocks($flow) ! normalize-space(print:inline(?*, false()))[. != '']"/>
    <xsl:sequence select="string-join($blocks, $print:line-end)"/>
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

  <xsl:template match="text() | p:t | p:sign | p:block | p:hyphen | p:gap | p:fence | p:name" mode="print:flat">
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
