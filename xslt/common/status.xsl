<?xml version="1.0" encoding="UTF-8"?>
<!-- What a reading says of its witnesses: a wording, or one of the four ways of having none (it omits, has a lacuna, can't be
     read, was not collated). The names for them are data: statuses.xml. -->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:map="http://www.w3.org/2005/xpath-functions/map"
    xmlns:voc="urn:recensio:vocabulary"
    xmlns:app="urn:recensio:apparatus"
    xmlns:st="urn:recensio:statuses"
    xmlns="http://www.tei-c.org/ns/1.0"
    xpath-default-namespace="http://www.tei-c.org/ns/1.0"
    exclude-result-prefixes="#all">

  <!-- (static: a locked processor reads no files) -->
  <xsl:variable name="st:data" as="document-node()" static="yes" select="doc('statuses.xml')"/>

  <!-- name, as written in @type and its like → status or kind -->
  <xsl:variable name="st:statuses" as="map(xs:string, xs:string)" select="map:merge(
      $st:data/*/st:status ! (for $name in (tokenize(st:named), tokenize(st:phrases, '\|')) return map { $name: string(@name) }))"/>
  <xsl:variable name="st:kinds" as="map(xs:string, xs:string)" select="map:merge(
      $st:data/*/st:kind ! (for $name in tokenize(.) return map { $name: string(@name) }))"/>
  <xsl:variable name="st:said" as="map(xs:string, xs:string)" select="map:merge(
      $st:data/*/st:status ! (for $word in tokenize(st:said) return map { $word: string(@name) }), map { 'duplicates': 'use-first' })"/>
  <xsl:variable name="st:whole" as="map(xs:string, xs:string)" select="map:merge(
      $st:data/*/st:status ! (for $word in tokenize(st:whole) return map { $word: string(@name) }))"/>

  <!-- text | omission | lacuna | illegible | uncollated | events, of a lem or rdg of the source. -->
  <xsl:function name="app:status" as="xs:string">
    <xsl:param name="reading" as="element()"/>
    <xsl:variable name="words" as="xs:string" select="app:own-words($reading)"/>
    <xsl:variable name="named" as="xs:string?" select="app:named-status($reading)"/>
    <xsl:sequence select="
        if ($words = '') then ($named, app:wordless-status($reading))[1]
        else if ($named) then (if (app:is-description($words)) then $named else 'text')
        else ($reading/self::rdg ! $st:whole(lower-case($words)), 'text')[1]"/>
  </xsl:function>

  <!-- The names in one attribute: its tokens, and all of it, in lower case, without #. -->
  <xsl:function name="app:names-in" as="xs:string*">
    <xsl:param name="attribute" as="attribute()?"/>
    <xsl:variable name="value" as="xs:string" select="translate(lower-case(normalize-space($attribute)), '#', '')"/>
    <xsl:sequence select="if ($value = '') then () else ($value, tokenize($value)[. != $value])"/>
  </xsl:function>

  <xsl:function name="app:named-status" as="xs:string?">
    <xsl:param name="reading" as="element()"/>
    <xsl:sequence select="((($reading/@type, $reading/@cause, $reading/@ana) ! app:names-in(.)) ! $st:statuses(.))[1]"/>
  </xsl:function>

  <!-- transp | conj | corr | ac | pc: how a wording came about, as far as its editor names it. -->
  <xsl:function name="app:kind" as="xs:string?">
    <xsl:param name="reading" as="element()"/>
    <xsl:sequence select="((($reading/@type, $reading/@cause, $reading/@ana) ! app:names-in(.)) ! $st:kinds(.))[1]"/>
  </xsl:function>

  <!-- The words of a reading that is called an omission (or its like) describe it ("Omisit.") if one of them says so;
       else they are what the witness has left of the text. -->
  <xsl:function name="app:is-description" as="xs:boolean">
    <xsl:param name="words" as="xs:string"/>
    <xsl:sequence select="exists(app:bare-words($words) ! $st:said(.))"/>
  </xsl:function>

  <!-- Words in lower case, without what is no letter, mark or number. -->
  <xsl:function name="app:bare-words" as="xs:string*">
    <xsl:param name="text" as="xs:string"/>
    <xsl:sequence select="tokenize(replace(replace(normalize-unicode(lower-case($text)), '\p{Cf}', ''), '[\p{P}\p{S}\p{Z}\p{Cc}]+', ' '))"/>
  </xsl:function>

  <!-- The text of an element without notes, deletions and the like. -->
  <xsl:function name="app:own-words" as="xs:string">
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="normalize-space(if (empty($element/*)) then string($element) else string-join($element/app:own-texts(.)))"/>
  </xsl:function>

  <xsl:function name="app:own-texts" as="text()*">
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="for $child in $element/node() return
        if ($child instance of text()) then $child
        else if ($child instance of element() and not(voc:is-off($child))) then app:own-texts($child) else ()"/>
  </xsl:function>

  <!-- Of a reading without words: what stands in it instead. -->
  <xsl:function name="app:wordless-status" as="xs:string">
    <xsl:param name="reading" as="element()"/>
    <xsl:variable name="inside" as="element()*" select="$reading//*"/>
    <xsl:variable name="noted" as="xs:string*" select="$reading/note ! app:bare-words(string(.))"/>
    <xsl:sequence select="
        if (empty($inside)) then (if ($reading/(@copyOf | @sameAs)) then 'text' else 'omission')
        else if ($inside/self::gap) then (if ($inside/self::gap[matches(@reason, 'illeg', 'i')]) then 'illegible' else 'lacuna')
        else if ($inside/self::lacunaStart) then 'lacuna'
        else if ($inside[self::lacunaEnd or self::witStart or self::witEnd]) then 'events'
        else if ($inside[@copyOf or @sameAs or self::ptr or self::ref or self::graphic or self::g or self::join]) then 'text'
        else (($noted ! $st:said(.)), 'omission')[1]"/>
  </xsl:function>

  <!-- Does a note in a reading without words say itself that these are omitted, lost …? Then nothing more need be said. -->
  <xsl:function name="app:is-told-by-note" as="xs:boolean">
    <xsl:param name="reading" as="element()"/>
    <xsl:sequence select="exists($reading/note) and app:own-words($reading) = ''
        and (some $word in $reading/note ! app:bare-words(string(.)) satisfies $st:said($word) = app:status($reading))"/>
  </xsl:function>

  <!-- Does an app hold nothing, or nothing but marks of where a witness begins, ends or falls silent? -->
  <xsl:function name="app:is-silent" as="xs:boolean">
    <xsl:param name="app" as="element(app)"/>
    <xsl:sequence select="not(normalize-space($app)) and (exists($app//(lacunaStart | lacunaEnd | witStart | witEnd)) or empty($app/*))
        and empty($app/descendant::*[not(self::lem or self::rdg or self::rdgGrp or self::wit
          or self::lacunaStart or self::lacunaEnd or self::witStart or self::witEnd)])"/>
  </xsl:function>

</xsl:stylesheet>
