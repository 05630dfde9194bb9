<?xml version="1.0" encoding="UTF-8"?>
<!-- Above the text: that it may not be published and is left out, or is printed for its holder only. -->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:rec="urn:recensio:edition"
    xmlns:lab="urn:recensio:labels"
    xmlns:print="urn:recensio:print"
    xmlns:p="urn:recensio:print:flow"
    exclude-result-prefixes="#all">

  <!-- Facts about the whole edition, as for the web pages. -->
  <xsl:param name="site" as="document-node()">
    <xsl:document>
      <rec:site title="" lang="en"/>
    </xsl:document>
  </xsl:param>

  <xsl:template name="print:rights-notice" as="node()*">
    <xsl:variable name="rights" as="element()?" select="$site/rec:site/rec:rights[1]"/>
    <xsl:variable name="says" as="xs:string?" select="
        if ($rights/@private) then 'rights-private'
        else if ($rights/@published = 'part') then 'rights-part'
        else if (not(@published = 'header')) then ()
        else if ($rights/@status = 'unknown') then 'rights-unknown-withheld' else 'rights-restricted'"/>
    <xsl:if test="$says">
      <p:block kind="start" left="0" lines="no" aside="yes"/>
      <p:t look="italic"><xsl:value-of select="lab:text($says)"/></p:t>
    </xsl:if>
  </xsl:template>

</xsl:stylesheet>
