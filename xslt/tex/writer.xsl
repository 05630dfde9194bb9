<?xml version="1.0" encoding="UTF-8"?>
<!-- The flow (../print/flow.xsl, arranged by ../print/arrange.xsl) written for reledmac, with the commands of recensio.sty. Whatever
     means something to TeX is written so that it is printed. Each block is one line of the file, under a comment that says
     where it comes from. -->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:lab="urn:recensio:labels"
    xmlns:print="urn:recensio:print"
    xmlns:tex="urn:recensio:tex"
    xmlns:p="urn:recensio:print:flow"
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
    <xsl:sequence select="
        if (matches($plain, '[\\{}$&amp;#%_\^~&#xAD;&#xA0;]'))
        then string-join(analyze-string($plain, '[\\{}$&amp;#%_\^~&#xAD;&#xA0;]')/* ! (if (self::*:match) then $tex:signs(string()) else string()))
        else $plain"/>
  </xsl:function>

  <xsl:variable name="print:line-end" as="xs:string" select="'\RecBreak '"/>

  <xsl:function name="print:comment" as="xs:string">
    <xsl:param name="words" as="xs:string"/>
    <xsl:sequence select="'% ' || $words"/>
  </xsl:function>

  <!-- ======== blocks ======== -->

  <!-- A paragraph: \RecPar{kind}{settings}{words}; \RecAside, if its words are not the text's own. -->
  <xsl:template match="p:block" mode="print:set" as="xs:string">
    <xsl:param name="content" as="node()*"/>
    <xsl:param name="previous" as="element()"/>
    <xsl:param name="main-language" as="xs:string?" tunnel="yes" select="()"/>
    <xsl:param name="main-direction" as="xs:string" tunnel="yes" select="'ltr'"/>
    <xsl:variable name="follows" as="xs:boolean" select="$previous/@kind = 'prose' and $previous/@left = @left"/>
    <xsl:variable name="kind" as="xs:string" select="if (@kind = 'prose' and (@again or not($follows))) then 'start' else @kind"/>
    <xsl:sequence select="(if (@aside) then '\RecAside{' else '\RecPar{') || $kind || '}{' || tex:settings(., map {
        'left': @left[. != '0'], 'lines': ('none'[current()/@lines = 'no'], 'one'[current()/@verse])[1], 'lang': @lang[not(. = $main-language)],
        'dir': @dir[not(. = $main-direction)], 'align': @align }) || '}{'
        || @label ! ('\RecLabel{' || tex:escaped(.) || '}') || @after ! ('\RecAfter{' || tex:escaped(.) || '}') || tex:inline($content, @kind = 'code') || '}'"/>
  </xsl:template>

  <xsl:template match="p:block[@kind = 'head']" mode="print:set" as="xs:string">
    <xsl:param name="content" as="node()*"/>
    <xsl:sequence select="'\RecHead{' || @level || '}{' || tex:escaped(string(@short)) || '}{' || tex:escaped(lab:text('unit-heading')) || '}{'
        || tex:inline($content, false()) || '}'"/>
  </xsl:template>

  <xsl:function name="tex:settings" as="xs:string">
    <xsl:param name="block" as="element()"/>
    <xsl:param name="settings" as="map(xs:string, item()?)"/>
    <xsl:sequence select="string-join(for $name in ('left', 'lines', 'lang', 'dir', 'align'), $value in $settings($name) return $name || '=' || $value, ',')"/>
  </xsl:function>

  <xsl:template match="p:ornament" mode="print:set" as="xs:string">
    <xsl:sequence select="'\RecOrnament'"/>
  </xsl:template>

  <xsl:template match="p:open" mode="print:set" as="xs:string">
    <xsl:sequence select="'\RecOpen{' || @make || '}'"/>
  </xsl:template>

  <xsl:template match="p:close" mode="print:set" as="xs:string">
    <xsl:sequence select="'\RecClose'"/>
  </xsl:template>

  <xsl:template match="p:section" mode="print:set" as="xs:string">
    <xsl:sequence select="'\RecSection{' || tex:escaped(.) || '}'"/>
  </xsl:template>

  <xsl:template match="p:picture" mode="print:set" as="xs:string">
    <!-- (only a file in the folder of the source or below; TeX would read any other, too) -->
    <xsl:variable name="safe" as="xs:string" select="(string(@address)[matches(., '^[\p{L}\p{N}_ /.-]+$')][not(matches(., '^/|\.\.|^\.|/\.'))], '')[1]"/>
    <xsl:sequence select="'\RecPicture{' || $safe || '}{' || tex:escaped(.) || '}'"/>
  </xsl:template>

  <!-- A table: a paragraph a row, so that its words can have entries and lines numbers; the cells stand at tabs. -->
  <xsl:template match="p:table" mode="print:set" as="xs:string*">
    <xsl:variable name="rows" as="element(p:row)*" select="p:row"/>
    <xsl:variable name="width" as="xs:integer" select="max((1, $rows ! count(p:cell)))"/>
    <xsl:for-each select="$rows">
      <xsl:variable name="cells" as="xs:string*" select="p:cell ! ('\RecCell{' || tex:cell(.) || '}')"/>
      <xsl:sequence select="'\RecRow{' || $width || '}{' || string-join($cells, ' ') || '}'"/>
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
    <xsl:variable name="told" as="node()*">
      <xsl:for-each select="tex:with-same($content, $around)">
        <xsl:choose>
          <xsl:when test="(self::p:app[not(@back)] or self::p:end) and @id = $around">
            <xsl:copy>
              <xsl:attribute name="around" select="'yes'"/>
              <xsl:copy-of select="@*"/>
              <xsl:if test="self::p:end">
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
    <xsl:variable name="looked" as="xs:string" select="if ($run/@look) then '\RecT{' || translate($run/@look, ' ', ',') || '}{' || $words || '}' else $words"/>
    <xsl:variable name="spoken" as="xs:string" select="if ($run/@lang) then '\RecLang{' || $run/@lang || '}{' || $looked || '}' else $looked"/>
    <xsl:sequence select="' '[starts-with($written, ' ')] || $spoken || ' '[ends-with($written, ' ')]"/>
  </xsl:function>

  <xsl:template match="p:sign" mode="print:piece" as="xs:string">
    <xsl:sequence select="'\RecSign{' || translate(@look, ' ', ',') || '}{' || tex:escaped(.) || '}'"/>
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

  <xsl:template match="p:anchor" mode="print:piece" as="xs:string">
    <xsl:sequence select="''"/>
  </xsl:template>

  <xsl:template match="p:restart" mode="print:piece" as="xs:string">
    <xsl:sequence select="'\RecRestart '"/>
  </xsl:template>

  <xsl:template match="p:same" mode="print:piece" as="xs:string">
    <xsl:sequence select="''"/>
  </xsl:template>

  <!-- Labels of TeX: no sign in them that means something to it. -->
  <xsl:function name="tex:label" as="xs:string">
    <xsl:param name="id" as="xs:string"/>
    <xsl:sequence select="string-join(string-to-codepoints($id) ! (if (matches(codepoints-to-string(.), '[A-Za-z0-9.:-]')) then codepoints-to-string(.) else '+' || .))"/>
  </xsl:function>

  <!-- \RecEntry{layer}{number, if it has one of its own}{lemma}{what is said} -->
  <xsl:function name="tex:entry" as="xs:string">
    <xsl:param name="app" as="element(p:app)"/>
    <xsl:variable name="lemma" as="xs:string" select="print:flat($app/p:lem/node())"/>
    <xsl:variable name="one-of-several" as="xs:boolean" select="exists($app/@same) and matches($lemma, '^[\p{L}\p{M}\p{N}]+$')"/>
    <xsl:sequence select="'\RecEntry{' || $app/@layer || '}{' || tex:escaped(string($app/@key)) || '}{'
        || (if ($one-of-several) then '\sameword{' || $lemma || '}' else $lemma) || '}{' || print:flat($app/p:body/node()) || '}'"/>
  </xsl:function>

  <xsl:template match="p:app[@around]" mode="print:piece" as="xs:string">
    <xsl:sequence select="'\edtext{'"/>
  </xsl:template>

  <xsl:template match="p:end[@around]" mode="print:piece" as="xs:string">
    <xsl:sequence select="'}{' || tex:entry(p:app) || '}'"/>
  </xsl:template>

  <xsl:template match="p:app[not(@around)]" mode="print:piece" as="xs:string">
    <xsl:sequence select="'\RecFrom{' || tex:label(@id) || '}\edtext{}{' || (if (@back) then '' else '\RecTo{' || tex:label(@id) || '}') || tex:entry(.) || '}'"/>
  </xsl:template>

  <xsl:template match="p:end[not(@around)]" mode="print:piece" as="xs:string">
    <xsl:sequence select="'\RecUntil{' || tex:label(@id) || '}'"/>
  </xsl:template>

  <xsl:template match="p:call[@again]" mode="print:piece" as="xs:string">
    <xsl:sequence select="'\RecCallAgain{' || tex:escaped(@n) || '}'"/>
  </xsl:template>

  <xsl:template match="p:call" mode="print:piece" as="xs:string">
    <xsl:sequence select="'\RecNote{' || @layer || '}{' || tex:escaped(@n) || '}{' || print:flat(node()) || '}'"/>
  </xsl:template>

</xsl:stylesheet>
