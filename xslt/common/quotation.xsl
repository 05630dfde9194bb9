<?xml version="1.0" encoding="UTF-8"?>
<!-- Quotation marks that the encoder left out and says so: they are supplied, as rec:sign, at both ends of what is quoted.
     Nothing is supplied unless somebody says that it is wanting:
       the element: rend="pre(“) post(”)", or @rendition of a rendition with scope="before" or "after" (its CSS: content);
       tagsDecl: such a rendition whose @selector is the element, or a tagUsage with it in @render;
       the header: <quotation marks="none"/>, or <punctuation marks="none"/> (TEI Guidelines, 2.3.3): then the marks are those
       of the language around the quotation (quotation.xml), and those of a quotation inside another where it is one. -->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:map="http://www.w3.org/2005/xpath-functions/map"
    xmlns:fn="http://www.w3.org/2005/xpath-functions"
    xmlns:rec="urn:recensio:edition"
    xmlns:voc="urn:recensio:vocabulary"
    xmlns:lang="urn:recensio:language"
    xmlns:quo="urn:recensio:quotation"
    xpath-default-namespace="http://www.tei-c.org/ns/1.0"
    exclude-result-prefixes="#all">

  <xsl:include href="language.xsl"/>

  <!-- (static: a locked processor reads no files) -->
  <xsl:variable name="quo:data" as="document-node()" static="yes" select="doc('quotation.xml')"/>

  <xsl:variable name="quo:pairs" as="map(xs:string, element())" select="map:merge(
      $quo:data/*/quo:pair ! (for $tag in (tokenize(@lang), @lang[. = '']) return map { lower-case($tag): . }), map { 'duplicates': 'use-last' })"/>

  <!-- Where a document has something to say of marks. Most have nothing, and are not asked element by element. -->
  <xsl:key name="quo:told" use="'header'" match="quotation[@marks = 'none'] | punctuation[@marks = 'none'] | listApp[@rec:marks = 'none']"/>
  <xsl:key name="quo:told" use="'rendition'" match="rendition[@scope = ('before', 'after')] | rendition[matches(@selector, ':(before|after)')]"/>
  <xsl:key name="quo:told" use="'rend'" match="*[contains(@rend, '(')][matches(@rend, $quo:pre) or matches(@rend, $quo:post)]"/>
  <xsl:key name="quo:rendition" match="rendition[@scope]" use="@xml:id"/>

  <xsl:variable name="quo:pre" as="xs:string" select="'^(.*[\s)])?(pre|PRE)\(([^)]+)\).*$'"/>
  <xsl:variable name="quo:post" as="xs:string" select="'^(.*[\s)])?(post|POST)\(([^)]+)\).*$'"/>

  <xsl:function name="quo:tells" as="xs:string*">
    <xsl:param name="document" as="document-node()"/>
    <xsl:sequence select="('header', 'rendition', 'rend')[exists(key('quo:told', ., $document))]"/>
  </xsl:function>

  <!-- The marks of an element of the source, by 'open' and 'close'; an empty map if it has none. told: what quo:tells says. -->
  <xsl:function name="quo:marks" as="map(xs:string, xs:string)">
    <xsl:param name="element" as="element()"/>
    <xsl:param name="told" as="xs:string*"/>
    <xsl:variable name="own" as="map(xs:string, xs:string)" select="if ($told = 'rend' and $element/@rend) then quo:of-rend($element/@rend) else map {}"/>
    <xsl:variable name="declared" as="map(xs:string, xs:string)" select="
        if ($told = 'rendition' and map:size($own) eq 0) then quo:declared($element) else map {}"/>
    <xsl:sequence select="
        if (map:size($own) gt 0) then $own
        else if (map:size($declared) gt 0) then $declared
        else if ($told = 'header' and quo:is-wanting($element)) then quo:of-language($element)
        else map {}"/>
  </xsl:function>

  <!-- The content of an element between its marks; white space at its edges stays outside of them. -->
  <xsl:template name="quo:marked" as="node()*">
    <xsl:param name="content" as="node()*"/>
    <xsl:param name="marks" as="map(xs:string, xs:string)"/>
    <xsl:variable name="first" as="text()?" select="$content[1][self::text()][matches(., '^\s')]"/>
    <xsl:variable name="last" as="text()?" select="$content[last()][self::text()][matches(., '\s$')]"/>
    <xsl:value-of select="' '[exists($first)]"/>
    <xsl:sequence select="quo:sign($marks?open)"/>
    <xsl:for-each select="$content">
      <xsl:choose>
        <xsl:when test=". is $first or . is $last">
          <xsl:variable name="begun" as="xs:string" select="if (. is $first) then replace(., '^\s+', '') else string(.)"/>
          <xsl:value-of select="if (. is $last) then replace($begun, '\s+$', '') else $begun"/>
        </xsl:when>
        <xsl:otherwise>
          <xsl:sequence select="."/>
        </xsl:otherwise>
      </xsl:choose>
    </xsl:for-each>
    <xsl:sequence select="quo:sign($marks?close)"/>
    <xsl:value-of select="' '[exists($last)]"/>
  </xsl:template>

  <xsl:function name="quo:sign" as="element(rec:sign)?">
    <xsl:param name="mark" as="xs:string?"/>
    <xsl:if test="$mark">
      <rec:sign><xsl:value-of select="$mark"/></rec:sign>
    </xsl:if>
  </xsl:function>

  <!-- pre(“) post(”) -->
  <xsl:function name="quo:of-rend" as="map(xs:string, xs:string)">
    <xsl:param name="rend" as="xs:string"/>
    <xsl:map>
      <xsl:for-each select="$rend[matches(., $quo:pre, 's')]">
        <xsl:map-entry key="'open'" select="replace(., $quo:pre, '$3', 's')"/>
      </xsl:for-each>
      <xsl:for-each select="$rend[matches(., $quo:post, 's')]">
        <xsl:map-entry key="'close'" select="replace(., $quo:post, '$3', 's')"/>
      </xsl:for-each>
    </xsl:map>
  </xsl:function>

  <!-- What a rendition with a scope puts in front of the element and behind it: one that the element names, else one that
       chooses it. -->
  <xsl:function name="quo:declared" as="map(xs:string, xs:string)">
    <xsl:param name="element" as="element()"/>
    <xsl:variable name="document" as="document-node()?" select="root($element)[. instance of document-node()]"/>
    <xsl:variable name="named" as="element(rendition)*" select="$document ! quo:renditions(., $element/@rendition)"/>
    <xsl:variable name="chosen" as="element(rendition)*" select="
        if (exists($named)) then $named else $document//tagsDecl/(rendition[exists(quo:choosing(@selector, $element))], .//tagUsage[@gi = local-name($element)]/quo:renditions($document, @render))"/>
    <xsl:map>
      <xsl:for-each select="'before', 'after'">
        <xsl:variable name="scope" as="xs:string" select="."/>
        <xsl:variable name="content" as="xs:string*" select="$chosen[quo:scope(., $element) = $scope] ! quo:content(., $element)"/>
        <xsl:if test="exists($content)">
          <xsl:map-entry key="if (. = 'before') then 'open' else 'close'" select="$content[last()]"/>
        </xsl:if>
      </xsl:for-each>
    </xsl:map>
  </xsl:function>

  <xsl:function name="quo:renditions" as="element(rendition)*">
    <xsl:param name="document" as="document-node()"/>
    <xsl:param name="pointers" as="attribute()?"/>
    <xsl:sequence select="tokenize($pointers) ! key('quo:rendition', substring-after(., '#'), $document)"/>
  </xsl:function>

  <!-- A selector of CSS as far as it names elements: q, soCalled[type="x"]::before. -->
  <xsl:variable name="quo:selector" as="xs:string" select="'^([\w-]+\|)?([\w-]+)(\[([\w:-]+)=[&quot;'']?([^\]&quot;'']*)[&quot;'']?\])?(::?(before|after))?$'"/>

  <!-- Those of several selectors that choose the element. -->
  <xsl:function name="quo:choosing" as="xs:string*">
    <xsl:param name="selectors" as="attribute()?"/>
    <xsl:param name="element" as="element()"/>
    <xsl:for-each select="tokenize($selectors, ',') ! normalize-space()[matches(., $quo:selector)]">
      <xsl:variable name="attribute" as="xs:string" select="replace(., $quo:selector, '$4')"/>
      <xsl:variable name="value" as="xs:string" select="replace(., $quo:selector, '$5')"/>
      <xsl:sequence select=".[replace(., $quo:selector, '$2') = local-name($element)][$attribute = '' or $element/@*[name() = $attribute] = $value]"/>
    </xsl:for-each>
  </xsl:function>

  <xsl:function name="quo:scope" as="xs:string*">
    <xsl:param name="rendition" as="element(rendition)"/>
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="$rendition/@scope/string(), quo:choosing($rendition/@selector, $element) ! replace(., $quo:selector, '$7')[. != '']"/>
  </xsl:function>

  <!-- content: "\201C" → “ -->
  <xsl:function name="quo:content" as="xs:string?">
    <xsl:param name="rendition" as="element(rendition)"/>
    <xsl:param name="element" as="element()"/>
    <xsl:variable name="value" as="xs:string?" select="tokenize($rendition, ';')[matches(., '^\s*content\s*:')] ! normalize-space(substring-after(., ':'))"/>
    <xsl:sequence select="
        if ($value = ('open-quote', 'close-quote')) then quo:of-language($element)(substring-before($value, '-'))
        else $value[matches(., '^([&quot;'']).+\1$')] ! quo:unescaped(substring(., 2, string-length(.) - 2))"/>
  </xsl:function>

  <xsl:function name="quo:unescaped" as="xs:string">
    <xsl:param name="css" as="xs:string"/>
    <xsl:sequence select="string-join(
        for $part in analyze-string($css, '\\([0-9A-Fa-f]{1,6})\s?|\\(.)')/* return
          if ($part/fn:group[@nr = '1']) then codepoints-to-string(quo:hexadecimal(upper-case($part/fn:group[@nr = '1'])))
          else string(($part/fn:group[@nr = '2'], $part)[1]))"/>
  </xsl:function>

  <xsl:function name="quo:hexadecimal" as="xs:integer">
    <xsl:param name="digits" as="xs:string"/>
    <xsl:sequence select="fold-left(string-to-codepoints($digits), 0, function($sum, $digit) { 16 * $sum + $digit - (if ($digit gt 57) then 55 else 48) })"/>
  </xsl:function>

  <!-- Is it a quotation in a sentence, in a document whose marks were left out, and has it none all the same? -->
  <xsl:function name="quo:is-wanting" as="xs:boolean">
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="quo:is-quotation($element) and quo:is-left-out($element)
        and not($element/@rend = 'none' or quo:is-set-off($element) or quo:is-written($element))"/>
  </xsl:function>

  <xsl:function name="quo:is-quotation" as="xs:boolean">
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="exists($element[self::q or self::quote or self::soCalled or self::mentioned or self::said[not(@direct = 'false')]])"/>
  </xsl:function>

  <xsl:function name="quo:is-left-out" as="xs:boolean">
    <xsl:param name="element" as="element()"/>
    <!-- (of entries that came from another file, its header has been told: recensio/guests.py) -->
    <xsl:variable name="told" as="attribute()?" select="$element/ancestor::listApp[@rec:marks][1]/@rec:marks"/>
    <xsl:variable name="header" as="element()?" select="($element/ancestor::*/teiHeader/encodingDesc[.//(quotation | punctuation)/@marks])[last()]"/>
    <xsl:sequence select="($told, $header//(quotation | punctuation)/@marks)[1] = 'none'"/>
  </xsl:function>

  <!-- A block needs no marks. -->
  <xsl:function name="quo:is-set-off" as="xs:boolean">
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="exists($element/descendant::*[voc:is-boundary(.)])
        or voc:depends-on-parent($element) and not($element/../text()[normalize-space()]) and voc:layout($element) = 'block'"/>
  </xsl:function>

  <!-- Marks that stand there, inside the element or around it. -->
  <xsl:function name="quo:is-written" as="xs:boolean">
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="matches(normalize-space($element), '^[“”„«»‹›&quot;‘’‚''「『].*[“”«»‹›&quot;‘’''」』][.,;:!?]?$')
        or matches($element/preceding-sibling::node()[1][self::text()], '[“„«»‹›&quot;「『]$')"/>
  </xsl:function>

  <!-- The marks of the language around a quotation. -->
  <xsl:function name="quo:of-language" as="map(xs:string, xs:string)">
    <xsl:param name="element" as="element()"/>
    <xsl:variable name="pair" as="element()" select="quo:pair(lang:tag($element/../ancestor-or-self::*[@xml:lang][1]/@xml:lang))"/>
    <xsl:variable name="within" as="xs:boolean" select="count(quo:around($element)) mod 2 = 1"/>
    <xsl:sequence select="
        if ($within) then map { 'open': string($pair/@within), 'close': string($pair/@without) }
        else map { 'open': string($pair/@open), 'close': string($pair/@close) }"/>
  </xsl:function>

  <!-- The quotations with marks around one, in the text or note that it stands in. -->
  <xsl:function name="quo:around" as="element()*">
    <xsl:param name="element" as="element()"/>
    <xsl:variable name="frame" as="element()?" select="$element/ancestor::*[self::note or self::floatingText or self::text][1]"/>
    <xsl:sequence select="$element/ancestor::*[quo:is-quotation(.)][empty($frame) or $frame &lt;&lt; .][not(quo:is-set-off(.))]"/>
  </xsl:function>

  <!-- pt-BR, else pt, else the first row. -->
  <xsl:function name="quo:pair" as="element()">
    <xsl:param name="tag" as="xs:string?"/>
    <xsl:sequence select="($quo:pairs(lower-case(string($tag))), $quo:pairs(tokenize(lower-case($tag), '-')[1]), $quo:pairs(''))[1]"/>
  </xsl:function>

</xsl:stylesheet>
