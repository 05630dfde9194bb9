<?xml version="1.0" encoding="UTF-8"?>
<!-- White space that is no text, and words that run on over a break. -->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:map="http://www.w3.org/2005/xpath-functions/map"
    xmlns:rec="urn:recensio:edition"
    xmlns:norm="urn:recensio:normalise"
    xmlns:voc="urn:recensio:vocabulary"
    xmlns:ws="urn:recensio:whitespace"
    xmlns:ed="urn:recensio:transcription"
    xmlns:note="urn:recensio:notes"
    xmlns:app="urn:recensio:apparatus"
    xmlns:wit="urn:recensio:witnesses"
    xmlns="http://www.tei-c.org/ns/1.0"
    xpath-default-namespace="http://www.tei-c.org/ns/1.0"
    exclude-result-prefixes="#all">

  <!-- Most documents have no word that runs on over a break; they skip the look-around below. -->
  <xsl:key name="ws:joins" match="*[@break = 'no'] | w//lb | w//pb | w//cb | w//gb" use="'break'"/>
  <xsl:key name="ws:joins" match="w[@part = ('I', 'M')]" use="'word'"/>

  <!-- A break over which the word runs on: it says so itself, or says nothing and stands beside one that does. -->
  <xsl:function name="ws:joins" as="xs:boolean">
    <xsl:param name="node" as="node()?"/>
    <xsl:sequence select="ws:joins-itself($node)
        or voc:is-break($node) and not($node/@break) and (ws:joins-along($node, true()) or ws:joins-along($node, false()))"/>
  </xsl:function>

  <xsl:function name="ws:joins-itself" as="xs:boolean">
    <xsl:param name="node" as="node()?"/>
    <xsl:sequence select="exists($node/self::milestone[@break = 'no'])
        or voc:is-break($node) and ($node/@break = 'no' or ws:is-within-word($node) or ws:in-parted-word($node))"/>
  </xsl:function>

  <!-- With letters of the word (or of its other part) on both sides. -->
  <xsl:function name="ws:is-within-word" as="xs:boolean">
    <xsl:param name="break" as="element()"/>
    <xsl:variable name="w" as="element(w)?" select="$break/ancestor::w[1]"/>
    <xsl:sequence select="exists($w)
        and ($w/@part = ('M', 'F') or $w/@join = ('left', 'both') or exists($w//text()[. &lt;&lt; $break][normalize-space()]))
        and ($w/@part = ('I', 'M') or $w/@join = ('right', 'both') or exists($w//text()[. >> $break][normalize-space()]))"/>
  </xsl:function>

  <xsl:function name="ws:joins-along" as="xs:boolean">
    <xsl:param name="node" as="node()"/>
    <xsl:param name="forward" as="xs:boolean"/>
    <xsl:variable name="next" as="node()?" select="ws:next($node, $forward)"/>
    <xsl:sequence select="voc:is-break($next) and (ws:joins-itself($next) or not($next/@break) and ws:joins-along($next, $forward))
        or exists($next/self::space) and ws:joins-along($next, $forward)"/>
  </xsl:function>

  <!-- The same, seen from words that white space of the source may part from the break. -->
  <xsl:function name="ws:joins-over" as="xs:boolean">
    <xsl:param name="node" as="node()?"/>
    <xsl:param name="forward" as="xs:boolean"/>
    <xsl:sequence select="ws:joins($node) or exists($node/self::space) and ws:joins-along($node, $forward)"/>
  </xsl:function>

  <!-- Between the two halves of a word that the encoder split into w part="I" and part="F". -->
  <xsl:function name="ws:in-parted-word" as="xs:boolean">
    <xsl:param name="node" as="node()"/>
    <xsl:sequence select="exists(key('ws:joins', 'word', root($node))) and (
        some $before in $node/preceding-sibling::node()[not(ws:is-passed-over(.))][1]
        satisfies $before/self::w[@part = ('I', 'M')] and
        $node/following-sibling::node()[not(ws:is-passed-over(.))][1]/self::w[@part = ('M', 'F')])"/>
  </xsl:function>

  <xsl:function name="ws:is-passed-over" as="xs:boolean">
    <xsl:param name="node" as="node()"/>
    <xsl:sequence select="$node instance of comment() or $node instance of processing-instruction()
        or $node/self::text()[not(normalize-space())] or voc:is-break($node)
        or $node/self::fw or $node/self::milestone or $node/self::anchor or $node/self::note"/>
  </xsl:function>

  <!-- Pretty-printing inside elements that hold no text by nature. -->
  <xsl:template match="(app | choice | subst | rdgGrp)/text()[not(normalize-space())]" mode="norm:text" priority="2"/>

  <!-- Most documents have no word that runs on over a break (broken), or that is split into parts (parted), and
       need not look around at every text node. -->
  <xsl:template match="text()" mode="norm:text" as="text()?">
    <xsl:param name="broken" as="xs:boolean" select="true()" tunnel="yes"/>
    <xsl:param name="parted" as="xs:boolean" select="true()" tunnel="yes"/>
    <xsl:choose>
      <xsl:when test="$parted and not(normalize-space()) and ws:in-parted-word(.)"/>
      <xsl:when test="not(normalize-space()) and ws:is-joined(.)"/>
      <xsl:when test="$broken and matches(., '^\s|\s$')">
        <xsl:variable name="left" as="xs:string" select="if (ws:joins-over(ws:next(., false()), false())) then replace(., '^\s+', '') else string(.)"/>
        <xsl:value-of select="if (ws:joins-over(ws:next(., true()), true())) then replace($left, '\s+$', '') else $left"/>
      </xsl:when>
      <!-- pretty-printing in front of a comma -->
      <xsl:when test="matches(., '\n\s*$') and parent::*[$voc:inlines(local-name())]
          and matches(ws:next(., true())[self::text()], '^[,.;:!?)\]·]')">
        <xsl:value-of select="replace(., '\s+$', '')"/>
      </xsl:when>
      <xsl:otherwise>
        <xsl:sequence select="."/>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- Pretty-printing between a word and a sign that is said to stand at it. -->
  <xsl:function name="ws:is-joined" as="xs:boolean">
    <xsl:param name="blank" as="text()"/>
    <xsl:variable name="before" as="element()?" select="$blank/preceding-sibling::node()[1][self::w or self::pc]"/>
    <xsl:variable name="behind" as="element()?" select="$blank/following-sibling::node()[1][self::w or self::pc]"/>
    <xsl:sequence select="($before/@join = ('right', 'both') or $behind/@join = ('left', 'both')) and exists(($before, $behind)/self::pc)"/>
  </xsl:function>

  <!-- The break, or other node, that follows (or precedes) in the line of text, through the edges of inline elements. -->
  <xsl:function name="ws:next" as="node()?">
    <xsl:param name="node" as="node()"/>
    <xsl:param name="forward" as="xs:boolean"/>
    <!-- (what stands beside a reading or an alternative is another one, not what follows) -->
    <xsl:variable name="sibling" as="node()?" select="
        if ($node/(parent::app or parent::rdgGrp or parent::choice)) then ()
        else if ($forward) then $node/following-sibling::node()[not(ws:is-silent(.))][1]
        else $node/preceding-sibling::node()[not(ws:is-silent(.))][1]"/>
    <xsl:choose>
      <xsl:when test="exists($sibling)">
        <xsl:sequence select="ws:edge($sibling, $forward)"/>
      </xsl:when>
      <xsl:when test="$node/..[self::* and $voc:inlines(local-name())]">
        <xsl:sequence select="ws:next($node/.., $forward)"/>
      </xsl:when>
    </xsl:choose>
  </xsl:function>

  <!-- The first (or last) node inside an inline element, of alternatives inside the chosen one; else the node itself. -->
  <xsl:function name="ws:edge" as="node()?">
    <xsl:param name="node" as="node()"/>
    <xsl:param name="forward" as="xs:boolean"/>
    <xsl:variable name="holder" as="element()?" select="
        if ($node/self::app) then app:base($node) else if ($node/self::choice) then ed:chosen($node)
        else $node[self::* and $voc:inlines(local-name())]"/>
    <xsl:variable name="inner" as="node()*" select="$holder/node()[not(ws:is-silent(.))]"/>
    <xsl:variable name="first" as="node()?" select="if ($forward) then $inner[1] else $inner[last()]"/>
    <xsl:sequence select="if ($first) then ws:edge($first, $forward) else $node"/>
  </xsl:function>

  <!-- No part of the line of text. -->
  <xsl:function name="ws:is-silent" as="xs:boolean">
    <xsl:param name="node" as="node()"/>
    <xsl:sequence select="$node instance of comment() or $node instance of processing-instruction()
        or $node/self::text()[not(normalize-space())]
        or $node[self::* and voc:is-off(.)] or ws:is-empty($node)"/>
  </xsl:function>

  <!-- A run of text without text: a gap, an anchor, an empty choice. -->
  <xsl:function name="ws:is-empty" as="xs:boolean">
    <xsl:param name="node" as="node()"/>
    <xsl:sequence select="exists($node[self::* and $voc:inlines(local-name())][not(self::milestone or self::space)]
        [not(normalize-space())][empty(descendant-or-self::*[self::lb or self::pb or self::cb or self::gb or self::milestone])])"/>
  </xsl:function>

  <!-- Lines of the source are kept where they are numbered, all of that text: inscriptions, diplomatic transcriptions. -->
  <xsl:key name="ws:numbered-lines" match="lb[@n]" use="ws:text-around(.)"/>

  <!-- A text that stands in another is one of its own. -->
  <xsl:function name="ws:text-around" as="xs:string">
    <xsl:param name="node" as="node()"/>
    <xsl:sequence select="($node/ancestor::*[self::floatingText or self::text][1] ! generate-id(.), '')[1]"/>
  </xsl:function>

  <!-- Breaks: @rec:joins where the word runs on, @rec:line where a line of the source ends for the reader too. -->
  <xsl:template match="lb | pb | cb | gb" mode="norm:text" as="element()*">
    <xsl:param name="broken" as="xs:boolean" select="true()" tunnel="yes"/>
    <xsl:param name="parted" as="xs:boolean" select="true()" tunnel="yes"/>
    <xsl:copy copy-namespaces="no">
      <xsl:call-template name="norm:attributes"/>
      <xsl:if test="($broken or $parted) and ws:joins(.)">
        <xsl:attribute name="rec:joins" select="1"/>
      </xsl:if>
      <xsl:if test="self::lb and exists(key('ws:numbered-lines', ws:text-around(.)))">
        <xsl:attribute name="rec:line" select="1"/>
      </xsl:if>
    </xsl:copy>
    <xsl:call-template name="norm:marks"/>
  </xsl:template>

  <!-- White space of the source parts words, unless it has no extent, or the word is said to run on over it. -->
  <xsl:template match="space[not(normalize-space(@quantity) = '0')]" mode="norm:text" priority="1" as="node()*">
    <xsl:param name="broken" as="xs:boolean" select="true()" tunnel="yes"/>
    <xsl:variable name="blank" as="element(rec:blank)?">
      <xsl:if test="not(ancestor::w or $broken and (ws:joins-along(., true()) or ws:joins-along(., false())))">
        <rec:blank/>
      </xsl:if>
    </xsl:variable>
    <xsl:sequence select="$blank"/>
    <xsl:next-match/>
    <xsl:sequence select="$blank"/>
  </xsl:template>

  <!-- Two w with nothing between are two words, unless the encoder says that they are joined. -->
  <xsl:template match="w[ws:is-glued(.)]" mode="norm:text" priority="1" as="node()*">
    <rec:blank/>
    <xsl:next-match/>
  </xsl:template>

  <xsl:function name="ws:is-glued" as="xs:boolean">
    <xsl:param name="w" as="element(w)"/>
    <xsl:variable name="before" as="node()?" select="ws:touching($w)"/>
    <xsl:sequence select="exists($before/self::w[not(@part = ('I', 'M') or @join = ('right', 'both'))])
        and not($w/@part = ('M', 'F') or $w/@join = ('left', 'both'))"/>
  </xsl:function>

  <!-- The w, text or break directly in front of a node, through edges of inline elements, with no character between. -->
  <xsl:function name="ws:touching" as="node()?">
    <xsl:param name="node" as="node()"/>
    <xsl:variable name="sibling" as="node()?" select="
        if ($node/(parent::app or parent::rdgGrp or parent::choice)) then ()
        else $node/preceding-sibling::node()[not(ws:is-nothing(.))][1]"/>
    <xsl:choose>
      <xsl:when test="exists($sibling)">
        <xsl:sequence select="ws:last-in($sibling)"/>
      </xsl:when>
      <xsl:when test="$node/..[self::* and $voc:inlines(local-name())][not(self::w)]">
        <xsl:sequence select="ws:touching($node/..)"/>
      </xsl:when>
    </xsl:choose>
  </xsl:function>

  <xsl:function name="ws:last-in" as="node()?">
    <xsl:param name="node" as="node()"/>
    <xsl:variable name="holder" as="element()?" select="
        if ($node/self::w) then () else if ($node/self::app) then app:base($node) else if ($node/self::choice) then ed:chosen($node)
        else $node[self::* and $voc:inlines(local-name())]"/>
    <xsl:variable name="last" as="node()?" select="$holder/node()[not(ws:is-nothing(.))][last()]"/>
    <xsl:sequence select="if ($last) then ws:last-in($last) else $node"/>
  </xsl:function>

  <!-- Holds no character of the line of text, not even a blank. -->
  <xsl:function name="ws:is-nothing" as="xs:boolean">
    <xsl:param name="node" as="node()"/>
    <xsl:sequence select="$node instance of comment() or $node instance of processing-instruction()
        or $node[self::* and (voc:is-off(.) or ws:is-empty(.))]
        or exists($node/self::text()[(parent::app or parent::choice or parent::subst or parent::rdgGrp)][not(normalize-space())])"/>
  </xsl:function>

</xsl:stylesheet>
