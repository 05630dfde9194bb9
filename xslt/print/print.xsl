<?xml version="1.0" encoding="UTF-8"?>
<!-- A text as Typst source. Input: TEI, or TEI normalised by ../common/document.xsl. Output: a file that imports recensio.typ.
     Two steps: print:flow makes of the tree one flat line of blocks, words and marks (vocabulary p:, see flow.xsl), so that
     nothing can nest too deep and entries may overlap; arrange.xsl and set.xsl write that line as Typst. -->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:rec="urn:recensio:edition"
    xmlns:norm="urn:recensio:normalise"
    xmlns:voc="urn:recensio:vocabulary"
    xmlns:rend="urn:recensio:rendition"
    xmlns:lang="urn:recensio:language"
    xmlns:lab="urn:recensio:labels"
    xmlns:print="urn:recensio:print"
    xmlns:p="urn:recensio:print:flow"
    xpath-default-namespace="http://www.tei-c.org/ns/1.0"
    exclude-result-prefixes="#all">

  <xsl:import href="../common/normalise.xsl"/>
  <xsl:import href="../common/labels.xsl"/>
  <xsl:import href="../common/language.xsl"/>
  <xsl:import href="../common/rendition.xsl"/>
  <xsl:import href="../common/metadata.xsl"/>
  <xsl:include href="flows.xsl"/>
  <xsl:include href="set.xsl"/>
  <xsl:include href="front.xsl"/>
  <xsl:include href="headings.xsl"/>
  <xsl:include href="page.xsl"/>

</xsl:stylesheet>
