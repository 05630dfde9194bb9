<?xml version="1.0" encoding="UTF-8"?>
<!-- Alternatives of transcription: one of them is the base text (@rec:base). Special characters get their glyph. -->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:map="http://www.w3.org/2005/xpath-functions/map"
    xmlns:rec="urn:recensio:edition"
    xmlns:norm="urn:recensio:normalise"
    xmlns:voc="urn:recensio:vocabulary"
    xmlns:ws="urn:recensio:whitespace"
    xmlns:ed="urn:recensio:transcription"
    xmlns:note="urn:recensio:notes"
    xmlns:app="urn:recensio:apparatus"
    xmlns:wit="urn:recensio:witnesses"
    xmlns="http://www.tei-c.org/ns/1.0"
    xpath-default-namespace="http://www.tei-c.org/ns/1.0"
    exclude-result-prefixes="#all">

  <xsl:key name="ed:glyph" match="char | glyph" use="@xml:id"/>

  <!-- Which alternatives make the base text: those of the editor (reading) or those of the source (diplomatic). -->
  <xsl:param name="base-text" as="xs:string" select="'reading'"/>

  <xsl:variable name="ed:preferred" as="xs:string*" select="
      if ($base-text = 'diplomatic') then ('sic', 'orig', 'abbr', 'am') else ('corr', 'reg', 'expan', 'ex')"/>

  <!-- The alternative that the text takes. -->
  <xsl:function name="ed:chosen" as="element()?">
    <xsl:param name="choice" as="element(choice)"/>
    <xsl:variable name="preferred" as="element()*" select="for $name in $ed:preferred return $choice/*[local-name() = $name][1]"/>
    <xsl:sequence select="($preferred, $choice/*)[1]"/>
  </xsl:function>

  <!-- The brackets around the description of something that was heard or seen, unless it has some of its own. -->
  <xsl:function name="ed:signs-of-remark" as="xs:string*">
    <xsl:param name="desc" as="element(desc)"/>
    <xsl:sequence select="if ($desc/(parent::incident | parent::kinesic | parent::vocal | parent::writing | parent::notatedMusic)
        and not(matches($desc, '^\s*[(\[]'))) then ('(', ')') else ()"/>
  </xsl:function>

  <!-- An empty g gets the characters that the header's charDecl maps it to. -->
  <xsl:template match="g[not(normalize-space())]" mode="norm:text" as="element()">
    <xsl:copy copy-namespaces="no">
      <xsl:call-template name="norm:attributes"/>
      <xsl:value-of select="ed:mapping(.)"/>
    </xsl:copy>
  </xsl:template>

  <xsl:function name="ed:mapping" as="xs:string?">
    <xsl:param name="g" as="element(g)"/>
    <xsl:variable name="mappings" as="element(mapping)*"
        select="key('ed:glyph', substring-after($g/@ref, '#'), root($g))[1]/mapping"/>
    <xsl:variable name="preferred" as="element(mapping)*"
        select="for $type in ('normalized', 'standard', 'simplified', 'modern') return $mappings[@type = $type]"/>
    <xsl:sequence select="($preferred, $mappings)[1] ! normalize-space()"/>
  </xsl:function>

</xsl:stylesheet>
