<?xml version="1.0" encoding="UTF-8"?>
<!-- A text as LaTeX source for reledmac, for presses that set with TeX. Input: TEI, or TEI normalised by ../common/document.xsl.
     The flow and its order are those of the pages that Typst sets (../print); here is only how TeX wants them written. -->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:rec="urn:recensio:edition"
    xmlns:norm="urn:recensio:normalise"
    xmlns:print="urn:recensio:print"
    xpath-default-namespace="http://www.tei-c.org/ns/1.0"
    exclude-result-prefixes="#all">

  <xsl:import href="../common/normalise.xsl"/>
  <xsl:import href="../common/labels.xsl"/>
  <xsl:import href="../common/language.xsl"/>
  <xsl:import href="../common/rendition.xsl"/>
  <xsl:import href="../common/metadata.xsl"/>
  <xsl:include href="../print/flows.xsl"/>
  <xsl:include href="../print/before.xsl"/>
  <xsl:include href="writer.xsl"/>
  <xsl:include href="front.xsl"/>
  <xsl:include href="document.xsl"/>

</xsl:stylesheet>
