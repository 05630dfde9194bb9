<?xml version="1.0" encoding="UTF-8"?>
<!-- All that makes the flow and puts it in order, whoever writes it down: print.xsl for Typst, ../tex/tex.xsl for TeX. -->
<xsl:stylesheet version="3.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
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
</xsl:stylesheet>
