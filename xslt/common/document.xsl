<?xml version="1.0" encoding="UTF-8"?>
<!-- Normalisation as a step of its own: a TEI document in, a rec:edition out. The build runs it once a text and hands
     its result to html.xsl, print.xsl and text.xsl; each of them also normalises by itself when given plain TEI. -->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:norm="urn:recensio:normalise"
    exclude-result-prefixes="#all">

  <xsl:import href="normalise.xsl"/>

  <xsl:mode on-no-match="fail" use-accumulators="#all"/>

  <xsl:template match="/" as="document-node()">
    <xsl:sequence select="norm:document(.)"/>
  </xsl:template>

</xsl:stylesheet>
