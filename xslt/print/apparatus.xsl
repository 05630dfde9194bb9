<?xml version="1.0" encoding="UTF-8"?>
<!-- The critical apparatus: marks at the edges of each lemma, entries for the foot of the page; the witnesses. -->
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

  <xsl:include href="../common/entries.xsl"/>

  <xsl:key name="print:entry" match="rec:entry" use="@id"/>
  <!-- Has any siglum mark-up? Most editions need not be asked siglum by siglum. -->
  <xsl:key name="print:marked" match="rec:witnesses[.//rec:siglum/*]" use="'yes'"/>

  <!-- Where a witness begins, ends or falls silent is told of the witness, not here. -->
  <xsl:template match="app[@rec:silent]" mode="print:flow" priority="1"/>

  <xsl:template match="rec:mark[@again]" mode="print:flow" priority="1"/>

  <!-- In the text stands the reading that is the text, between the edges of its lemma. -->
  <xsl:template match="app" mode="print:flow">
    <xsl:param name="in-entry" as="xs:boolean" tunnel="yes" select="false()"/>
    <xsl:param name="in-lemma" as="xs:boolean" tunnel="yes" select="false()"/>
    <xsl:variable name="entry" as="element(rec:entry)?" select="key('print:entry', @rec:entry)[1]"/>
    <xsl:choose>
      <xsl:when test="$in-entry or empty($entry)">
        <xsl:apply-templates select="*[@rec:base]/node()" mode="print:flow"/>
        <xsl:if test="not($in-lemma or print:runs-on(.))">
          <xsl:for-each select="print:held(.), .">
            <xsl:call-template name="print:other-readings"/>
          </xsl:for-each>
        </xsl:if>
      </xsl:when>
      <xsl:otherwise>
        <xsl:apply-templates select="$entry" mode="print:entry"/>
        <xsl:apply-templates select="*[@rec:base]/node()" mode="print:flow"/>
        <p:end id="{@rec:entry}"/>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- An entry inside a reading: its other readings follow in brackets. -->
  <xsl:template name="print:other-readings">
    <xsl:param name="entry" as="element(rec:entry)?" select="key('print:entry', @rec:entry)[1]"/>
    <xsl:variable name="others" as="element()*" select="$entry/((rec:rdg, rec:group)[not(@base)] | rec:note | rec:witDetail)[app:is-said(.)]"/>
    <xsl:if test="$others">
      <p:gap/>
      <p:sign>(</p:sign>
      <xsl:call-template name="print:joined">
        <xsl:with-param name="parts" select="$others"/>
      </xsl:call-template>
      <p:sign>)</p:sign>
      <p:gap/>
    </xsl:if>
  </xsl:template>

  <!-- Where an entry stands inside a word of a reading, its other readings wait for the end of the word. -->
  <xsl:template match="text()[preceding-sibling::node()[1][self::app]][print:continues(.)]" mode="print:flow" priority="1">
    <xsl:param name="in-entry" as="xs:boolean" tunnel="yes" select="false()"/>
    <xsl:param name="in-lemma" as="xs:boolean" tunnel="yes" select="false()"/>
    <xsl:variable name="app" as="element(app)" select="preceding-sibling::node()[1]"/>
    <xsl:choose>
      <xsl:when test="not($in-entry) or $in-lemma or following-sibling::node()[1][self::app][. is print:held-by(current())]">
        <xsl:next-match/>
      </xsl:when>
      <xsl:otherwise>
        <xsl:variable name="rest" as="xs:string" select="replace(., '^[\p{L}\p{M}\p{N}]+', '', 's')"/>
        <xsl:variable name="end" as="text()">
          <xsl:value-of select="substring(., 1, string-length() - string-length($rest))"/>
        </xsl:variable>
        <xsl:variable name="behind" as="text()">
          <xsl:value-of select="$rest"/>
        </xsl:variable>
        <xsl:apply-templates select="$end" mode="print:flow"/>
        <xsl:for-each select="(print:held($app), $app)[not(@rec:silent)]">
          <xsl:call-template name="print:other-readings"/>
        </xsl:for-each>
        <xsl:apply-templates select="$behind[. != '']" mode="print:flow"/>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:function name="print:continues" as="xs:boolean">
    <xsl:param name="text" as="text()?"/>
    <xsl:sequence select="matches($text, '^[\p{L}\p{M}\p{N}]')"/>
  </xsl:function>

  <!-- Does the word that an entry ends with go on behind it? -->
  <xsl:function name="print:runs-on" as="xs:boolean">
    <xsl:param name="app" as="element(app)"/>
    <xsl:sequence select="print:continues($app/following-sibling::node()[1][self::text()])"/>
  </xsl:function>

  <!-- The entries in front of one in the same word, whose other readings wait. -->
  <xsl:function name="print:held" as="element(app)*">
    <xsl:param name="app" as="element(app)"/>
    <xsl:variable name="letters" as="text()?" select="$app/preceding-sibling::node()[1][self::text()][matches(., '^[\p{L}\p{M}\p{N}]+$')]"/>
    <xsl:variable name="before" as="element(app)?" select="$letters/preceding-sibling::node()[1][self::app]"/>
    <xsl:sequence select="if ($before) then (print:held($before), $before) else ()"/>
  </xsl:function>

  <!-- The entry that takes over those in front of letters which lead up to it. -->
  <xsl:function name="print:held-by" as="element(app)?">
    <xsl:param name="text" as="text()"/>
    <xsl:sequence select="$text[matches(., '^[\p{L}\p{M}\p{N}]+$')]/following-sibling::node()[1][self::app]"/>
  </xsl:function>

  <!-- An entry attached to the word before it. -->
  <xsl:template match="rec:mark" mode="print:flow">
    <xsl:apply-templates select="key('print:entry', @entry)[1]" mode="print:entry">
      <xsl:with-param name="back" select="true()"/>
    </xsl:apply-templates>
  </xsl:template>

  <xsl:mode name="print:entry" on-no-match="fail"/>

  <!-- again: the entry is told at a further place, too. place: as it is cited, where the number of its line may not be enough. -->
  <xsl:template match="rec:entry" mode="print:entry" as="element(p:app)">
    <xsl:param name="back" as="xs:boolean" select="false()"/>
    <xsl:param name="again" as="xs:string?" select="()"/>
    <xsl:variable name="lemma" as="element()?" select="(rec:lem[normalize-space()], .//rec:rdg[@base][normalize-space()])[1]"/>
    <xsl:variable name="anchor" as="xs:string?" select="rec:lem ! app:anchor(.)"/>
    <xsl:variable name="last" as="element()?" select="rec:lem[app:is-told-last(.)]"/>
    <p:app id="{string-join((@id, $again), '.')}" layer="{@layer}">
      <xsl:if test="@unit = ('verse', 'line') and contains(@place, '.') and not(contains(@place, ','))">
        <xsl:copy-of select="@place"/>
      </xsl:if>
      <xsl:if test="$back">
        <xsl:attribute name="back" select="'yes'"/>
      </xsl:if>
      <xsl:if test="$lemma or $anchor">
        <p:lem>
          <xsl:for-each select="$lemma">
            <xsl:call-template name="print:lemma">
              <xsl:with-param name="lemma" select="."/>
            </xsl:call-template>
          </xsl:for-each>
          <xsl:value-of select="$anchor"/>
        </p:lem>
      </xsl:if>
      <p:body>
        <xsl:call-template name="print:joined">
          <xsl:with-param name="parts" select="($lemma[not(ancestor::rec:group)][app:is-attributed(.)], * except (rec:lem, $lemma[not(ancestor::rec:group)]), $last)"/>
          <xsl:with-param name="lemma" select="$lemma"/>
        </xsl:call-template>
      </p:body>
    </p:app>
  </xsl:template>

  <!-- A long lemma that stands in the text above is named by its first and last words. -->
  <xsl:template name="print:lemma" as="node()*">
    <xsl:param name="lemma" as="element()"/>
    <xsl:variable name="words" as="xs:string*" select="tokenize(normalize-space(rec:reading($lemma)))"/>
    <xsl:choose>
      <xsl:when test="count($words) gt 6 and app:is-of-the-text($lemma)">
        <xsl:value-of select="app:ends-of($words, 2, 1)"/>
      </xsl:when>
      <xsl:otherwise>
        <xsl:call-template name="print:in-line">
          <xsl:with-param name="flow" as="node()*">
            <xsl:apply-templates select="$lemma/node()" mode="print:flow">
              <xsl:with-param name="in-entry" select="true()" tunnel="yes"/>
              <xsl:with-param name="in-lemma" select="true()" tunnel="yes"/>
              <xsl:with-param name="block" select="$print:outermost" tunnel="yes"/>
              <xsl:with-param name="look" select="()" tunnel="yes"/>
              <xsl:with-param name="to" select="()" tunnel="yes"/>
            </xsl:apply-templates>
          </xsl:with-param>
        </xsl:call-template>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- What a part of an entry says, in one line: a sign divides its paragraphs or verses. -->
  <xsl:template name="print:in-line" as="node()*">
    <xsl:param name="flow" as="node()*"/>
    <xsl:iterate select="print:blocks($flow)">
      <xsl:param name="begun" as="xs:boolean" select="false()"/>
      <xsl:variable name="says" as="xs:boolean" select="some $node in ?* satisfies print:has-words($node)"/>
      <xsl:if test="$begun and $says">
        <xsl:text> </xsl:text>
        <p:sign><xsl:value-of select="lab:text('parts')"/></p:sign>
        <xsl:text> </xsl:text>
      </xsl:if>
      <xsl:sequence select="?*"/>
      <xsl:next-iteration>
        <xsl:with-param name="begun" select="$begun or $says"/>
      </xsl:next-iteration>
    </xsl:iterate>
  </xsl:template>

  <!-- The parts of an entry, with a sign between the readings; remarks follow what they speak of. -->
  <xsl:template name="print:joined" as="node()*">
    <xsl:param name="parts" as="element()*"/>
    <xsl:param name="lemma" as="element()?" select="()"/>
    <xsl:for-each select="$parts[app:is-said(.)]">
      <xsl:if test="position() gt 1">
        <xsl:if test="not(self::rec:note or self::rec:witDetail) or exists(app:detail(.))">
          <p:sign><xsl:value-of select="lab:text('between')"/></p:sign>
        </xsl:if>
        <xsl:text> </xsl:text>
      </xsl:if>
      <xsl:apply-templates select="." mode="print:part">
        <xsl:with-param name="lemma" select="$lemma"/>
        <xsl:with-param name="in-entry" select="true()" tunnel="yes"/>
        <xsl:with-param name="block" select="$print:outermost" tunnel="yes"/>
        <xsl:with-param name="look" select="()" tunnel="yes"/>
        <xsl:with-param name="to" select="()" tunnel="yes"/>
      </xsl:apply-templates>
    </xsl:for-each>
  </xsl:template>

  <xsl:mode name="print:part" on-no-match="fail"/>

  <!-- A reading: its words, or what is said instead ("om."), its witnesses, its scholars. Of the lemma only these, and where
       a witness begins or ends in it. Words that describe ("Omisit.") are in italics. -->
  <xsl:template match="rec:lem | rec:rdg" mode="print:part" as="node()*">
    <xsl:param name="lemma" as="element()?" select="()"/>
    <xsl:variable name="verdict" as="xs:string?" select="app:verdict(.)[not(current()/@told)]"/>
    <xsl:choose>
      <xsl:when test=". is $lemma">
        <xsl:for-each select="app:events-in(.)">
          <xsl:call-template name="print:event"/>
        </xsl:for-each>
      </xsl:when>
      <xsl:otherwise>
        <xsl:if test="app:is-added(.)">
          <p:t look="italic"><xsl:value-of select="lab:text('add')"/></p:t>
          <xsl:text> </xsl:text>
        </xsl:if>
        <xsl:call-template name="print:term">
          <xsl:with-param name="word" select="$verdict"/>
          <xsl:with-param name="look" select="'italic'"/>
        </xsl:call-template>
        <xsl:if test="$verdict">
          <p:gap/>
        </xsl:if>
        <xsl:variable name="words" as="node()*">
          <xsl:call-template name="print:in-line">
            <xsl:with-param name="flow" as="node()*">
              <xsl:apply-templates mode="print:flow">
                <xsl:with-param name="look" select="'italic'[current()/@status != 'text']" tunnel="yes"/>
              </xsl:apply-templates>
            </xsl:with-param>
          </xsl:call-template>
        </xsl:variable>
        <!-- (its direction is its own: sigla and other readings beside it keep theirs) -->
        <xsl:sequence select="if (matches(string(), $lang:rtl)) then print:fenced($words) else $words"/>
      </xsl:otherwise>
    </xsl:choose>
    <xsl:call-template name="print:sigla">
      <xsl:with-param name="ids" select="tokenize(@sigla)"/>
    </xsl:call-template>
    <xsl:call-template name="print:attribution"/>
  </xsl:template>

  <!-- Readings that belong together, in brackets. -->
  <xsl:template match="rec:group" mode="print:part" as="node()*">
    <p:sign>(</p:sign>
    <xsl:call-template name="print:joined">
      <xsl:with-param name="parts" select="*"/>
    </xsl:call-template>
    <p:sign>)</p:sign>
  </xsl:template>

  <!-- A note that follows readings stands in brackets, and upright: italics are for sigla and terms. -->
  <xsl:template match="rec:note | rec:witDetail" mode="print:part" as="node()*">
    <xsl:variable name="detail" as="xs:string?" select="app:detail(.)"/>
    <xsl:variable name="remark" as="xs:boolean" select="app:is-remark(.) and empty($detail)"/>
    <xsl:if test="exists($detail)">
      <p:t look="italic"><xsl:value-of select="$detail"/></p:t>
    </xsl:if>
    <xsl:if test="$remark">
      <p:sign><xsl:value-of select="lab:text('remark-opens')"/></p:sign>
    </xsl:if>
    <xsl:call-template name="print:in-line">
      <xsl:with-param name="flow" as="node()*">
        <xsl:apply-templates mode="print:flow">
          <xsl:with-param name="look" select="'italic'[not($remark)]" tunnel="yes"/>
        </xsl:apply-templates>
      </xsl:with-param>
    </xsl:call-template>
    <xsl:call-template name="print:sigla">
      <xsl:with-param name="ids" select="tokenize(@witnesses)"/>
    </xsl:call-template>
    <xsl:if test="$remark">
      <p:sign><xsl:value-of select="lab:text('remark-closes')"/></p:sign>
    </xsl:if>
  </xsl:template>

  <!-- "cett.", hands, how the reading came about, and by whom. -->
  <xsl:template name="print:attribution" as="node()*">
    <xsl:variable name="terms" as="map(xs:string, xs:string?)*" select="
        map { 'look': 'italic', 'word': @rest ! lab:text('cett') }, map { 'look': '', 'word': @hands ! ('(' || . || ')') },
        map { 'look': 'italic', 'word': app:kind-label(.) }, map { 'look': 'smallcaps', 'word': @scholars ! string() }"/>
    <xsl:for-each select="$terms">
      <xsl:call-template name="print:term">
        <xsl:with-param name="word" select="?word"/>
        <xsl:with-param name="look" select="?look"/>
      </xsl:call-template>
    </xsl:for-each>
  </xsl:template>

  <xsl:template name="print:term" as="node()*">
    <xsl:param name="word" as="xs:string?"/>
    <xsl:param name="look" as="xs:string?"/>
    <xsl:if test="$word">
      <xsl:text> </xsl:text>
      <p:t>
        <xsl:if test="$look">
          <xsl:attribute name="look" select="$look"/>
        </xsl:if>
        <xsl:value-of select="$word"/>
      </p:t>
    </xsl:if>
  </xsl:template>

  <!-- Sigla in a row. Neighbours without mark-up are set together. -->
  <xsl:template name="print:sigla" as="node()*">
    <xsl:param name="ids" as="xs:string*"/>
    <xsl:variable name="reading" as="element()" select="."/>
    <xsl:variable name="document" as="document-node()" select="root($reading)"/>
    <xsl:variable name="plain" as="xs:boolean" select="@printed and empty(@corrected) and empty(key('print:marked', 'yes', $document))"/>
    <xsl:if test="$plain and exists($ids)">
      <xsl:text> </xsl:text>
      <xsl:variable name="row" as="element(p:t)">
        <p:t look="italic"><xsl:value-of select="translate(@printed, '&#9;', ' ')"/></p:t>
      </xsl:variable>
      <xsl:sequence select="if (matches($row, $lang:rtl)) then print:fenced($row) else $row"/>
    </xsl:if>
    <xsl:for-each-group select="$ids[not($plain)]" group-adjacent="if (key('app:siglum', ., $document)[1]/rec:siglum/* or app:phase($reading, .)) then . else ''">
      <xsl:text> </xsl:text>
      <xsl:choose>
        <xsl:when test="current-grouping-key() = ''">
          <xsl:variable name="row" as="element(p:t)">
            <p:t look="italic"><xsl:value-of select="current-group() ! (key('app:siglum', ., $document)[1]/rec:siglum[normalize-space()]/string(), .)[1]"/></p:t>
          </xsl:variable>
          <xsl:sequence select="if (matches($row, $lang:rtl)) then print:fenced($row) else $row"/>
        </xsl:when>
        <xsl:otherwise>
          <xsl:apply-templates select="key('app:siglum', ., $document)[1]/rec:siglum/node()" mode="print:flow">
            <xsl:with-param name="look" select="'italic'" tunnel="yes"/>
          </xsl:apply-templates>
          <xsl:if test="empty(key('app:siglum', ., $document))">
            <p:t look="italic"><xsl:value-of select="."/></p:t>
          </xsl:if>
          <xsl:for-each select="app:phase($reading, .)">
            <p:gap/>
            <p:t look="sup"><xsl:value-of select="."/></p:t>
          </xsl:for-each>
        </xsl:otherwise>
      </xsl:choose>
    </xsl:for-each-group>
  </xsl:template>

  <!-- What is said of a witness inside a reading. -->
  <xsl:template match="witDetail" mode="print:flow">
    <xsl:param name="in-entry" as="xs:boolean" tunnel="yes" select="false()"/>
    <xsl:if test="$in-entry">
      <p:gap/>
      <xsl:apply-templates mode="print:flow">
        <xsl:with-param name="look" select="'italic'" tunnel="yes"/>
      </xsl:apply-templates>
      <p:gap/>
    </xsl:if>
  </xsl:template>

  <!-- Where a witness falls silent or begins to speak, inside an entry; in a lemma it is told behind it. -->
  <xsl:template match="lacunaStart | lacunaEnd | witStart | witEnd" mode="print:flow">
    <xsl:param name="in-entry" as="xs:boolean" tunnel="yes" select="false()"/>
    <xsl:param name="in-lemma" as="xs:boolean" tunnel="yes" select="false()"/>
    <xsl:if test="$in-entry and not($in-lemma)">
      <xsl:call-template name="print:event"/>
    </xsl:if>
  </xsl:template>

  <xsl:template name="print:event" as="node()*">
    <xsl:variable name="ids" as="xs:string*" select="app:witnesses-of(.)"/>
    <xsl:text> </xsl:text>
    <xsl:if test="exists($ids)">
      <p:sign>(</p:sign>
    </xsl:if>
    <p:t look="italic"><xsl:value-of select="lab:text(local-name())"/></p:t>
    <xsl:if test="exists($ids)">
      <xsl:call-template name="print:sigla">
        <xsl:with-param name="ids" select="$ids"/>
      </xsl:call-template>
      <p:sign>)</p:sign>
    </xsl:if>
    <xsl:text> </xsl:text>
  </xsl:template>

  <!-- In an entry: no sign for a gap where "lac." says it; for what is repeated the place where it stands. -->
  <xsl:template match="rec:entry//gap" mode="print:flow" priority="1">
    <xsl:if test="empty(app:reading-of(.)/app:verdict(.))">
      <xsl:next-match/>
    </xsl:if>
  </xsl:template>

  <xsl:template match="join[rec:copy]" mode="print:flow">
    <xsl:apply-templates mode="print:flow"/>
  </xsl:template>

  <xsl:template match="rec:copy" mode="print:flow" as="node()*">
    <xsl:if test="exists(app:copied-from(.))">
      <p:gap/>
      <p:sign><xsl:value-of select="app:copy-sign(.)"/></p:sign>
      <xsl:text> </xsl:text>
      <p:t>
        <xsl:if test="key('print:id', @of)">
          <xsl:attribute name="goto" select="@of"/>
        </xsl:if>
        <xsl:value-of select="app:copied-from(.)"/>
      </p:t>
    </xsl:if>
  </xsl:template>

</xsl:stylesheet>
