<?xml version="1.0" encoding="UTF-8"?>
<!-- Plain text: the reading text and nothing else, and the text of each witness.
     Result: a sequence of strings. The first is the reading text; then, for each witness and each of its states, its id, the number of
     the state and the text. With $marked the text with marks (witness.xsl) follows each of them, and the base text comes a second time, with its own. -->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:rec="urn:recensio:edition"
    xmlns:norm="urn:recensio:normalise"
    xmlns:txt="urn:recensio:text"
    xmlns="http://www.tei-c.org/ns/1.0"
    xpath-default-namespace="http://www.tei-c.org/ns/1.0"
    exclude-result-prefixes="#all">

  <xsl:import href="../common/normalise.xsl"/>
  <xsl:import href="../common/runs.xsl"/>
  <xsl:import href="flow.xsl"/>
  <xsl:import href="witness.xsl"/>

  <xsl:output method="text" encoding="UTF-8"/>

  <!-- Should the text of every witness be made, or only the reading text? -->
  <xsl:param name="witness-texts" as="xs:boolean" select="false()"/>

  <!-- (the accumulators, because the source document may come in un-normalised) -->
  <xsl:mode on-no-match="shallow-skip" use-accumulators="#all"/>

  <xsl:template match="/" as="xs:string*">
    <xsl:variable name="edition" as="element(rec:edition)" select="(rec:edition, norm:document(.)/rec:edition)[1]"/>
    <xsl:variable name="flow" as="document-node()">
      <xsl:document>
        <xsl:apply-templates select="$edition/rec:text/node()" mode="txt:flow"/>
        <xsl:if test="$witness-texts">
          <txt:attached>
            <xsl:apply-templates select="$edition/rec:apparatus/rec:entry[@attached = 'true']" mode="txt:flow"/>
          </txt:attached>
        </xsl:if>
      </xsl:document>
    </xsl:variable>
    <xsl:sequence select="txt:squash($flow)"/>
    <xsl:sequence select="txt:edition($flow)[$marked]"/>
    <xsl:if test="$witness-texts">
      <xsl:sequence select="txt:witnesses($edition, $flow)"/>
    </xsl:if>
  </xsl:template>

</xsl:stylesheet>
