<?xml version="1.0" encoding="UTF-8"?>
<!-- All that makes the flow and puts it in order, whoever writes it down: print.xsl for Typst, ../tex/tex.xsl for TeX. -->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:rec="urn:recensio:edition"
    xmlns:norm="urn:recensio:normalise"
    xmlns:print="urn:recensio:print"
    exclude-result-prefixes="#all">


  <xsl:include href="flow.xsl"/>
  <xsl:include href="same.xsl"/>
  <xsl:include href="arrange.xsl"/>
  <xsl:include href="whole.xsl"/>
  <xsl:include href="rights.xsl"/>
  <xsl:include href="structure.xsl"/>
  <xsl:include href="verse.xsl"/>
  <xsl:include href="drama.xsl"/>
  <xsl:include href="lists.xsl"/>
  <xsl:include href="figures.xsl"/>
  <xsl:include href="specimen.xsl"/>
  <xsl:include href="transcription.xsl"/>
  <xsl:include href="milestones.xsl"/>
  <xsl:include href="names.xsl"/>
  <xsl:include href="notes.xsl"/>
  <xsl:include href="apparatus.xsl"/>
  <xsl:include href="attached.xsl"/>
  <xsl:include href="index.xsl"/>

  <xsl:output method="text" encoding="UTF-8"/>

  <!-- The id of the text: the stem of its file. Its title, if the header gives none. -->
  <xsl:param name="id" as="xs:string" select="'text'"/>

  <!-- (the accumulators, because the source document may come in un-normalised) -->
  <xsl:mode on-no-match="shallow-skip" use-accumulators="#all"/>

  <xsl:template match="/" as="xs:string">
    <xsl:variable name="edition" as="element(rec:edition)" select="(rec:edition, norm:document(.)/rec:edition)[1]"/>
    <xsl:apply-templates select="$edition" mode="print:page"/>
  </xsl:template>

</xsl:stylesheet>
