<?xml version="1.0" encoding="UTF-8"?>
<!-- Appearance: @rend, @rendition and @style, as written by any project, to a small set of names
     (italic bold smallcaps caps sup sub underline overline strike spaced large small red center right). -->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:map="http://www.w3.org/2005/xpath-functions/map"
    xmlns:rend="urn:recensio:rendition"
    xmlns="http://www.tei-c.org/ns/1.0"
    xpath-default-namespace="http://www.tei-c.org/ns/1.0"
    exclude-result-prefixes="#all">

  <xsl:key name="rend:declared" match="rendition" use="@xml:id"/>

  <!-- Words used in @rend; the German one-letter ones are those of the Deutsches Textarchiv's base format. -->
  <xsl:variable name="rend:words" as="map(xs:string, xs:string)" select="map:merge(
      for $row in (
        'italic: i it ital italic italics italique kursiv cursive oblique aq',
        'bold: b bf bold fett strong gras',
        'smallcaps: sc smallcaps small-caps smallcap small_caps smcap k kapitälchen',
        'caps: caps uppercase allcaps all-caps versal majuscules',
        'sup: sup super superscript superscripted hoch exposant',
        'sub: sub subscript tief',
        'underline: u ul underline underlined unterstrichen double-underline souligne',
        'overline: o overline overlined macron',
        'strike: s strike strikethrough line-through crossed-out struck durchgestrichen',
        'spaced: g spaced letterspaced letter-spaced spacing gesperrt wide',
        'large: large larger big in gross',
        'small: small smaller klein',
        'red: red rubric rubricated rubrication',
        'center: c center centre centered centred zentriert',
        'right: right et right-aligned flush-right')
      return tokenize(substring-after($row, ': ')) ! map { .: substring-before($row, ':') }, map { 'duplicates': 'use-first' })"/>

  <!-- The same, as CSS says it. -->
  <xsl:variable name="rend:css" as="map(xs:string, xs:string)" select="map {
      'italic': 'font-style:\s*(italic|oblique)',
      'bold': 'font-weight:\s*(bold|[6-9]00)',
      'smallcaps': 'small-caps',
      'caps': 'text-transform:\s*uppercase',
      'sup': 'vertical-align:\s*(super|text-top)',
      'sub': 'vertical-align:\s*(sub|text-bottom)',
      'underline': 'text-decoration[a-z-]*:\s*[^;]*underline',
      'overline': 'text-decoration[a-z-]*:\s*[^;]*overline',
      'strike': 'line-through',
      'spaced': 'letter-spacing:\s*[^0n;\s]',
      'large': 'font-size:\s*(large|larger|x-large|1[2-9][0-9]%)',
      'small': 'font-size:\s*(small|smaller|x-small|[5-9][0-9]%)',
      'red': 'color:\s*(red|#f00)',
      'center': 'text-align:\s*center',
      'right': 'text-align:\s*right' }"/>

  <!-- The names of the appearance of an element, each once. -->
  <xsl:function name="rend:names" as="xs:string*">
    <xsl:param name="element" as="element()"/>
    <xsl:if test="$element/(@rend, @rendition, @style)">
      <xsl:variable name="declared" as="element(rendition)*"
          select="tokenize($element/@rendition) ! key('rend:declared', substring-after(., '#'), root($element))"/>
      <xsl:variable name="css" as="xs:string" select="string-join(($element/@style, $element/@rend[contains(., ':')], $declared), ';')"/>
      <xsl:variable name="words" as="xs:string*"
          select="tokenize(lower-case($element/@rend)), tokenize($element/@rendition)[empty($declared)] ! replace(., '^.*[#:]', '')"/>
      <xsl:sequence select="distinct-values((
          $words ! $rend:words(replace(., '[;,]$', '')),
          if ($css != '') then map:keys($rend:css)[matches($css, $rend:css(.), 'i')] else ()))"/>
    </xsl:if>
  </xsl:function>

</xsl:stylesheet>
