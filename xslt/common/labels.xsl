<?xml version="1.0" encoding="UTF-8"?>
<!-- Words that the edition says itself: data, one file a language in labels/. -->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:lab="urn:recensio:labels"
    exclude-result-prefixes="#all">

  <xsl:param name="labels" as="document-node()" select="doc('labels/en.xml')"/>

  <xsl:key name="lab:by-key" match="lab:label" use="@key"/>

  <!-- The word for a key in the edition's language; a key that nobody translated shows itself. -->
  <xsl:function name="lab:text" as="xs:string">
    <xsl:param name="key" as="xs:string"/>
    <xsl:sequence select="(key('lab:by-key', $key, $labels)[1] ! string(), $key)[1]"/>
  </xsl:function>

  <!-- A label of a family; a key that the family has not stands as it is. -->
  <xsl:function name="lab:named" as="xs:string">
    <xsl:param name="family" as="xs:string"/>
    <xsl:param name="key" as="xs:string"/>
    <xsl:variable name="label" as="xs:string" select="lab:text($family || $key)"/>
    <xsl:sequence select="if ($label = $family || $key) then $key else $label"/>
  </xsl:function>

</xsl:stylesheet>
