<?xml version="1.0" encoding="UTF-8"?>
<!-- Addresses of what stands in a page. The build has told them (recensio/addresses.py, @rec:address); without it an xml:id
     serves. Ids of the page's own (part:notes, call:…, place:…, from:…, witness:…) have a colon, which no address has. -->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:rec="urn:recensio:edition"
    xmlns:html="urn:recensio:html"
    xmlns="http://www.w3.org/1999/xhtml"
    xpath-default-namespace="http://www.tei-c.org/ns/1.0"
    exclude-result-prefixes="#all">

  <xsl:key name="html:entry-named" match="rec:entry[@name]" use="@name"/>

  <!-- The id of an element in the page. -->
  <xsl:function name="html:address" as="xs:string?">
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="
        if ($element/@rec:address) then string($element/@rec:address)
        else $element/@xml:id[$element is key('html:target', ., root($element))[1]] ! string()"/>
  </xsl:function>

  <!-- The id in the page to which a pointer leads whose part behind # is given; none, if what it names is not shown. -->
  <xsl:function name="html:anchor" as="xs:string?">
    <xsl:param name="context" as="element()"/>
    <xsl:param name="place" as="xs:string"/>
    <xsl:variable name="document" as="document-node()" select="root($context)"/>
    <xsl:sequence select="(
        key('html:note', $place, $document)/@id/string(),
        key('html:entry-named', $place, $document)/@id/string(),
        key('html:target', $place, $document)[ancestor::rec:text or ancestor::rec:note] ! html:shown(.),
        key('html:witness', $place, $document)/('witness:' || @id))[1]"/>
  </xsl:function>

  <!-- The address of an element that is shown in the text; of one in a reading that is not, the entry that tells of it. -->
  <xsl:function name="html:shown" as="xs:string?">
    <xsl:param name="element" as="element()"/>
    <xsl:variable name="unshown" as="element()?" select="$element/ancestor-or-self::*[self::lem or self::rdg or self::app][self::app or @rec:off or . is $element][last()]"/>
    <xsl:sequence select="
        if ($unshown) then $unshown/ancestor-or-self::app[1]/@rec:entry/string()
        else if ($element/ancestor-or-self::*[@rec:off]) then ()
        else html:address($element)"/>
  </xsl:function>

</xsl:stylesheet>
