<?xml version="1.0" encoding="UTF-8"?>
<!-- Where the text varies: a strip with a bar for each paragraph, verse … (several together in a long text), as high as it
     has variants; and a table that says the same. The table is for the keyboard and for those who don't see the strip. -->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:map="http://www.w3.org/2005/xpath-functions/map"
    xmlns:rec="urn:recensio:edition"
    xmlns:voc="urn:recensio:vocabulary"
    xmlns:lab="urn:recensio:labels"
    xmlns:html="urn:recensio:html"
    xmlns="http://www.w3.org/1999/xhtml"
    xpath-default-namespace="http://www.tei-c.org/ns/1.0"
    exclude-result-prefixes="#all">

  <xsl:variable name="html:most-bars" as="xs:integer" select="120"/>
  <xsl:variable name="html:fewest-bars" as="xs:integer" select="5"/>

  <!-- The context is the edition. -->
  <xsl:template name="html:heat" as="element()?">
    <xsl:variable name="blocks" as="element()*" select="rec:text//*[voc:is-block(.)][html:is-bar(.)]"/>
    <xsl:variable name="numbers" as="map(xs:string, xs:integer)" select="html:variants-by-block(.)"/>
    <xsl:variable name="width" as="xs:integer" select="(count($blocks) + $html:most-bars - 1) idiv $html:most-bars"/>
    <xsl:variable name="bars" as="map(*)*">
      <xsl:for-each-group select="$blocks" group-adjacent="(position() - 1) idiv $width">
        <xsl:variable name="leads" as="element()?" select="(current-group()[map:contains($numbers, generate-id())], current-group())[html:address(.)][1]"/>
        <xsl:sequence select="map {
            'number': sum(current-group() ! $numbers(generate-id())), 'href': $leads ! ('#' || html:address(.)), 'name': html:bar-name(($leads, .)[1]) }"/>
      </xsl:for-each-group>
    </xsl:variable>
    <xsl:if test="count($bars) ge $html:fewest-bars and count($bars[?number gt 0]) gt 1">
      <section class="heat about" aria-labelledby="part:heat">
        <h2 id="part:heat"><xsl:value-of select="lab:text('heat')"/></h2>
        <xsl:sequence select="html:strip($bars), html:strip-table($bars[?number gt 0])"/>
      </section>
    </xsl:if>
  </xsl:template>

  <!-- The smallest blocks, those with words of the text. -->
  <xsl:function name="html:is-bar" as="xs:boolean">
    <xsl:param name="block" as="element()"/>
    <xsl:sequence select="html:is-phrasing($block) and not($block/ancestor-or-self::*[@rec:off]) and normalize-space($block) != ''"/>
  </xsl:function>

  <xsl:key name="html:from" match="rec:text//rec:from" use="@entry"/>

  <!-- How many entries belong to each; one whose words go over several blocks belongs to the first. -->
  <xsl:function name="html:variants-by-block" as="map(xs:string, xs:integer)">
    <xsl:param name="edition" as="element(rec:edition)"/>
    <xsl:variable name="marks" as="element()*" select="$edition/rec:text//(app[@rec:entry] | rec:from[not(@again)] | rec:mark[not(@again)][empty(key('html:from', @entry))])[not(ancestor::*[@rec:off])]
        [key('html:entry', (@rec:entry, @entry)[1])[not(@silent)]]"/>
    <xsl:map>
      <xsl:for-each-group select="$marks" group-by="(ancestor::*[voc:is-block(.)][html:is-bar(.)][1], descendant::*[voc:is-block(.)][html:is-bar(.)][1])[1] ! generate-id(.)">
        <xsl:map-entry key="current-grouping-key()" select="count(current-group())"/>
      </xsl:for-each-group>
    </xsl:map>
  </xsl:function>

  <!-- The heading above a block, and its first words. -->
  <xsl:function name="html:bar-name" as="xs:string">
    <xsl:param name="block" as="element()"/>
    <xsl:variable name="heading" as="xs:string?" select="$block/ancestor::*[html:is-division(.)][1] ! html:division-label(.)"/>
    <xsl:variable name="words" as="xs:string*" select="tokenize(rec:reading($block))"/>
    <xsl:sequence select="string-join((html:cut-short(string($heading), 40)[. != ''], string-join($words[position() le 5], ' ') || (if (count($words) gt 5) then ' …' else '')), ' · ')"/>
  </xsl:function>

  <!-- The strip is one picture; its bars are links for the pointer only, the table has them for all. -->
  <xsl:function name="html:strip" as="element()">
    <xsl:param name="bars" as="map(*)+"/>
    <xsl:variable name="most" as="xs:integer" select="max($bars?number)"/>
    <xsl:variable name="count" as="xs:integer" select="count($bars)"/>
    <svg xmlns="http://www.w3.org/2000/svg" class="strip" viewBox="0 0 {10 * $count} 40" preserveAspectRatio="none" aria-hidden="true" focusable="false">
      <xsl:for-each select="$bars">
        <xsl:variable name="height" as="xs:double" select="if (?number = 0) then 1 else 4 + 36 * (?number div $most)"/>
        <xsl:variable name="x" as="xs:integer" select="10 * (position() - 1)"/>
        <a tabindex="-1">
          <xsl:for-each select="?href">
            <xsl:attribute name="href" select="."/>
          </xsl:for-each>
          <title><xsl:value-of select="?name || ': ' || ?number"/></title>
          <rect class="ground" x="{$x}" y="0" width="10" height="40"/>
          <rect class="bar" x="{$x + 1}" y="{round(40 - $height, 1)}" width="8" height="{round($height, 1)}"/>
        </a>
      </xsl:for-each>
    </svg>
  </xsl:function>

  <xsl:function name="html:strip-table" as="element()">
    <xsl:param name="bars" as="map(*)+"/>
    <details class="as-table">
      <summary><xsl:value-of select="lab:text('heatTable')"/></summary>
      <table>
        <thead>
          <tr><th scope="col"><xsl:value-of select="lab:text('heatPlace')"/></th><th scope="col"><xsl:value-of select="lab:text('heatNumber')"/></th></tr>
        </thead>
        <tbody>
          <xsl:for-each select="$bars">
            <tr>
              <td>
                <xsl:choose>
                  <xsl:when test="?href">
                    <a href="{?href}"><bdi><xsl:value-of select="?name"/></bdi></a>
                  </xsl:when>
                  <xsl:otherwise>
                    <bdi><xsl:value-of select="?name"/></bdi>
                  </xsl:otherwise>
                </xsl:choose>
              </td>
              <td><xsl:value-of select="?number"/></td>
            </tr>
          </xsl:for-each>
        </tbody>
      </table>
    </details>
  </xsl:function>

</xsl:stylesheet>
