<?xml version="1.0" encoding="UTF-8"?>
<!-- The flow: what stands on the pages, as one flat line. The elements of the namespace p:
       p:block kind left lines lined called lang dir label after align level short at again aside keep spaced verse
                                                                                 a paragraph begins (or, again, goes on)
       p:table (p:row (p:cell cols rows head)), p:picture address, p:ornament    blocks of another make; cells hold flow
       p:open make keep, p:close                                                 a panel around blocks (specimen.xsl)
       text, p:t look lang to goto, p:sign, p:break, p:hyphen                    words; signs of the editors; forced line ends
       p:gap                                                                     a space, if words would touch without it
       p:fence side                                                              words of another direction of writing begin, or end
       p:folio, p:number shown, p:anchor id, p:restart                    marks of a place
       p:app id layer back place key (p:lem, p:body), p:end id, p:call id layer n again worded
                                                                                 entries, the ends of their lemmata, notes
       p:name key subject sort                                                   somebody is named, or spoken of, for the index
       p:same words, and p:app/@same                                             equal words, see same.xsl
     What stands in front of the first p:block of a flow goes on with the paragraph around it. -->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
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

  <xsl:mode name="print:flow" on-no-match="shallow-skip"/>

  <xsl:variable name="meta:edited" as="xs:string" select="lab:text('responsible-editor')" xmlns:meta="urn:recensio:metadata"/>

  <!-- Is there anything written from right to left? Most texts need not be asked paragraph by paragraph. -->
  <xsl:key name="print:rtl" match="rec:edition[matches(rec:text, $lang:rtl)]" use="'rtl'"/>

  <xsl:function name="print:has-rtl" as="xs:boolean">
    <xsl:param name="node" as="node()"/>
    <xsl:sequence select="root($node) instance of document-node() and exists(key('print:rtl', 'rtl', root($node)))"/>
  </xsl:function>

  <!-- The block that a flow is in before its first block. -->
  <xsl:variable name="print:outermost" as="element(p:block)">
    <p:block kind="start" left="0"/>
  </xsl:variable>

  <!-- ======== words ======== -->

  <xsl:template match="text()" mode="print:flow">
    <xsl:param name="look" as="xs:string*" tunnel="yes" select="()"/>
    <xsl:param name="lang" as="xs:string?" tunnel="yes" select="()"/>
    <xsl:param name="to" as="xs:string?" tunnel="yes" select="()"/>
    <!-- scripts without capitals have no italics -->
    <xsl:variable name="fitting" as="xs:string*" select="if ($look = 'italic' and matches(., '\p{Lo}') and not(matches(., '[\p{Lu}\p{Ll}]'))) then $look[. != 'italic'] else $look"/>
    <xsl:choose>
      <xsl:when test="(exists($fitting) or exists($lang) or exists($to)) and normalize-space()">
        <p:t>
          <xsl:if test="exists($fitting)">
            <xsl:attribute name="look" select="distinct-values($fitting)"/>
          </xsl:if>
          <xsl:if test="exists($lang)">
            <xsl:attribute name="lang" select="$lang"/>
          </xsl:if>
          <xsl:if test="exists($to)">
            <xsl:attribute name="{if (starts-with($to, '#')) then 'goto' else 'to'}" select="replace($to, '^#', '')"/>
          </xsl:if>
          <xsl:sequence select="."/>
        </p:t>
      </xsl:when>
      <xsl:otherwise>
        <xsl:sequence select="."/>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template match="rec:blank" mode="print:flow">
    <p:gap/>
  </xsl:template>

  <!-- (a quotation mark looks like the words beside it) -->
  <xsl:template match="rec:sign" mode="print:flow">
    <xsl:param name="look" as="xs:string*" tunnel="yes" select="()"/>
    <xsl:call-template name="print:sign">
      <xsl:with-param name="text" select="string()"/>
      <xsl:with-param name="look" select="string-join(distinct-values($look), ' ')[. != '']"/>
    </xsl:call-template>
  </xsl:template>

  <!-- What is no base text is not shown, unless a template says how. -->
  <xsl:template match="*[@rec:off]" mode="print:flow" priority="-0.2"/>

  <!-- Any other element: a paragraph of its own, or a run of words. In a note, what is a paragraph only because there is
       no text around it (parts of a bibliographical reference, say) stays in the line. -->
  <xsl:template match="*" mode="print:flow">
    <xsl:param name="in-entry" as="xs:boolean" tunnel="yes" select="false()"/>
    <xsl:choose>
      <xsl:when test="voc:is-block(.) and $in-entry and @rec:boundary">
        <xsl:call-template name="print:run-apart"/>
      </xsl:when>

      <xsl:when test="voc:is-block(.)">
        <xsl:call-template name="print:block"/>
      </xsl:when>
      <xsl:otherwise>
        <xsl:call-template name="print:run"/>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- A run of words, with the looks that its encoder and its element give it. -->
  <xsl:template name="print:run">
    <xsl:param name="block" as="element(p:block)" tunnel="yes" select="$print:outermost"/>
    <xsl:param name="look" as="xs:string*" tunnel="yes" select="()"/>
    <xsl:param name="lang" as="xs:string?" tunnel="yes" select="()"/>
    <xsl:param name="own-look" as="xs:string*" select="()"/>
    <xsl:param name="content" as="item()*">
      <xsl:apply-templates mode="print:flow">
        <xsl:with-param name="look" tunnel="yes" select="$look, $own-look, rend:names(.)"/>
        <xsl:with-param name="lang" tunnel="yes" select="(print:language(.), $lang)[1]"/>
      </xsl:apply-templates>
    </xsl:param>
    <xsl:if test="@rec:boundary = 'run'">
      <p:gap/>
    </xsl:if>
    <xsl:call-template name="print:anchor"/>
    <xsl:sequence select="if (print:runs-otherwise(., $block)) then print:fenced($content) else $content"/>
    <xsl:if test="@rec:boundary = 'run'">
      <p:gap/>
    </xsl:if>
  </xsl:template>

  <!-- Do the words of a run in another language run against those around it? (Numbers and points beside them stay out of it.) -->
  <xsl:function name="print:runs-otherwise" as="xs:boolean">
    <xsl:param name="element" as="element()"/>
    <xsl:param name="block" as="element(p:block)"/>
    <xsl:sequence select="exists($element/@xml:lang) and print:has-rtl($element) and print:direction(string($element)) != ($block/@dir, 'ltr')[1]"/>
  </xsl:function>

  <!-- The direction of an element: words in another language do not count, if there are others. -->
  <xsl:function name="print:direction-of" as="xs:string">
    <xsl:param name="element" as="element()"/>
    <xsl:variable name="around" as="element()+" select="$element/ancestor-or-self::*"/>
    <xsl:variable name="own" as="xs:string" select="string-join($element//text()[empty(ancestor::*[@xml:lang] except $around)])"/>
    <xsl:sequence select="
        if (not(print:has-rtl($element))) then 'ltr'
        else print:direction(if (matches($own, '\p{L}')) then $own else string($element))"/>
  </xsl:function>

  <!-- rtl or ltr, as most of the letters are written: the first may be those of a word in another script. -->
  <xsl:function name="print:direction" as="xs:string">
    <xsl:param name="text" as="xs:string"/>
    <xsl:variable name="letters" as="xs:string" select="replace(substring($text, 1, 4000), '\P{L}', '')"/>
    <xsl:sequence select="if (string-length(replace($letters, $lang:rtl, '')) * 2 lt string-length($letters)) then 'rtl' else 'ltr'"/>
  </xsl:function>

  <!-- Words that keep their direction to themselves. White space at their edges stays outside. -->
  <xsl:function name="print:fenced" as="node()*">
    <xsl:param name="flow" as="node()*"/>
    <xsl:variable name="worded" as="xs:integer*" select="for $n in 1 to count($flow) return $n[$flow[$n][self::text() or self::p:t][normalize-space()]]"/>
    <xsl:choose>
      <xsl:when test="empty($worded) or $flow/self::p:block">
        <xsl:sequence select="$flow"/>
      </xsl:when>
      <xsl:otherwise>
        <xsl:variable name="first" as="node()" select="$flow[$worded[1]]"/>
        <xsl:variable name="last" as="node()" select="$flow[$worded[last()]]"/>
        <xsl:if test="matches($first, '^\s') or subsequence($flow, 1, $worded[1] - 1)[self::p:gap or self::text()[. != '']]">
          <p:gap/>
        </xsl:if>
        <p:fence side="start"/>
        <xsl:for-each select="$flow">
          <xsl:variable name="n" as="xs:integer" select="position()"/>
          <xsl:choose>
            <xsl:when test="self::text() and ($n lt $worded[1] or $n gt $worded[last()])"/>
            <xsl:when test="$n = ($worded[1], $worded[last()])">
              <xsl:variable name="left" as="xs:string" select="if ($n eq $worded[1]) then replace(., '^\s+', '') else string()"/>
              <xsl:sequence select="print:part-of(., if ($n eq $worded[last()]) then replace($left, '\s+$', '') else $left)"/>
            </xsl:when>
            <xsl:otherwise>
              <xsl:sequence select="."/>
            </xsl:otherwise>
          </xsl:choose>
        </xsl:for-each>
        <p:fence side="end"/>
        <xsl:if test="matches($last, '\s$') or subsequence($flow, $worded[last()] + 1)[self::p:gap or self::text()[. != '']]">
          <p:gap/>
        </xsl:if>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:function>

  <!-- A run whose words must not grow together with those around it. -->
  <xsl:template name="print:run-apart">
    <p:gap/>
    <xsl:call-template name="print:run"/>
    <p:gap/>
  </xsl:template>

  <!-- The language of an element as the hyphenator knows it: two or three letters; Greek of any age by the modern rules. -->
  <xsl:function name="print:language" as="xs:string?">
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="$element/@xml:lang ! print:language-code(.)"/>
  </xsl:function>

  <xsl:function name="print:language-code" as="xs:string?">
    <xsl:param name="code" as="xs:string?"/>
    <xsl:variable name="primary" as="xs:string?" select="lang:tag($code) ! tokenize(., '-')[1]"/>
    <xsl:sequence select="if ($primary = 'grc') then 'el' else $primary"/>
  </xsl:function>

  <!-- A sign that the edition adds; it never grows onto a word of the text. -->
  <xsl:template name="print:sign" as="element(p:sign)">
    <xsl:param name="text" as="xs:string"/>
    <xsl:param name="look" as="xs:string?" select="()"/>
    <p:sign>
      <xsl:if test="$look">
        <xsl:attribute name="look" select="$look"/>
      </xsl:if>
      <xsl:value-of select="$text"/>
    </p:sign>
  </xsl:template>

  <!-- ======== paragraphs ======== -->

  <!-- The context element as a block: a new paragraph begins here, and behind it the block around goes on.
       kind: one of the kinds in recensio.typ; deeper: how much further in than what is around it. -->
  <xsl:template name="print:block">
    <xsl:param name="block" as="element(p:block)" tunnel="yes" select="$print:outermost"/>
    <xsl:param name="look" as="xs:string*" tunnel="yes" select="()"/>
    <xsl:param name="kind" as="xs:string" select="string($block/@kind)"/>
    <xsl:param name="deeper" as="xs:integer" select="0"/>
    <xsl:param name="attributes" as="attribute()*" select="()"/>
    <xsl:param name="before" as="node()*" select="()"/>
    <xsl:param name="content" as="item()*" select="node()"/>
    <xsl:variable name="looks" as="xs:string*" select="rend:names(.)"/>
    <xsl:variable name="own" as="element(p:block)">
      <xsl:call-template name="print:opening">
        <xsl:with-param name="kind" select="$kind"/>
        <xsl:with-param name="left" select="min((6, xs:integer($block/@left) + $deeper))"/>
        <xsl:with-param name="align" select="$looks[. = ('center', 'right')][1]"/>
        <xsl:with-param name="attributes" select="$attributes"/>
      </xsl:call-template>
    </xsl:variable>
    <xsl:sequence select="$own"/>
    <xsl:call-template name="print:anchor"/>
    <xsl:sequence select="$before"/>
    <xsl:apply-templates select="$content" mode="print:flow">
      <xsl:with-param name="block" tunnel="yes" select="$own"/>
      <xsl:with-param name="look" tunnel="yes" select="$look, $looks[not(. = ('center', 'right'))]"/>
      <xsl:with-param name="lang" tunnel="yes" select="()"/>
    </xsl:apply-templates>
    <xsl:call-template name="print:resume"/>
  </xsl:template>

  <xsl:template name="print:opening" as="element(p:block)">
    <xsl:param name="block" as="element(p:block)" tunnel="yes" select="$print:outermost"/>
    <xsl:param name="lang" as="xs:string?" tunnel="yes" select="()"/>
    <xsl:param name="kind" as="xs:string"/>
    <xsl:param name="left" as="xs:integer" select="xs:integer($block/@left)"/>
    <xsl:param name="align" as="xs:string?" select="()"/>
    <xsl:param name="attributes" as="attribute()*" select="()"/>
    <p:block kind="{$kind}" left="{$left}" at="{print:place(.)}">
      <xsl:copy-of select="$block/(@lines, @lang, @dir)"/>
      <xsl:for-each select="(print:language(.), $lang)[1]">
        <xsl:attribute name="lang" select="."/>
      </xsl:for-each>
      <xsl:if test="$align">
        <xsl:attribute name="align" select="$align"/>
      </xsl:if>
      <xsl:if test="print:has-rtl(.)">
        <xsl:attribute name="dir" select="print:direction-of(.)"/>
      </xsl:if>
      <xsl:copy-of select="$attributes"/>
    </p:block>
  </xsl:template>

  <!-- The block around goes on. -->
  <xsl:template name="print:resume" as="element(p:block)">
    <xsl:param name="block" as="element(p:block)" tunnel="yes" select="$print:outermost"/>
    <p:block again="1">
      <xsl:copy-of select="$block/(@* except (@label, @after, @short, @at, @keep, @spaced, @called))"/>
    </p:block>
  </xsl:template>

  <!-- Where in the source an element stands: its xml:id, else its path. -->
  <xsl:function name="print:place" as="xs:string">
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="if ($element/@xml:id) then '#' || $element/@xml:id
        else '/Q{http://www.tei-c.org/ns/1.0}TEI[1]' || substring-after(path($element), 'Q{urn:recensio:edition}text[1]')"/>
  </xsl:function>

  <!-- ======== links ======== -->

  <xsl:key name="print:id" match="*[@xml:id]" use="@xml:id"/>
  <xsl:key name="print:pointed-at" match="ref[starts-with(@target, '#')] | ptr[starts-with(@target, '#')]"
      use="tokenize(@target) ! substring-after(., '#')"/>
  <xsl:key name="print:pointed-at" match="rec:copy" use="@of"/>

  <!-- A place that something in the document points at. -->
  <xsl:template name="print:anchor" as="element(p:anchor)?">
    <xsl:if test="@xml:id and root() instance of document-node() and exists(key('print:pointed-at', @xml:id))
        and . is key('print:id', @xml:id)[1]">
      <p:anchor id="{@xml:id}"/>
    </xsl:if>
  </xsl:template>

</xsl:stylesheet>
