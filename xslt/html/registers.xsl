<?xml version="1.0" encoding="UTF-8"?>
<!-- Registers: a card for every entry, under the letters of the alphabet, with every place where the entry is named. -->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:rec="urn:recensio:edition"
    xmlns:lab="urn:recensio:labels"
    xmlns:date="urn:recensio:dates"
    xmlns:html="urn:recensio:html"
    xmlns="http://www.w3.org/1999/xhtml"
    exclude-result-prefixes="#all">

  <!-- More places in one text than these are folded in. -->
  <xsl:variable name="html:many" as="xs:integer" select="12"/>

  <xsl:template match="rec:site" mode="html:main" as="element()*">
    <xsl:if test="count(rec:letter) gt 1">
      <nav class="letters" aria-label="{lab:text('letters')}">
        <xsl:for-each select="rec:letter">
          <a href="#{html:letter-id(.)}"><xsl:value-of select="@label"/></a>
          <xsl:text> </xsl:text>
        </xsl:for-each>
      </nav>
    </xsl:if>
    <xsl:apply-templates select="rec:letter" mode="html:main"/>
  </xsl:template>

  <xsl:template match="rec:letter" mode="html:main" as="element()">
    <section class="letter">
      <h2 id="{html:letter-id(.)}"><xsl:value-of select="@label"/></h2>
      <xsl:apply-templates select="rec:bearer" mode="html:main"/>
    </section>
  </xsl:template>

  <!-- (an address that no xml:id has) -->
  <xsl:function name="html:letter-id" as="xs:string">
    <xsl:param name="letter" as="element(rec:letter)"/>
    <xsl:sequence select="'letter:' || (if (matches($letter/@label, '^[A-Z]$')) then $letter/@label else string-to-codepoints($letter/@label)[1])"/>
  </xsl:function>

  <xsl:template match="rec:bearer" mode="html:main" as="element()">
    <article class="card">
      <xsl:if test="@id != ''">
        <xsl:attribute name="id" select="@id"/>
      </xsl:if>
      <h3>
        <bdi>
          <xsl:if test="html:is-language(@language)">
            <xsl:attribute name="lang" select="@language"/>
          </xsl:if>
          <xsl:value-of select="@label"/>
        </bdi>
      </h3>
      <xsl:if test="rec:name">
        <p class="names"><xsl:apply-templates select="rec:name" mode="html:main"/></p>
      </xsl:if>
      <xsl:call-template name="html:facts"/>
      <xsl:if test="rec:authority">
        <ul class="authorities" aria-label="{lab:text('authorities')}">
          <xsl:for-each select="rec:authority">
            <li><xsl:call-template name="html:leading"/></li>
          </xsl:for-each>
        </ul>
      </xsl:if>
      <xsl:if test="rec:in">
        <div class="mentions">
          <h4>
            <xsl:value-of select="lab:text('namedIn')"/>
            <!-- (how often in all, where the rows below don't say it) -->
            <xsl:if test="count(rec:in) gt 1">
              <xsl:text> </xsl:text>
              <span class="count"><xsl:value-of select="'×' || sum(rec:in/@count)"/></span>
            </xsl:if>
          </h4>
          <ul>
            <xsl:apply-templates select="rec:in" mode="html:main"/>
          </ul>
        </div>
      </xsl:if>
    </article>
  </xsl:template>

  <!-- What an entry says of itself, and what others say of it. -->
  <xsl:template name="html:facts" as="element()?">
    <xsl:where-populated>
      <dl class="facts">
        <xsl:for-each-group group-by="html:kind(.)" select="
            rec:date[not(../rec:detail/@kind = 'date')], rec:detail[@kind = ('where', 'type', 'cert')], rec:detail[not(@kind = ('where', 'type', 'cert'))],
            rec:coordinates">
          <dt><xsl:value-of select="lab:named('detail-', current-grouping-key())"/></dt>
          <xsl:for-each select="current-group()">
            <dd class="is-{current-grouping-key()}"><xsl:apply-templates select="." mode="html:fact"/></dd>
          </xsl:for-each>
        </xsl:for-each-group>
        <xsl:for-each-group select="rec:relation" group-by="html:bond(.)">
          <dt><xsl:value-of select="current-grouping-key()"/></dt>
          <dd><xsl:sequence select="html:listed(current-group())"/></dd>
        </xsl:for-each-group>
        <xsl:for-each-group select="rec:tie" group-by="@kind">
          <dt class="tie"><xsl:value-of select="lab:named('tie-', current-grouping-key())"/></dt>
          <dd class="tie"><xsl:sequence select="html:listed(current-group())"/></dd>
        </xsl:for-each-group>
      </dl>
    </xsl:where-populated>
  </xsl:template>

  <!-- What a fact is told under: its kind, else the name of its element. -->
  <xsl:function name="html:kind" as="xs:string">
    <xsl:param name="fact" as="element()"/>
    <xsl:sequence select="string(($fact/@kind, local-name($fact))[1])"/>
  </xsl:function>

  <!-- The name of a relation as this entry sees it; the other side's, with an arrow, where the file gives no own. -->
  <xsl:function name="html:bond" as="xs:string">
    <xsl:param name="relation" as="element(rec:relation)"/>
    <xsl:sequence select="if ($relation/@kind = '') then '← ' || $relation/@name else string($relation/@kind)"/>
  </xsl:function>

  <!-- Other entries, each a link, with when and how certain. Many of them are folded in. -->
  <xsl:function name="html:listed" as="node()*">
    <xsl:param name="entries" as="element()*"/>
    <xsl:variable name="links" as="node()*">
      <xsl:for-each select="$entries">
        <xsl:value-of select="if (position() gt 1) then ', ' else ''"/>
        <xsl:call-template name="html:leading"/>
        <xsl:sequence select="html:remark((date:written(.), html:certainty(.)))"/>
      </xsl:for-each>
    </xsl:variable>
    <xsl:choose>
      <xsl:when test="count($entries) gt $html:many">
        <details>
          <summary><xsl:value-of select="count($entries)"/></summary>
          <xsl:sequence select="$links"/>
        </details>
      </xsl:when>
      <xsl:otherwise>
        <xsl:sequence select="$links"/>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:function>

  <!-- A remark in brackets behind something; nothing if there is nothing to say. -->
  <xsl:function name="html:remark" as="node()*">
    <xsl:param name="words" as="xs:string*"/>
    <xsl:if test="$words != ''">
      <xsl:text> </xsl:text>
      <span class="remark"><xsl:value-of select="'(' || string-join($words[. != ''], ', ') || ')'"/></span>
    </xsl:if>
  </xsl:function>

  <xsl:function name="html:certainty" as="xs:string">
    <xsl:param name="stated" as="element()"/>
    <xsl:sequence select="if (string($stated/@cert) = '') then '' else lab:named('cert-', $stated/@cert)"/>
  </xsl:function>

  <!-- The words of a detail in runs, or its date written out. -->
  <xsl:mode name="html:fact" on-no-match="fail"/>

  <xsl:template match="rec:detail[@kind = 'cert']" mode="html:fact" as="node()*">
    <xsl:value-of select="html:certainty(.)"/>
  </xsl:template>

  <xsl:template match="rec:detail" mode="html:fact" as="node()*">
    <xsl:apply-templates select="rec:run" mode="html:fact"/>
    <xsl:value-of select="if (rec:run[normalize-space()]) then '' else date:written(.)"/>
    <xsl:sequence select="html:remark(html:certainty(.))"/>
  </xsl:template>

  <xsl:template match="rec:date" mode="html:fact" as="node()*">
    <xsl:value-of select="date:written(.)"/>
  </xsl:template>

  <xsl:template match="rec:coordinates" mode="html:fact" as="node()*">
    <xsl:value-of select="."/>
  </xsl:template>

  <!-- A run of words: a link if it leads anywhere, in the element that its kind asks for. -->
  <xsl:template match="rec:run[html:leads(@href)]" mode="html:fact" as="node()*">
    <a href="{@href}">
      <xsl:if test="matches(@href, '^https?:', 'i')">
        <xsl:attribute name="rel" select="'noopener external'"/>
      </xsl:if>
      <xsl:call-template name="html:run-shown"/>
    </a>
    <xsl:call-template name="html:role"/>
  </xsl:template>

  <xsl:template match="rec:run" mode="html:fact" as="node()*">
    <xsl:call-template name="html:run-shown"/>
    <xsl:call-template name="html:role"/>
  </xsl:template>

  <xsl:template name="html:run-shown" as="node()*">
    <xsl:variable name="words" as="xs:string" select="if (../@kind = ('birth', 'death', 'floruit', 'date', 'event')) then html:days-in-words(.) else string()"/>
    <xsl:variable name="name" as="xs:string?" select="$html:shown-as(@kind)"/>
    <xsl:choose>
      <xsl:when test="exists($name) or html:is-language(@language)">
        <xsl:element name="{($name, 'span')[1]}">
          <xsl:if test="html:is-language(@language)">
            <xsl:attribute name="lang" select="@language"/>
          </xsl:if>
          <xsl:value-of select="$words"/>
        </xsl:element>
      </xsl:when>
      <xsl:otherwise>
        <xsl:value-of select="$words"/>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- What stands there as 1865-07-01 is written as the language of the edition writes days. -->
  <xsl:function name="html:days-in-words" as="xs:string">
    <xsl:param name="text" as="xs:string"/>
    <xsl:variable name="parts" as="xs:string*">
      <xsl:analyze-string select="$text" regex="(^|[\s(])(\d{{4}}-\d\d-\d\d)">
        <xsl:matching-substring>
          <xsl:sequence select="regex-group(1) || date:day(regex-group(2))"/>
        </xsl:matching-substring>
        <xsl:non-matching-substring>
          <xsl:sequence select="."/>
        </xsl:non-matching-substring>
      </xsl:analyze-string>
    </xsl:variable>
    <xsl:sequence select="string-join($parts)"/>
  </xsl:function>

  <xsl:variable name="html:shown-as" as="map(xs:string, xs:string)" select="
      map{'title': 'cite', 'q': 'q', 'quote': 'q', 'soCalled': 'q', 'article': 'q', 'foreign': 'i', 'mentioned': 'i', 'term': 'i', 'emph': 'em',
          'code': 'code'}"/>

  <xsl:function name="html:is-language" as="xs:boolean">
    <xsl:param name="tag" as="xs:string?"/>
    <xsl:sequence select="matches($tag, '^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*$')"/>
  </xsl:function>

  <!-- What somebody who is named in a citation did, if he is not its author. -->
  <xsl:template name="html:role" as="text()?">
    <xsl:if test="@kind = 'editor'">
      <xsl:value-of select="' ' || lab:text('responsible-editor')"/>
    </xsl:if>
  </xsl:template>

  <!-- Details of a kind in one line under its label. -->
  <xsl:template name="html:told-under" as="element()*">
    <xsl:param name="details" as="element(rec:detail)*"/>
    <xsl:for-each-group select="$details" group-by="@kind">
      <p class="cited">
        <xsl:value-of select="lab:named('detail-', current-grouping-key()) || ': '"/>
        <xsl:for-each select="current-group()">
          <xsl:value-of select="if (position() gt 1) then '; ' else ''"/>
          <xsl:apply-templates select="." mode="html:fact"/>
        </xsl:for-each>
      </p>
    </xsl:for-each-group>
  </xsl:template>

  <xsl:template match="rec:name" mode="html:main" as="node()*">
    <xsl:value-of select="if (position() gt 1) then ' · ' else ''"/>
    <bdi>
      <xsl:if test="html:is-language(@language)">
        <xsl:attribute name="lang" select="@language"/>
      </xsl:if>
      <xsl:value-of select="text()"/>
    </bdi>
    <xsl:variable name="said" as="xs:string*" select="
        (@kind[not(. = ('', 'main', 'variant', 'pref', 'preferred', 'reg', 'standard', 'label'))], @subkind[. != '']) ! lab:named('name-', .),
        html:certainty(.), date:written(.)"/>
    <xsl:if test="$said != '' or rec:source">
      <xsl:text> </xsl:text>
      <span class="remark">
        <xsl:text>(</xsl:text>
        <xsl:value-of select="$said[. != '']" separator=", "/>
        <xsl:value-of select="if ($said != '' and rec:source) then '; ' else ''"/>
        <xsl:sequence select="html:listed(rec:source)"/>
        <xsl:text>)</xsl:text>
      </span>
    </xsl:if>
  </xsl:template>

  <!-- The bibliography: under the headings of its lists. -->
  <xsl:template match="rec:site[$page = 'bibliography']" mode="html:main" as="element()*">
    <xsl:for-each select="rec:letter">
      <xsl:if test="@label != ''">
        <h2><xsl:value-of select="@label"/></h2>
      </xsl:if>
      <ul class="bibliography">
        <xsl:apply-templates select="rec:bearer" mode="html:cited"/>
      </ul>
    </xsl:for-each>
  </xsl:template>

  <xsl:mode name="html:cited" on-no-match="fail"/>

  <xsl:template match="rec:bearer" mode="html:cited" as="element()">
    <li>
      <xsl:if test="@id != ''">
        <xsl:attribute name="id" select="@id"/>
      </xsl:if>
      <bdi><xsl:apply-templates select="rec:citation/rec:run" mode="html:fact"/></bdi>
      <xsl:for-each select="rec:authority">
        <xsl:text> </xsl:text>
        <xsl:call-template name="html:leading"/>
      </xsl:for-each>
      <xsl:for-each select="rec:detail[@kind = 'note']">
        <p class="cited"><xsl:apply-templates select="." mode="html:fact"/></p>
      </xsl:for-each>
      <xsl:call-template name="html:told-under">
        <xsl:with-param name="details" select="rec:detail[@kind = ('cited', 'sources', 'corresp')]"/>
      </xsl:call-template>
      <xsl:for-each-group select="rec:tie" group-by="@kind">
        <p class="cited">
          <xsl:value-of select="lab:named('tie-', current-grouping-key()) || ': '"/>
          <xsl:sequence select="html:listed(current-group())"/>
        </p>
      </xsl:for-each-group>
      <xsl:if test="rec:in">
        <p class="cited">
          <xsl:value-of select="lab:text('namedIn')"/>
          <xsl:text> </xsl:text>
          <xsl:call-template name="html:said-in"/>
        </p>
      </xsl:if>
    </li>
  </xsl:template>

  <!-- The places in one text; many of them are folded in. -->
  <xsl:template match="rec:bearer/rec:in" mode="html:main" as="element()">
    <li>
      <xsl:call-template name="html:leading">
        <xsl:with-param name="text" select="string(@title)"/>
      </xsl:call-template>
      <xsl:if test="xs:integer(@count) gt 1">
        <xsl:text> </xsl:text>
        <span class="count"><xsl:value-of select="'×' || @count"/></span>
      </xsl:if>
      <xsl:variable name="places" as="element()*" select="rec:at[contains(@href, '#') or @section != '' or @n != '' or @reading = 'true']"/>
      <xsl:choose>
        <xsl:when test="count($places) gt $html:many">
          <details>
            <summary><xsl:value-of select="lab:text('allPlaces')"/></summary>
            <xsl:call-template name="html:places-in-text">
              <xsl:with-param name="places" select="$places"/>
            </xsl:call-template>
          </details>
        </xsl:when>
        <xsl:when test="$places">
          <xsl:call-template name="html:places-in-text">
            <xsl:with-param name="places" select="$places"/>
          </xsl:call-template>
        </xsl:when>
      </xsl:choose>
    </li>
  </xsl:template>

  <xsl:template name="html:places-in-text" as="element()">
    <xsl:param name="places" as="element()*"/>
    <ul class="in-text">
      <xsl:for-each select="$places">
        <li>
          <xsl:call-template name="html:leading">
            <xsl:with-param name="text" select="html:place-label(.)"/>
          </xsl:call-template>
          <xsl:if test="@reading = 'true'">
            <xsl:text> </xsl:text>
            <span class="in-reading"><xsl:value-of select="lab:text('inReading')"/></span>
          </xsl:if>
          <xsl:if test="xs:integer(@count) gt 1">
            <xsl:text> </xsl:text>
            <span class="count">×<xsl:value-of select="@count"/></span>
          </xsl:if>
        </li>
      </xsl:for-each>
    </ul>
  </xsl:template>

  <!-- The heading that the place stands under, and its verse, paragraph, line or page. -->
  <xsl:function name="html:place-label" as="xs:string">
    <xsl:param name="place" as="element(rec:at)"/>
    <xsl:variable name="unit" as="xs:string" select="
        if ($place/@unit = 'page') then lab:text('page') else if ($place/@unit = '') then '' else lab:text('unit-' || $place/@unit)"/>
    <xsl:variable name="said" as="xs:string" select="string-join(($place/@section[. != ''], ($unit || ' ' || $place/@n)[$place/@n != '']), ', ')"/>
    <xsl:sequence select="if ($said) then $said else lab:text('inText')"/>
  </xsl:function>

</xsl:stylesheet>
