<?xml version="1.0" encoding="UTF-8"?>
<!-- The flow: the normalised text as one line of words with marks for its seams. Only what differs between witnesses
     stays an element (txt:app with txt:rdg, txt:event, txt:point, txt:part, txt:copy); all else is characters. The marks are Unicode noncharacters,
     which no document may hold for interchange. -->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:rec="urn:recensio:edition"
    xmlns:voc="urn:recensio:vocabulary"
    xmlns:run="urn:recensio:runs"
    xmlns:txt="urn:recensio:text"
    xmlns="http://www.tei-c.org/ns/1.0"
    xpath-default-namespace="http://www.tei-c.org/ns/1.0"
    exclude-result-prefixes="#all">

  <xsl:mode name="txt:flow" on-no-match="shallow-skip"/>

  <xsl:variable name="txt:block" as="xs:string" select="'&#xFDD0;'"/>
  <xsl:variable name="txt:line" as="xs:string" select="'&#xFDD1;'"/>
  <xsl:variable name="txt:join" as="xs:string" select="'&#xFDD2;'"/>
  <xsl:variable name="txt:tab" as="xs:string" select="'&#xFDD3;'"/>
  <!-- On both sides of a mark that is supplied. -->
  <xsl:variable name="txt:supplied" as="xs:string" select="'&#xFDD5;'"/>
  <!-- A blank that gives way to a comma or full stop. -->
  <xsl:variable name="txt:blank" as="xs:string" select="'&#xFDD4;'"/>

  <xsl:template match="text()" mode="txt:flow">
    <xsl:value-of select="translate(., '&#xFDD0;&#xFDD1;&#xFDD2;&#xFDD3;&#xFDD4;&#xFDD5;', '')"/>
  </xsl:template>

  <!-- Examples keep their lines; the tags of examples of mark-up end words, and are not shown. -->
  <xsl:template match="eg | *:egXML" mode="txt:flow" priority="6">
    <xsl:value-of select="$txt:block"/>
    <xsl:apply-templates mode="txt:example"/>
    <xsl:value-of select="$txt:block"/>
  </xsl:template>

  <xsl:mode name="txt:example" on-no-match="shallow-skip"/>

  <xsl:template match="text()" mode="txt:example">
    <xsl:value-of select="translate(replace(., '\s*\n\s*', $txt:line), '&#xFDD0;&#xFDD2;&#xFDD3;&#xFDD4;&#xFDD5;', '')"/>
  </xsl:template>

  <xsl:template match="*" mode="txt:example">
    <xsl:choose>
      <xsl:when test="namespace-uri() = $voc:tei">
        <xsl:apply-templates select="." mode="txt:flow"/>
      </xsl:when>
      <xsl:otherwise>
        <xsl:text> </xsl:text>
        <xsl:apply-templates mode="txt:example"/>
        <xsl:text> </xsl:text>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template match="*[@rec:off]" mode="txt:flow" priority="5"/>

  <xsl:template match="*[voc:is-boundary(.)]" mode="txt:flow">
    <xsl:variable name="seam" as="xs:string" select="if (voc:is-block(.)) then $txt:block else $txt:blank"/>
    <xsl:value-of select="$seam"/>
    <xsl:apply-templates mode="txt:flow"/>
    <xsl:value-of select="$seam"/>
  </xsl:template>

  <!-- Parts of a block stand on lines of their own, with no blank line between. -->
  <xsl:template match="l | item | row | addrLine | castItem | titlePart | line | docAuthor | docDate | docEdition | imprimatur | byline | signed | salute | dateline
      | label | speaker" mode="txt:flow" priority="1">
    <xsl:variable name="seam" as="xs:string" select="
        if (not(voc:is-boundary(.))) then '' else if (voc:is-in-sentence(.) or not(voc:is-block(.))) then $txt:blank else $txt:line"/>
    <xsl:value-of select="$seam"/>
    <xsl:apply-templates mode="txt:flow"/>
    <xsl:value-of select="$seam"/>
  </xsl:template>

  <xsl:template match="cell" mode="txt:flow" priority="1">
    <xsl:value-of select="$txt:tab"/>
    <xsl:apply-templates mode="txt:flow"/>
    <xsl:value-of select="$txt:tab"/>
  </xsl:template>

  <xsl:template match="lb | pb | cb | gb" mode="txt:flow">
    <xsl:value-of select="if (@rec:joins) then $txt:join else if (@rec:line) then $txt:line else $txt:blank"/>
  </xsl:template>

  <xsl:template match="rec:sign" mode="txt:flow">
    <xsl:value-of select="$txt:supplied || . || $txt:supplied"/>
  </xsl:template>

  <xsl:template match="rec:blank" mode="txt:flow">
    <xsl:value-of select="$txt:blank"/>
  </xsl:template>

  <xsl:template match="app" mode="txt:flow">
    <txt:app n="{@rec:entry}">
      <xsl:copy-of select="@rec:silent"/>
      <xsl:if test="descendant::*[self::lacunaStart or self::lacunaEnd or self::witStart or self::witEnd]">
        <xsl:attribute name="eventful" select="1"/>
      </xsl:if>
      <xsl:apply-templates select="lem | rdg" mode="txt:reading"/>
      <txt:end n="{@rec:entry}"/>
    </txt:app>
  </xsl:template>

  <!-- The readings of an entry that stands outside the text. -->
  <xsl:template match="rec:entry" mode="txt:flow">
    <txt:app n="{@id}" entry="{@id}">
      <xsl:apply-templates select="rec:lem | .//rec:rdg" mode="txt:reading"/>
    </txt:app>
  </xsl:template>

  <xsl:mode name="txt:reading" on-no-match="fail"/>

  <xsl:template match="lem | rdg | rec:lem | rec:rdg" mode="txt:reading" as="element(txt:rdg)">
    <txt:rdg wit="{if (self::rec:*) then @wit else @rec:wit}">
      <xsl:copy-of select="@rec:base"/>
      <xsl:if test="@varSeq castable as xs:integer">
        <xsl:attribute name="rank" select="xs:integer(@varSeq)"/>
      </xsl:if>
      <xsl:if test="self::lem and not(@wit)">
        <xsl:attribute name="negative" select="1"/>
      </xsl:if>
      <xsl:if test="self::rec:lem or (self::rec:rdg and @lem)">
        <xsl:attribute name="lemma" select="1"/>
      </xsl:if>
      <!-- its words, if there are any, say that the witness has none here -->
      <xsl:if test="(@rec:status, @status)[1] = ('omission', 'lacuna', 'illegible', 'uncollated')">
        <xsl:attribute name="remark" select="(@rec:status, @status)[1]"/>
      </xsl:if>
      <xsl:if test="descendant::*[self::lacunaStart or self::lacunaEnd or self::witStart or self::witEnd]">
        <xsl:attribute name="eventful" select="1"/>
      </xsl:if>
      <xsl:if test="not(* or @copyOf or @exclude or @xml:id or @rec:row)">
        <xsl:attribute name="plain" select="1"/>
      </xsl:if>
      <xsl:for-each select="@rec:row">
        <txt:row n="{.}"/>
      </xsl:for-each>
      <xsl:call-template name="txt:copies"/>
      <xsl:call-template name="txt:part">
        <xsl:with-param name="content" as="node()*">
          <xsl:apply-templates mode="txt:flow"/>
        </xsl:with-param>
      </xsl:call-template>
    </txt:rdg>
  </xsl:template>

  <!-- Where a witness falls silent or begins to speak. -->
  <xsl:template match="lacunaStart | witEnd | lacunaEnd | witStart" mode="txt:flow" priority="2">
    <xsl:variable name="reading" as="attribute()?" select="
        (ancestor::*[self::rdg or self::lem]/@rec:wit | ancestor::*[self::rec:rdg or self::rec:lem]/@wit)[. != ''][last()]"/>
    <txt:event absent="{exists(self::lacunaStart | self::witEnd)}" kind="{local-name()}" wit="{(@wit, $reading)[1] ! tokenize(.) ! tokenize(., '#')[last()]}"/>
  </xsl:template>

  <!-- A row begins: a paragraph, a verse … (recensio/rows.py). -->
  <xsl:template match="*[@rec:row][not(@rec:off)]" mode="txt:flow" priority="9.5">
    <txt:row n="{@rec:row}"/>
    <xsl:next-match/>
  </xsl:template>

  <!-- Where a run begins and ends, if anybody asks. -->
  <xsl:template match="*[$marked][run:is-run(.)][not(@rec:off)][empty(.//*[@rec:row])]" mode="txt:flow" priority="9.2">
    <txt:run n="{accumulator-before('run:count')}"/>
    <xsl:next-match/>
    <txt:run n="{accumulator-before('run:count')}" ends="1"/>
  </xsl:template>

  <!-- Where the words of an entry that stands outside the text begin and end. -->
  <xsl:template match="rec:from" mode="txt:flow">
    <txt:point entry="{@entry}" starts="1">
      <xsl:copy-of select="@apart"/>
    </txt:point>
  </xsl:template>

  <xsl:template match="rec:mark" mode="txt:flow">
    <txt:point entry="{@entry}"/>
  </xsl:template>

  <!-- ======== what readings repeat, and what witnesses lack ======== -->

  <!-- Elements that a reading repeats, by @copyOf or as parts of a join. -->
  <xsl:key name="txt:copied" match="(lem | rdg | rec:rdg)/descendant-or-self::*[@copyOf or self::join]" use="txt:copied(.)"/>
  <xsl:key name="txt:witness" match="rec:witness" use="@id"/>

  <xsl:function name="txt:copied" as="xs:string*">
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="
        if ($element/self::join) then txt:ids($element/@target)
        else if ($element/(* except rec:copy) or normalize-space($element)) then ()
        else txt:ids($element/@copyOf)"/>
  </xsl:function>

  <xsl:function name="txt:ids" as="xs:string*">
    <xsl:param name="pointers" as="xs:string?"/>
    <xsl:sequence select="tokenize($pointers)[starts-with(., '#')] ! substring(., 2)[. != '']"/>
  </xsl:function>

  <xsl:template name="txt:copies">
    <xsl:for-each select="self::*[@copyOf or self::join]/txt:copied(.)">
      <txt:copy of="{.}"/>
    </xsl:for-each>
  </xsl:template>

  <xsl:template match="(lem | rdg | rec:rdg)//*[@copyOf]" mode="txt:flow" priority="8">
    <xsl:call-template name="txt:copies"/>
    <xsl:next-match/>
  </xsl:template>

  <xsl:template match="(lem | rdg | rec:rdg)//join" mode="txt:flow" priority="9">
    <xsl:call-template name="txt:copies"/>
  </xsl:template>

  <xsl:template match="*[@exclude or @xml:id][not(@rec:off)]" mode="txt:flow" priority="7">
    <xsl:call-template name="txt:part">
      <xsl:with-param name="content" as="node()*">
        <xsl:next-match/>
      </xsl:with-param>
    </xsl:call-template>
  </xsl:template>

  <!-- The content of the context element, set apart if witnesses lack it or readings repeat it. -->
  <xsl:template name="txt:part" as="node()*">
    <xsl:param name="content" as="node()*"/>
    <xsl:variable name="edition" as="document-node()" select="root(.)"/>
    <xsl:variable name="lacking" as="xs:string*" select="
        tokenize(@exclude) ! tokenize(., '#')[last()][exists(key('txt:witness', ., $edition))]"/>
    <xsl:choose>
      <xsl:when test="exists($lacking) or exists(@xml:id ! key('txt:copied', .))">
        <txt:part id="{@xml:id}" lacking="{$lacking}">
          <xsl:sequence select="$content"/>
        </txt:part>
      </xsl:when>
      <xsl:otherwise>
        <xsl:sequence select="$content"/>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- From the flow to text: seams become blank lines, line ends and tabs; white space is one blank. -->
  <xsl:function name="txt:squash" as="xs:string">
    <xsl:param name="flow" as="node()*"/>
    <xsl:variable name="pieces" as="xs:string*">
      <xsl:apply-templates select="$flow" mode="txt:base"/>
    </xsl:variable>
    <xsl:sequence select="txt:set(string-join($pieces))"/>
  </xsl:function>

  <xsl:function name="txt:set" as="xs:string">
    <xsl:param name="flow" as="xs:string"/>
    <xsl:variable name="joined" as="xs:string" select="
        if (contains($flow, $txt:join)) then replace($flow, '\s*&#xFDD2;[\s&#xFDD2;]*', '') else $flow"/>
    <xsl:variable name="whole" as="xs:string" select="if (contains($joined, $txt:supplied)) then txt:with-marks($joined) else $joined"/>
    <xsl:variable name="blocks" as="xs:string*" select="tokenize($whole, $txt:block) ! txt:set-lines(.)[. != '']"/>
    <xsl:sequence select="if (exists($blocks)) then normalize-unicode(string-join($blocks, '&#10;&#10;')) || '&#10;' else ''"/>
  </xsl:function>

  <!-- Marks between two letters are dropped: they would part the word. (Twice, for a word of one letter between two marks.) -->
  <xsl:function name="txt:with-marks" as="xs:string">
    <xsl:param name="flow" as="xs:string"/>
    <xsl:variable name="between" as="xs:string" select="'([\p{L}\p{M}\p{N}])(&#xFDD5;[^&#xFDD5;]*&#xFDD5;)+([\p{L}\p{M}\p{N}])'"/>
    <xsl:sequence select="translate(replace(replace($flow, $between, '$1$3'), $between, '$1$3'), $txt:supplied, '')"/>
  </xsl:function>

  <xsl:function name="txt:set-lines" as="xs:string">
    <xsl:param name="block" as="xs:string"/>
    <xsl:sequence select="string-join(tokenize($block, $txt:line) ! txt:set-cells(.)[. != ''], '&#10;')"/>
  </xsl:function>

  <xsl:function name="txt:set-cells" as="xs:string">
    <xsl:param name="line" as="xs:string"/>
    <xsl:variable name="spaced" as="xs:string" select="
        if (contains($line, $txt:blank)) then replace(replace($line, '\s*&#xFDD4;\s*([,.;:!?\)\]])', '$1'), $txt:blank, ' ') else $line"/>
    <xsl:sequence select="string-join(tokenize($spaced, $txt:tab) ! normalize-space(.)[. != ''], '&#9;')"/>
  </xsl:function>

  <xsl:mode name="txt:base" on-no-match="text-only-copy"/>
  <xsl:template match="txt:rdg[not(@rec:base)] | txt:attached" mode="txt:base"/>

</xsl:stylesheet>
