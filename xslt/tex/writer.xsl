<?xml version="1.0" encoding="UTF-8"?>
<!-- The flow (../print/flow.xsl, arranged by ../print/arrange.xsl) written for reledmac, with the commands of recensio.sty. Whatever
     means something to TeX is written so that it is printed. Each block is one line of the file, under a comment that says
     where it comes from. -->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:rec="urn:recensio:edition"
    xmlns:lang="urn:recensio:language"
    xmlns:lab="urn:recensio:labels"
    xmlns:print="urn:recensio:print"
    xmlns:tex="urn:recensio:tex"
    xmlns:p="urn:recensio:print:flow"
    xpath-default-namespace="http://www.tei-c.org/ns/1.0"
    exclude-result-prefixes="#all">

  <!-- ======== strings ======== -->

  <!-- What TeX reads otherwise than it stands there, and how it is written to be printed. -->
  <xsl:variable name="tex:signs" as="map(xs:string, xs:string)" select="map {
      '\': '\textbackslash{}', '{': '\{', '}': '\}', '$': '\$', '&amp;': '\&amp;', '#': '\#', '%': '\%', '_': '\_',
      '^': '\textasciicircum{}', '~': '\textasciitilde{}', '&#xAD;': '\-', '&#xA0;': '~' }"/>

  <!-- Words for TeX, their white space made one. Characters that turn the direction of whatever follows are left out. -->
  <xsl:function name="tex:escaped" as="xs:string">
    <xsl:param name="text" as="xs:string"/>
    <xsl:variable name="plain" as="xs:string" select="replace(translate($text, '&#x202A;&#x202B;&#x202C;&#x202D;&#x202E;', ''), '[ &#9;&#10;&#13;]+', ' ')"/>
    <xsl:variable name="written" as="xs:string" select="
        if (matches($plain, '[\\{}$&amp;#%_\^~&#xAD;&#xA0;]'))
        then string-join(analyze-string($plain, '[\\{}$&amp;#%_\^~&#xAD;&#xA0;]')/* ! (if (self::*:match) then $tex:signs(string()) else string()))
        else $plain"/>
    <!-- (addresses, and whatever else is one long word) -->
    <xsl:sequence select="if (matches($plain, '[^ ]{30}')) then replace($written, '([/?=]|&amp;)([^ \\{}/]{3})', '$1\\RecCut{}$2') else $written"/>
  </xsl:function>

  <xsl:variable name="print:line-end" as="xs:string" select="'\RecBreak '"/>

  <xsl:function name="print:comment" as="xs:string">
    <xsl:param name="words" as="xs:string"/>
    <xsl:sequence select="'&#10;% ' || replace($words, 'Q\{[^}]*\}|\[1\]', '')"/>
  </xsl:function>

  <!-- Lines of a source that people read: broken where TeX sees a space, in front of entries and where they grow long. -->
  <xsl:function name="tex:wrapped" as="xs:string">
    <xsl:param name="line" as="xs:string"/>
    <xsl:sequence select="$line => replace(' (\\edtext|\\RecFrom)\{', '&#10;$1{') => replace('(.{100}[^ \n]*) ', '$1&#10;')"/>
  </xsl:function>

  <!-- A command with its arguments. -->
  <xsl:function name="tex:command" as="xs:string">
    <xsl:param name="name" as="xs:string"/>
    <xsl:param name="arguments" as="xs:string*"/>
    <xsl:sequence select="'\' || $name || string-join($arguments ! ('{' || . || '}'))"/>
  </xsl:function>

  <!-- Settings that have a value, between braces if they hold anything but letters and figures: name=value, name={va,lue} -->
  <xsl:function name="tex:settings" as="xs:string">
    <xsl:param name="names" as="xs:string*"/>
    <xsl:param name="settings" as="map(xs:string, xs:string?)"/>
    <xsl:sequence select="string-join(for $name in $names, $value in $settings($name)
        return $name || '=' || (if (matches($value, '^[A-Za-z0-9-]+$')) then $value else '{' || $value || '}'), ',')"/>
  </xsl:function>

  <!-- ======== blocks ======== -->

  <!-- A paragraph: \RecPar{kind}{settings}{words}; \RecAside, if its words are not the text's own. Its words stand on lines of
       their own. -->
  <xsl:template match="p:block" mode="print:set" as="xs:string">
    <xsl:param name="content" as="node()*"/>
    <xsl:param name="previous" as="element()"/>
    <xsl:param name="main-language" as="xs:string?" tunnel="yes" select="()"/>
    <xsl:param name="main-direction" as="xs:string" tunnel="yes" select="'ltr'"/>
    <xsl:variable name="settings" as="map(xs:string, xs:string?)" select="map {
        'left': @left[. != '0'] ! string(), 'lines': ('none'[current()/@lines = ('no', 'next')], 'one'[current()/@verse])[1],
        'lang': @lang[not(. = $main-language)] ! tex:label(.), 'dir': @dir[not(. = $main-direction)] ! string(), 'align': @align ! string() }"/>
    <xsl:sequence select="tex:command(if (@aside) then 'RecAside' else 'RecPar', (print:kind-of(., $previous), tex:settings(('left', 'lines', 'lang', 'dir', 'align'), $settings)))
        || (if (@kind = ('verse', 'stanza')) then '{' else '{%&#10;') || tex:wrapped(@label ! tex:command('RecLabel', tex:escaped(.)) || @after ! tex:command('RecAfter', tex:escaped(.))
        || tex:inline($content, @kind = 'code')) || '}'"/>
  </xsl:template>

  <xsl:template match="p:block[@kind = 'head']" mode="print:set" as="xs:string">
    <xsl:param name="content" as="node()*"/>
    <xsl:sequence select="tex:command('RecHead', (@level, tex:escaped(string(@short)), tex:escaped(lab:text('unit-heading'))))
        || '{%&#10;' || tex:wrapped(tex:inline($content, false())) || '}'"/>
  </xsl:template>

  <xsl:template match="p:ornament" mode="print:set" as="xs:string">
    <xsl:sequence select="'\RecOrnament'"/>
  </xsl:template>

  <xsl:template match="p:open" mode="print:set" as="xs:string">
    <xsl:sequence select="tex:command('RecOpen', @make)"/>
  </xsl:template>

  <xsl:template match="p:close" mode="print:set" as="xs:string">
    <xsl:sequence select="'\RecClose'"/>
  </xsl:template>

  <xsl:template match="p:section" mode="print:set" as="xs:string">
    <xsl:sequence select="tex:command('RecSection', tex:escaped(.))"/>
  </xsl:template>

  <xsl:key name="tex:picture" match="rec:image" use="@url"/>

  <!-- A picture that the build has put beside the source (under a name that TeX can read); else one that may lie beside it. -->
  <xsl:template match="p:picture" mode="print:set" as="xs:string">
    <xsl:variable name="copied" as="xs:string?" select="key('tex:picture', @address, $site)[1]/@href[not(contains(., ':'))]"/>
    <!-- (only a file in the folder of the source or below; TeX would read any other, too) -->
    <xsl:variable name="safe" as="xs:string?" select="string(@address)[matches(., '^[\p{L}\p{N}_ /.-]+$')][not(matches(., '^/|\.\.|^\.|/\.'))]"/>
    <xsl:sequence select="tex:command('RecPicture', (($copied ! replace(., '[^A-Za-z0-9/._-]', '_'), $safe, '')[1], tex:escaped(.)))"/>
  </xsl:template>

  <!-- A table: a paragraph a row, so that its words can have entries; the cells stand side by side, and have room by the length of what
       is in them. Where one is so long that a row would be no row, each cell is a paragraph. -->
  <xsl:template match="p:table" mode="print:set" as="xs:string*">
    <xsl:variable name="spans" as="function(element(p:cell)) as xs:integer" select="function ($cell) { max((1, min((20, xs:integer($cell/@cols))))) }"/>
    <xsl:variable name="columns" as="xs:integer" select="max((1, p:row ! xs:integer(sum(p:cell ! $spans(.)))))"/>
    <xsl:variable name="lengths" as="xs:double*" select="
        let $cells := p:row/p:cell[$spans(.) eq 1] return
        for $n in 1 to $columns return math:sqrt(max((6, $cells[sum(preceding-sibling::p:cell ! $spans(.)) + 1 = $n] ! min((400, string-length(normalize-space(.)))))))"
        xmlns:math="http://www.w3.org/2005/xpath-functions/math"/>
    <xsl:variable name="whole" as="xs:double" select="sum($lengths)"/>
    <xsl:variable name="long" as="xs:boolean" select="$columns gt 12 or (some $cell in p:row/p:cell satisfies string-length($cell) gt 700)"/>
    <xsl:for-each select="p:row">
      <xsl:choose>
        <xsl:when test="$long">
          <xsl:sequence select="p:cell[normalize-space()] ! (tex:command('RecPar', ('row', tex:settings('left', map { 'left': string(min((6, count(preceding-sibling::p:cell)))) })))
              || '{%&#10;' || tex:wrapped(tex:cell(.)) || '}')"/>
        </xsl:when>
        <xsl:otherwise>
          <xsl:variable name="widths" as="xs:string*">
            <xsl:for-each select="p:cell">
              <xsl:variable name="before" as="xs:integer" select="xs:integer(sum(preceding-sibling::p:cell ! $spans(.)))"/>
              <xsl:sequence select="string(round(sum(subsequence($lengths, $before + 1, $spans(.))) div $whole, 3))"/>
            </xsl:for-each>
          </xsl:variable>
          <xsl:sequence select="tex:command('RecRow', string-join($widths, ',')) || '{%&#10;' || string-join(p:cell ! ('\RecCell{' || tex:wrapped(tex:cell(.)) || '}'), '&#10;') || '}'"/>
        </xsl:otherwise>
      </xsl:choose>
    </xsl:for-each>
  </xsl:template>

  <!-- The paragraphs of a cell are lines of it. -->
  <xsl:function name="tex:cell" as="xs:string">
    <xsl:param name="cell" as="element(p:cell)"/>
    <xsl:variable name="parts" as="xs:string*">
      <xsl:for-each-group select="$cell/node()" group-starting-with="p:block">
        <xsl:variable name="inner" as="node()*" select="current-group()[not(self::p:block)]"/>
        <xsl:sequence select="tex:inline($inner[print:is-inline(.)], false())[normalize-space()]"/>
      </xsl:for-each-group>
    </xsl:variable>
    <xsl:sequence select="string-join($parts, $print:line-end)"/>
  </xsl:function>

  <!-- ======== words and marks ======== -->

  <!-- What stands in one paragraph. An entry whose lemma is in it, and holds and crosses no other, is an \edtext around the
       words; any other points at its ends by labels. -->
  <xsl:function name="tex:inline" as="xs:string">
    <xsl:param name="content" as="node()*"/>
    <xsl:param name="preformatted" as="xs:boolean"/>
    <xsl:variable name="around" as="xs:string*" select="tex:around($content[self::p:app or self::p:end])"/>
    <xsl:variable name="bare" as="xs:string*" select="for $n in 1 to count($content) return $content[$n][self::p:app][@id = $around]/@id[tex:is-as-it-stands($content, $n)]"/>
    <xsl:variable name="told" as="node()*">
      <xsl:for-each select="tex:with-same($content, $around)">
        <xsl:choose>
          <xsl:when test="(self::p:app[not(@back)] or self::p:end) and @id = $around">
            <xsl:copy>
              <xsl:attribute name="around" select="'yes'"/>
              <xsl:copy-of select="@*"/>
              <xsl:if test="self::p:end">
                <xsl:attribute name="bare" select="@id = $bare"/>
                <xsl:copy-of select="$content[self::p:app][@id = current()/@id]"/>
              </xsl:if>
              <xsl:copy-of select="node()"/>
            </xsl:copy>
          </xsl:when>
          <xsl:otherwise>
            <xsl:sequence select="."/>
          </xsl:otherwise>
        </xsl:choose>
      </xsl:for-each>
    </xsl:variable>
    <xsl:sequence select="print:inline($told, $preformatted)"/>
  </xsl:function>

  <!-- Is the lemma of the entry that begins at a place nothing but the words up to its end? Then TeX knows it already. -->
  <xsl:function name="tex:is-as-it-stands" as="xs:boolean">
    <xsl:param name="content" as="node()*"/>
    <xsl:param name="at" as="xs:integer"/>
    <xsl:variable name="app" as="element(p:app)" select="$content[$at]"/>
    <xsl:variable name="end" as="xs:integer" select="(for $n in $at + 1 to count($content) return $n[$content[$n][self::p:end][@id = $app/@id]])[1]"/>
    <xsl:variable name="between" as="node()*" select="subsequence($content, $at + 1, $end - $at - 1)"/>
    <xsl:sequence select="$app/p:lem and not($app/@same) and (every $node in $between satisfies ($node/self::text() or $node/self::p:t))
        and print:inline($between, false()) = tex:said($app/p:lem)"/>
  </xsl:function>

  <!-- Words that are equal to a lemma nearby: \sameword, so that TeX can say which of them is meant. (Only of lemmata of one word:
       reledmac knows no others.) -->
  <xsl:function name="tex:with-same" as="node()*">
    <xsl:param name="content" as="node()*"/>
    <xsl:param name="around" as="xs:string*"/>
    <xsl:choose>
      <xsl:when test="$content/self::p:same">
        <xsl:iterate select="$content">
          <xsl:param name="same" as="xs:boolean" select="false()"/>
          <xsl:param name="lemma" as="xs:boolean" select="false()"/>
          <xsl:variable name="is-text" as="xs:boolean" select="exists((self::text(), self::p:t))"/>
          <xsl:sequence select="if ($same and $is-text) then tex:same-word(., $lemma) else ."/>
          <xsl:next-iteration>
            <xsl:with-param name="same" select="if (self::p:same) then not(contains(@words, ' ')) else $same and not($is-text)"/>
            <xsl:with-param name="lemma" select="if (self::p:app) then @same and @id = $around else $lemma and not($is-text)"/>
          </xsl:next-iteration>
        </xsl:iterate>
      </xsl:when>
      <xsl:otherwise>
        <xsl:sequence select="$content"/>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:function>

  <!-- The node with its first word marked. -->
  <xsl:function name="tex:same-word" as="node()*">
    <xsl:param name="node" as="node()"/>
    <xsl:param name="lemma" as="xs:boolean"/>
    <xsl:variable name="word" as="xs:string" select="replace($node, '[^\p{L}\p{M}\p{N}].*$', '', 's')"/>
    <xsl:if test="$word != ''">
      <p:t same="{if ($lemma) then '[inlemma]' else ''}">
        <xsl:copy-of select="$node/@*"/>
        <xsl:value-of select="$word"/>
      </p:t>
    </xsl:if>
    <xsl:sequence select="print:part-of($node, substring($node, string-length($word) + 1))"/>
  </xsl:function>

  <!-- The ids of entries in which no other one begins or ends. (TeX would read the words again for each level.) -->
  <xsl:function name="tex:around" as="xs:string*">
    <xsl:param name="edges" as="element()*"/>
    <xsl:sequence select="for $n in 2 to count($edges) return $edges[$n][self::p:end]/@id[. = $edges[$n - 1][self::p:app[not(@back)]]/@id]"/>
  </xsl:function>

  <!-- Some words of a text node or p:t. -->
  <xsl:function name="print:text" as="xs:string">
    <xsl:param name="node" as="node()"/>
    <xsl:param name="words" as="xs:string"/>
    <xsl:param name="preformatted" as="xs:boolean"/>
    <xsl:variable name="written" as="xs:string" select="
        if ($preformatted) then string-join(tokenize($words, '&#10;') ! translate(tex:escaped(replace(., ' ', '&#xA0;')), '&#9;', '~'), $print:line-end)
        else tex:escaped($words)"/>
    <xsl:sequence select="if ($node/self::p:t and normalize-space($written)) then tex:run($node, $written) else $written"/>
  </xsl:function>

  <!-- A run with its looks, language and target. White space at its edges stays outside. -->
  <xsl:function name="tex:run" as="xs:string">
    <xsl:param name="run" as="element(p:t)"/>
    <xsl:param name="written" as="xs:string"/>
    <xsl:variable name="plain" as="xs:string" select="normalize-space($written)"/>
    <xsl:variable name="words" as="xs:string" select="if ($run/@same) then '\sameword' || $run/@same || '{' || $plain || '}' else $plain"/>
    <xsl:variable name="looked" as="xs:string" select="tex:looking($words, reverse(tokenize($run/@look)))"/>
    <xsl:variable name="spoken" as="xs:string" select="if ($run/@lang) then tex:command('RecLang', (tex:label($run/@lang), $looked)) else $looked"/>
    <xsl:sequence select="' '[starts-with($written, ' ')] || $spoken || ' '[ends-with($written, ' ')]"/>
  </xsl:function>

  <!-- By what command each look is made. -->
  <xsl:variable name="tex:looks" as="map(xs:string, xs:string)" select="map {
      'italic': 'emph', 'upright': 'textup', 'bold': 'textbf', 'smallcaps': 'textsc', 'sup': 'textsuperscript', 'sub': 'textsubscript',
      'caps': 'RecCaps', 'underline': 'RecUnderline', 'overline': 'RecOverline', 'strike': 'RecStrike', 'spaced': 'RecSpaced',
      'large': 'RecLarger', 'small': 'RecSmaller', 'red': 'RecRed', 'code': 'RecCode', 'tag': 'RecCode', 'whole': 'mbox' }"/>

  <xsl:function name="tex:looking" as="xs:string">
    <xsl:param name="words" as="xs:string"/>
    <xsl:param name="looks" as="xs:string*"/>
    <xsl:sequence select="fold-left($looks ! $tex:looks(.), $words, function ($inner, $look) { tex:command($look, $inner) })"/>
  </xsl:function>

  <xsl:template match="p:sign" mode="print:piece" as="xs:string">
    <xsl:sequence select="tex:command(if (tokenize(@look) = 'tag') then 'RecTag' else 'RecSign', tex:looking(tex:escaped(.), reverse(tokenize(@look))))"/>
  </xsl:template>

  <xsl:template match="p:break" mode="print:piece" as="xs:string">
    <xsl:sequence select="$print:line-end"/>
  </xsl:template>

  <!-- A hyphen that is no part of the word. -->
  <xsl:template match="p:hyphen" mode="print:piece" as="xs:string">
    <xsl:sequence select="'\RecHyphen '"/>
  </xsl:template>

  <xsl:template match="p:folio" mode="print:piece" as="xs:string">
    <xsl:sequence select="'\RecFolio{' || tex:escaped(.) || '}'"/>
  </xsl:template>

  <!-- A number of the source's: TeX counts on from it; a name that is no number is only printed. -->
  <xsl:template match="p:number" mode="print:piece" as="xs:string">
    <xsl:sequence select="if (matches(., '^[1-9][0-9]{0,5}$')) then '\RecNumber{' || . || '}' else '\RecName{' || tex:escaped(.) || '}'"/>
  </xsl:template>

  <!-- The words of a note that stands uncalled in the text (in a register) are the editors'. -->
  <xsl:template match="note | rec:call" mode="print:flow" priority="5">
    <xsl:param name="in-entry" as="xs:boolean" tunnel="yes" select="false()"/>
    <xsl:variable name="told" as="document-node()">
      <xsl:document>
        <xsl:next-match/>
      </xsl:document>
    </xsl:variable>
    <xsl:choose>
      <xsl:when test="$in-entry or self::note">
        <xsl:apply-templates select="$told/node()" mode="tex:aside"/>
      </xsl:when>
      <xsl:otherwise>
        <xsl:sequence select="$told/node()"/>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:mode name="tex:aside" on-no-match="shallow-copy"/>

  <xsl:template match="p:sign" mode="tex:aside">
    <xsl:copy-of select="."/>
  </xsl:template>

  <xsl:template match="text()[normalize-space()] | p:t" mode="tex:aside">
    <xsl:value-of select="' '[matches(current(), '^\s')]"/>
    <p:sign>
      <xsl:copy-of select="@look"/>
      <xsl:value-of select="normalize-space()"/>
    </p:sign>
    <xsl:value-of select="' '[matches(current(), '\s$')]"/>
  </xsl:template>

  <!-- (which words run which way babel finds out) -->
  <xsl:template match="p:fence" mode="print:piece" as="xs:string">
    <xsl:sequence select="''"/>
  </xsl:template>

  <xsl:template match="p:anchor" mode="print:piece" as="xs:string">
    <xsl:sequence select="''"/>
  </xsl:template>

  <xsl:template match="p:restart" mode="print:piece" as="xs:string">
    <xsl:sequence select="if (contains($page, 'restart = section')) then '\RecRestart ' else ''"/>
  </xsl:template>

  <!-- (single words are marked by tex:with-same) -->
  <xsl:template match="p:same" mode="print:piece" as="xs:string">
    <xsl:sequence select="if (contains(@words, ' ')) then tex:command('RecSame', @words) else ''"/>
  </xsl:template>

  <xsl:template match="p:name" mode="print:piece" as="xs:string">
    <xsl:sequence select="tex:command('RecNamed', ('', tex:label(@key)))"/>
  </xsl:template>

  <!-- Labels of TeX: no sign in them that means something to it. -->
  <xsl:function name="tex:label" as="xs:string">
    <xsl:param name="id" as="xs:string"/>
    <xsl:sequence select="string-join(string-to-codepoints($id) ! (if (matches(codepoints-to-string(.), '[A-Za-z0-9.:-]')) then codepoints-to-string(.) else '+' || .))"/>
  </xsl:function>

  <!-- \RecEntry[settings]{layer}{what is said} -->
  <xsl:function name="tex:entry" as="xs:string">
    <xsl:param name="app" as="element(p:app)"/>
    <xsl:param name="bare" as="xs:boolean"/>
    <xsl:variable name="lemma" as="xs:string" select="tex:said($app/p:lem)"/>
    <xsl:variable name="one-of-several" as="xs:boolean" select="exists($app/@same[not(contains(., ' '))]) and matches($lemma, '^[\p{L}\p{M}\p{N}]+$')"/>
    <xsl:variable name="settings" as="xs:string" select="tex:settings(('line', 'same', 'lemma'), map {
        'line': $app/@key ! tex:escaped(.), 'same': $app/@same[contains(., ' ')] ! string(),
        'lemma': (if ($one-of-several) then '\sameword{' || $lemma || '}' else $lemma)[not($bare)] })"/>
    <xsl:sequence select="'\RecEntry' || ('[' || $settings || ']')[$settings != ''] || '{' || $app/@layer || '-long'[tex:is-long($app)] || '}{' || tex:said($app/p:body) || '}'"/>
  </xsl:function>

  <!-- An entry too long for a paragraph that has to stand on one page: it has a layer where entries may go on on the next one. -->
  <xsl:function name="tex:is-long" as="xs:boolean">
    <xsl:param name="app" as="element(p:app)"/>
    <xsl:sequence select="string-length($app/p:body) gt 1500"/>
  </xsl:function>

  <!-- What stands at the foot: signs need not be told from words there. -->
  <xsl:function name="tex:said" as="xs:string">
    <xsl:param name="said" as="element()?"/>
    <xsl:variable name="words" as="xs:string" select="replace(print:flat($said/node()[not(self::p:name)]), '\\RecSign\{([^{}\\]*)\}', '$1')"/>
    <xsl:variable name="letter" as="xs:string" select="$lang:rtl || '[\p{M}&#x200C;&#x200D;]*'"/>
    <xsl:sequence select="if (matches($words, $lang:rtl)) then replace($words, '(' || $letter || ')+([ ~]?(' || $letter || ')+)*', '\\RecRightToLeft{$0}') else $words"/>
  </xsl:function>

  <!-- Who is named in an entry or a note, for the index. -->
  <xsl:function name="tex:named" as="xs:string">
    <xsl:param name="said" as="element()?"/>
    <xsl:param name="sort" as="xs:string"/>
    <xsl:sequence select="string-join(distinct-values($said//p:name/@key) ! tex:command('RecNamed', ($sort, tex:label(.))))"/>
  </xsl:function>

  <xsl:template match="p:app[@around]" mode="print:piece" as="xs:string">
    <xsl:sequence select="tex:named(p:body, 'r') || '\edtext{'"/>
  </xsl:template>

  <xsl:template match="p:end[@around]" mode="print:piece" as="xs:string">
    <xsl:sequence select="'}{' || tex:entry(p:app, @bare = 'true') || '}'"/>
  </xsl:template>

  <xsl:template match="p:app[not(@around)]" mode="print:piece" as="xs:string">
    <xsl:sequence select="tex:named(p:body, 'r') || '\RecFrom{' || tex:label(@id) || '}\edtext{}{' || (if (@back) then '' else '\RecTo{' || tex:label(@id) || '}') || tex:entry(., false()) || '}'"/>
  </xsl:template>

  <xsl:template match="p:end[not(@around)]" mode="print:piece" as="xs:string">
    <xsl:sequence select="'\RecUntil{' || tex:label(@id) || '}'"/>
  </xsl:template>

  <!-- (a number that stands in the text itself is one of its words) -->
  <xsl:template match="p:call[@again]" mode="print:piece" as="xs:string">
    <xsl:param name="follows" as="xs:boolean" select="false()"/>
    <xsl:sequence select="'\RecCut{}'[$follows] || tex:command(if (@worded) then 'RecTextCallAgain' else 'RecCallAgain', tex:escaped(@n))"/>
  </xsl:template>

  <xsl:template match="p:call" mode="print:piece" as="xs:string">
    <xsl:param name="follows" as="xs:boolean" select="false()"/>
    <xsl:sequence select="'\RecCut{}'[$follows] || tex:named(., 'n')
        || tex:command(if (@worded) then 'RecTextNote' else 'RecNote', (@layer, tex:escaped(@n), tex:said(.)))"/>
  </xsl:template>

</xsl:stylesheet>
