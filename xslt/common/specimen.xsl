<?xml version="1.0" encoding="UTF-8"?>
<!-- Examples of mark-up (egXML) as the reader is to see them: a sequence of lines.
       spec:line indent     a line of the example, and by how many blanks it is set in
       spec:tag             a tag in it: text, with spec:name, spec:att and spec:val for what they are
       spec:comment         a comment or processing instruction
       spec:entity of       a character that can't stand in mark-up as it is (&amp; or &lt;)
     Blanks that all lines begin with belong to the file, not to the example. An xml:id can stand only once in a file; so one
     that the example shares with its result is written behind "eg.", which is not shown. -->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:spec="urn:recensio:specimen"
    exclude-result-prefixes="#all">

  <xsl:function name="spec:lines" as="element(spec:line)*">
    <xsl:param name="example" as="element()"/>
    <xsl:variable name="flat" as="node()*">
      <xsl:apply-templates select="$example/node()" mode="spec:flat"/>
    </xsl:variable>
    <xsl:variable name="lines" as="element(spec:line)*">
      <xsl:for-each-group select="$flat" group-starting-with="spec:end">
        <xsl:call-template name="spec:line">
          <xsl:with-param name="content" select="current-group()[not(self::spec:end)]"/>
        </xsl:call-template>
      </xsl:for-each-group>
    </xsl:variable>
    <xsl:variable name="margin" as="xs:integer" select="xs:integer((min($lines[node()][position() gt 1 or empty($flat[1][not(self::spec:end)])]/@indent ! xs:integer(.)), 0)[1])"/>
    <xsl:variable name="filled" as="xs:integer*" select="index-of($lines ! exists(node()), true())"/>
    <xsl:for-each select="$lines[position() ge $filled[1] and position() le $filled[last()]]">
      <spec:line indent="{max((0, @indent - $margin))}">
        <xsl:sequence select="node()"/>
      </spec:line>
    </xsl:for-each>
  </xsl:function>

  <!-- (white space in front is counted; white space behind means nothing) -->
  <xsl:template name="spec:line" as="element(spec:line)">
    <xsl:param name="content" as="node()*"/>
    <xsl:variable name="front" as="xs:string" select="($content[1][self::text()] ! replace(., '\S.*$', '', 's'), '')[1]"/>
    <spec:line indent="{string-length(replace($front, '&#9;', '    '))}">
      <xsl:for-each select="$content">
        <xsl:choose>
          <xsl:when test="self::text() and position() = (1, last())">
            <xsl:variable name="begun" as="xs:string" select="if (position() = 1) then replace(., '^\s+', '') else string()"/>
            <xsl:value-of select="if (position() = last()) then replace($begun, '\s+$', '') else $begun"/>
          </xsl:when>
          <xsl:otherwise>
            <xsl:sequence select="."/>
          </xsl:otherwise>
        </xsl:choose>
      </xsl:for-each>
    </spec:line>
  </xsl:template>

  <xsl:mode name="spec:flat" on-no-match="fail"/>

  <xsl:template match="text()" mode="spec:flat" as="node()*">
    <xsl:analyze-string select="." regex="\n|[&amp;&lt;]">
      <xsl:matching-substring>
        <xsl:choose>
          <xsl:when test=". = '&#10;'">
            <spec:end/>
          </xsl:when>
          <xsl:otherwise>
            <spec:entity of="{.}"><xsl:value-of select="if (. = '&amp;') then '&amp;amp;' else '&amp;lt;'"/></spec:entity>
          </xsl:otherwise>
        </xsl:choose>
      </xsl:matching-substring>
      <xsl:non-matching-substring>
        <xsl:value-of select="."/>
      </xsl:non-matching-substring>
    </xsl:analyze-string>
  </xsl:template>

  <xsl:template match="comment()" mode="spec:flat" as="node()*">
    <xsl:sequence select="spec:said('&lt;!--' || . || '-->')"/>
  </xsl:template>

  <xsl:template match="processing-instruction()" mode="spec:flat" as="node()*">
    <xsl:sequence select="spec:said('&lt;?' || name() || ' ' || . || '?>')"/>
  </xsl:template>

  <!-- A comment goes over as many lines as it was written on. -->
  <xsl:function name="spec:said" as="element()*">
    <xsl:param name="words" as="xs:string"/>
    <xsl:for-each select="tokenize($words, '\n')">
      <xsl:if test="position() gt 1">
        <spec:end/>
      </xsl:if>
      <spec:comment><xsl:value-of select="if (position() gt 1) then replace(., '^\s+', '') else ."/></spec:comment>
    </xsl:for-each>
  </xsl:function>

  <xsl:template match="*" mode="spec:flat" as="node()*">
    <spec:tag>
      <xsl:text>&lt;</xsl:text>
      <spec:name><xsl:value-of select="name()"/></spec:name>
      <!-- (a whole document has to say that it is TEI; here it can't, or it would be) -->
      <xsl:if test="local-name() = ('TEI', 'teiCorpus') and local-name(..) = 'egXML'">
        <xsl:text> </xsl:text>
        <spec:att>xmlns</spec:att>
        <xsl:text>=</xsl:text>
        <spec:val>"http://www.tei-c.org/ns/1.0"</spec:val>
      </xsl:if>
      <xsl:apply-templates select="@*[not(namespace-uri() = 'urn:recensio:edition')]" mode="spec:flat"/>
      <xsl:value-of select="if (node()) then '>' else '/>'"/>
    </spec:tag>
    <xsl:if test="node()">
      <xsl:apply-templates mode="spec:flat"/>
      <spec:tag>
        <xsl:text>&lt;/</xsl:text>
        <spec:name><xsl:value-of select="name()"/></spec:name>
        <xsl:text>></xsl:text>
      </spec:tag>
    </xsl:if>
  </xsl:template>

  <xsl:template match="@*" mode="spec:flat" as="node()*">
    <xsl:text> </xsl:text>
    <spec:att><xsl:value-of select="name()"/></spec:att>
    <xsl:text>=</xsl:text>
    <spec:val><xsl:value-of select="'&quot;' || spec:attribute(.) || '&quot;'"/></spec:val>
  </xsl:template>

  <xsl:function name="spec:attribute" as="xs:string">
    <xsl:param name="attribute" as="attribute()"/>
    <xsl:variable name="value" as="xs:string" select="if (name($attribute) = 'xml:id') then replace($attribute, '^eg[0-9]*\.', '') else string($attribute)"/>
    <xsl:sequence select="replace(replace(replace($value, '&amp;', '&amp;amp;'), '&lt;', '&amp;lt;'), '&quot;', '&amp;quot;')"/>
  </xsl:function>

</xsl:stylesheet>
