<?xml version="1.0" encoding="UTF-8"?>
<!-- What the header says, as facts; and the words of an element as they are read. -->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:rec="urn:recensio:edition"
    xmlns:meta="urn:recensio:metadata"
    xmlns:voc="urn:recensio:vocabulary"
    xpath-default-namespace="http://www.tei-c.org/ns/1.0"
    exclude-result-prefixes="#all">

  <!-- The words of normalised text on one line, without what is no base text; a break that ends a word is a blank. -->
  <xsl:function name="rec:reading" as="xs:string">
    <xsl:param name="element" as="element()?"/>
    <xsl:variable name="words" as="xs:string*">
      <xsl:apply-templates select="$element/node()" mode="rec:reading"/>
    </xsl:variable>
    <xsl:sequence select="normalize-space(string-join($words))"/>
  </xsl:function>

  <xsl:mode name="rec:reading" on-no-match="text-only-copy"/>

  <xsl:template match="*[@rec:off]" mode="rec:reading"/>

  <xsl:template match="*[voc:is-boundary(.)][not(@rec:off)]" mode="rec:reading">
    <xsl:text> </xsl:text>
    <xsl:apply-templates mode="rec:reading"/>
    <xsl:text> </xsl:text>
  </xsl:template>

  <xsl:template match="rec:blank" mode="rec:reading">
    <xsl:text> </xsl:text>
  </xsl:template>

  <xsl:template match="lb | pb | cb | gb" mode="rec:reading">
    <xsl:value-of select="' '[not(current()/@rec:joins)]"/>
  </xsl:template>

  <xsl:function name="meta:statement" as="element()?">
    <xsl:param name="edition" as="element(rec:edition)"/>
    <xsl:sequence select="$edition/rec:header/teiHeader[1]/fileDesc/titleStmt"/>
  </xsl:function>

  <!-- The main title; several titles of one kind are joined. -->
  <xsl:function name="rec:title" as="xs:string?">
    <xsl:param name="edition" as="element(rec:edition)"/>
    <xsl:variable name="titles" as="element()*" select="meta:statement($edition)/title[normalize-space()]"/>
    <!-- (its own title before that of its series) -->
    <xsl:variable name="own" as="element()*" select="$titles[not(@level = 's')]"/>
    <xsl:variable name="main" as="element()*" select="($own[@type = 'main'], $own[not(@type)], $titles[@type = 'main'], $titles[not(@type)], $titles)[1]"/>
    <xsl:sequence select="$main ! normalize-space()"/>
  </xsl:function>

  <xsl:function name="rec:authors" as="xs:string*">
    <xsl:param name="edition" as="element(rec:edition)"/>
    <xsl:sequence select="distinct-values(meta:statement($edition)/author[normalize-space()] ! meta:person(.))"/>
  </xsl:function>

  <!-- A person's name; of several forms of a name the first. -->
  <xsl:function name="meta:person" as="xs:string">
    <xsl:param name="person" as="element()"/>
    <xsl:variable name="name" as="element()" select="($person/persName[1], $person/name[1], $person)[normalize-space()][1]"/>
    <xsl:sequence select="normalize-space(if ($name/*[2] and not($name/text()[normalize-space()])) then string-join($name/* ! normalize-space(), ' ') else $name)"/>
  </xsl:function>

  <!-- The words of a reference on one line: as written, or, where its parts stand side by side, with signs between. -->
  <xsl:function name="meta:words" as="xs:string">
    <xsl:param name="element" as="element()"/>
    <xsl:variable name="words" as="xs:string*">
      <xsl:apply-templates select="$element" mode="meta:words"/>
    </xsl:variable>
    <xsl:sequence select="normalize-space(string-join($words))"/>
  </xsl:function>

  <xsl:mode name="meta:words" on-no-match="shallow-skip"/>

  <xsl:template match="*" mode="meta:words" as="xs:string">
    <xsl:sequence select="if (meta:is-of-parts(.)) then meta:joined(*, ', ') else normalize-space()"/>
  </xsl:template>

  <!-- (the parts of a name) -->
  <xsl:template match="persName | name | orgName | author | editor | surname | forename | placeName | settlement" mode="meta:words" as="xs:string">
    <xsl:sequence select="if (meta:is-of-parts(.)) then meta:joined(*, ' ') else normalize-space()"/>
  </xsl:template>

  <xsl:template match="respStmt" mode="meta:words" as="xs:string">
    <xsl:sequence select="string-join((meta:joined(resp, ', '), meta:joined(* except (resp, note), ', '))[. != ''], ' ')"/>
  </xsl:template>

  <xsl:template match="idno" mode="meta:words" as="xs:string">
    <xsl:sequence select="string-join((@type[. = ('ISBN', 'ISSN', 'DOI')][not(contains(upper-case(current()), .))], normalize-space()), ' ')"/>
  </xsl:template>

  <!-- Who: What. Sub-title, where and when. The work that holds it. Remarks. -->
  <xsl:template match="biblStruct" mode="meta:words" as="xs:string">
    <xsl:variable name="said" as="xs:string*" select="((analytic, monogr, series) ! meta:part-of-book(.), (* except (analytic, monogr, series)) ! meta:words(.)) ! replace(., '\.$', '')[. != '']"/>
    <xsl:sequence select="string-join($said ! (. || '.'), ' ')"/>
  </xsl:template>

  <xsl:template match="bibl[meta:is-of-parts(.)][author or editor or title][*[2]]" mode="meta:words" as="xs:string">
    <xsl:sequence select="meta:part-of-book(.)"/>
  </xsl:template>

  <!-- Behind the names of those who edited (a stylesheet that has labels says it in its language). -->
  <xsl:variable name="meta:edited" as="xs:string" select="'(ed.)'"/>

  <xsl:function name="meta:part-of-book" as="xs:string">
    <xsl:param name="part" as="element()"/>
    <xsl:variable name="titles" as="element()*" select="$part/title[normalize-space()]"/>
    <xsl:variable name="full" as="element()*" select="$titles[not(@type = ('short', 'abbr', 'abbreviated'))]"/>
    <xsl:variable name="long" as="element()*" select="if (exists($full)) then $full else $titles"/>
    <xsl:variable name="rest" as="element()*" select="
        ($part/* except $part/(author | editor | title | textLang | note))/(if (self::imprint) then * else .)[not(self::publisher[normalize-space() = $long/normalize-space()])]"/>
    <xsl:variable name="by" as="xs:string*" select="meta:joined($part/author, '; '), meta:joined($part/editor, '; ')[. != ''] ! (. || ' ' || $meta:edited)"/>
    <xsl:variable name="what" as="xs:string" select="string-join((string-join($by[. != ''], '; '), meta:joined($long, '. '))[. != ''], ': ')"/>
    <xsl:variable name="whole" as="xs:string" select="string-join(($what, meta:joined($rest, ', '))[. != ''], ', ')"/>
    <xsl:sequence select="string-join(($whole, meta:joined($part/note, '. '))[. != ''], '. ')"/>
  </xsl:function>

  <!-- In a reference that is made of parts, what stands behind this part and before the next: Who: What, where, when. Part of. -->
  <xsl:function name="meta:sign-behind" as="xs:string?">
    <xsl:param name="part" as="element()"/>
    <xsl:variable name="next" as="element()?" select="$part/following-sibling::*[normalize-space()][1]"/>
    <xsl:sequence select="
        if (empty($next) or $part/../text()[normalize-space()] or normalize-space($part) = '' or matches(normalize-space($part), '[.,;:!?]$')) then ()
        else if ($part[self::analytic or self::monogr or self::series or self::note] or $next/self::note) then '.'
        else if ($part[self::author or self::editor] and $next/self::title) then ':'
        else if ($part/self::resp) then ()
        else ','"/>
  </xsl:function>

  <!-- Nothing but elements side by side? -->
  <xsl:function name="meta:is-of-parts" as="xs:boolean">
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="exists($element/*) and not($element/text()[normalize-space()])"/>
  </xsl:function>

  <xsl:function name="meta:joined" as="xs:string">
    <xsl:param name="parts" as="element()*"/>
    <xsl:param name="sign" as="xs:string"/>
    <xsl:sequence select="string-join(($parts ! meta:words(.))[. != ''], $sign)"/>
  </xsl:function>

  <!-- <rec:fact label href?>: what to tell about this text and its file. -->
  <xsl:function name="rec:facts" as="element(rec:fact)*">
    <xsl:param name="edition" as="element(rec:edition)"/>
    <xsl:variable name="file" as="element()?" select="$edition/rec:header/teiHeader[1]/fileDesc"/>
    <xsl:for-each select="$file/titleStmt/editor[normalize-space()]">
      <rec:fact label="editor"><xsl:value-of select="meta:person(.)"/></rec:fact>
    </xsl:for-each>
    <xsl:for-each select="$file/titleStmt/respStmt/(persName | name | orgName)[normalize-space()]">
      <rec:fact label="editor">
        <xsl:value-of select="meta:person(.) || (../resp[normalize-space()][1] ! (' (' || normalize-space() || ')'))"/>
      </rec:fact>
    </xsl:for-each>
    <xsl:for-each select="distinct-values($file/publicationStmt/(publisher | authority | distributor)[normalize-space()] ! meta:words(.))">
      <rec:fact label="publisher"><xsl:value-of select="."/></rec:fact>
    </xsl:for-each>
    <xsl:for-each select="$file/publicationStmt/date[normalize-space() or @when][1]">
      <rec:fact label="date"><xsl:value-of select="(normalize-space()[. != ''], @when)[1]"/></rec:fact>
    </xsl:for-each>
    <xsl:for-each select="$file/publicationStmt/availability/(licence | p | .[not(*)])[normalize-space()]">
      <rec:fact label="{if (self::licence) then 'licence' else 'rights'}" href="{@target}"><xsl:value-of select="normalize-space()"/></rec:fact>
    </xsl:for-each>
    <xsl:for-each select="$file/sourceDesc//(p | bibl | biblFull | biblStruct | msDesc/msIdentifier)[normalize-space()]
        [not(ancestor::bibl or ancestor::biblStruct or ancestor::biblFull or ancestor::p or ancestor::listWit or ancestor::msContents
          or ancestor::physDesc or ancestor::history or ancestor::additional)][position() le 8]">
      <rec:fact label="source"><xsl:value-of select="meta:words(.)"/></rec:fact>
    </xsl:for-each>
  </xsl:function>

</xsl:stylesheet>
