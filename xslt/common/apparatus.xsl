<?xml version="1.0" encoding="UTF-8"?>
<!-- The critical apparatus, collected: in the text stand the readings (app with lem and rdg, one of them @rec:base);
     rec:apparatus holds one rec:entry for each app, with lemma, readings, notes. TEI Guidelines, chapter 13. -->
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

  <xsl:mode name="norm:entry" on-no-match="shallow-skip" use-accumulators="note:count app:count"/>

  <xsl:accumulator name="app:count" as="xs:integer" initial-value="0">
    <xsl:accumulator-rule match="app" select="$value + 1"/>
  </xsl:accumulator>

  <!-- ======== readings ======== -->

  <!-- The lemmata and readings of one app, out of their groups, without those of apps inside it. -->
  <xsl:function name="app:readings" as="element()*">
    <xsl:param name="parent" as="element()"/>
    <xsl:sequence select="
        if (empty($parent/rdgGrp)) then $parent/*[self::lem or self::rdg]
        else for $child in $parent/(lem | rdg | rdgGrp) return if ($child/self::rdgGrp) then app:readings($child) else $child"/>
  </xsl:function>

  <!-- The reading that is base text: the first lem, or without one the first rdg. -->
  <xsl:function name="app:base" as="element()?">
    <xsl:param name="app" as="element(app)"/>
    <xsl:variable name="readings" as="element()*" select="app:readings($app)"/>
    <xsl:sequence select="if (app:is-attached($app)) then () else ($readings[self::lem], $readings)[1]"/>
  </xsl:function>

  <!-- Ids of the witnesses of a reading; a group's serve for what it holds. -->
  <xsl:function name="app:witnesses" as="xs:string*">
    <xsl:param name="reading" as="element()"/>
    <xsl:sequence select="
        if ($reading/@wit or empty($reading/parent::rdgGrp)) then wit:ids($reading/@wit) else app:witnesses($reading/parent::rdgGrp)"/>
  </xsl:function>

  <xsl:function name="app:id" as="xs:string">
    <xsl:param name="app" as="element(app)"/>
    <xsl:sequence select="'entry-' || app:number($app)"/>
  </xsl:function>

  <xsl:function name="app:number" as="xs:integer">
    <xsl:param name="app" as="element(app)"/>
    <xsl:sequence select="$app/accumulator-before('app:count')"/>
  </xsl:function>

  <!-- ======== in the text ======== -->

  <xsl:template match="app" mode="norm:text" as="element(app)" priority="2">
    <xsl:variable name="base" as="element()?" select="app:base(.)"/>
    <app rec:entry="{app:id(.)}" rec:n="{app:number(.)}">
      <xsl:call-template name="norm:attributes"/>
      <xsl:for-each select="app:readings(.)">
        <xsl:copy copy-namespaces="no">
          <xsl:call-template name="norm:attributes"/>
          <xsl:attribute name="rec:wit" select="app:witnesses(.)"/>
          <xsl:attribute name="rec:{if (. is $base) then 'base' else 'off'}" select="1"/>
          <xsl:call-template name="norm:content"/>
        </xsl:copy>
      </xsl:for-each>
    </app>
  </xsl:template>

  <!-- ======== in the apparatus ======== -->

  <xsl:template match="app" mode="norm:entry" as="element(rec:entry)">
    <xsl:variable name="attached" as="xs:boolean" select="app:is-attached(.)"/>
    <xsl:variable name="lemma" as="element(lem)?" select="app:readings(.)[self::lem][1]"/>
    <rec:entry id="{app:id(.)}" n="{app:number(.)}" attached="{$attached}">
      <xsl:copy-of select="@type, @subtype, @cause, @loc, @from, @to, @ana"/>
      <xsl:call-template name="norm:lemma">
        <xsl:with-param name="lemma" select="$lemma"/>
      </xsl:call-template>
      <xsl:apply-templates mode="norm:entry">
        <xsl:with-param name="lemma" select="$lemma" tunnel="yes"/>
        <xsl:with-param name="base" select="if ($attached or $lemma) then () else app:readings(.)[1]" tunnel="yes"/>
      </xsl:apply-templates>
    </rec:entry>
  </xsl:template>

  <!-- The lemma as encoded; an attached entry without one takes it from the text it is attached to. -->
  <xsl:template name="norm:lemma" as="element(rec:lem)?">
    <xsl:param name="lemma" as="element(lem)?"/>
    <xsl:variable name="attached" as="xs:string" select="if ($lemma) then '' else app:attached-words(.)"/>
    <xsl:choose>
      <xsl:when test="$lemma">
        <rec:lem>
          <xsl:apply-templates select="$lemma" mode="norm:reading"/>
        </rec:lem>
      </xsl:when>
      <xsl:when test="$attached">
        <rec:lem>
          <xsl:value-of select="$attached"/>
        </rec:lem>
      </xsl:when>
    </xsl:choose>
  </xsl:template>

  <xsl:template match="lem" mode="norm:entry" as="element()*">
    <xsl:param name="lemma" as="element(lem)?" tunnel="yes"/>
    <xsl:if test="not(. is $lemma)">
      <rec:rdg lem="true">
        <xsl:apply-templates select="." mode="norm:reading"/>
      </rec:rdg>
    </xsl:if>
  </xsl:template>

  <xsl:template match="rdg" mode="norm:entry" as="element(rec:rdg)">
    <xsl:param name="base" as="element()?" tunnel="yes"/>
    <rec:rdg>
      <xsl:if test=". is $base">
        <xsl:attribute name="base" select="1"/>
      </xsl:if>
      <xsl:apply-templates select="." mode="norm:reading"/>
    </rec:rdg>
  </xsl:template>

  <xsl:template match="rdgGrp" mode="norm:entry" as="element(rec:group)">
    <rec:group>
      <xsl:copy-of select="@type, @subtype, @cause"/>
      <xsl:apply-templates mode="norm:entry"/>
    </rec:group>
  </xsl:template>

  <xsl:template match="note | witDetail" mode="norm:entry" as="element()">
    <xsl:element name="rec:{local-name()}">
      <xsl:copy-of select="@* except @xml:id"/>
      <xsl:if test="@wit">
        <xsl:attribute name="witnesses" select="wit:ids(@wit)"/>
      </xsl:if>
      <xsl:call-template name="norm:content">
        <xsl:with-param name="entry" tunnel="yes" select="'rdg'"/>
      </xsl:call-template>
    </xsl:element>
  </xsl:template>

  <xsl:mode name="norm:reading" on-no-match="fail" use-accumulators="note:count app:count"/>

  <!-- Attributes and words of one reading, as an entry shows them. -->
  <xsl:template match="lem | rdg" mode="norm:reading" as="node()*">
    <xsl:copy-of select="@* except (@xml:id, @wit)"/>
    <xsl:attribute name="wit" select="app:witnesses(.)"/>
    <xsl:call-template name="norm:content">
      <xsl:with-param name="entry" tunnel="yes" select="local-name()"/>
    </xsl:call-template>
  </xsl:template>

</xsl:stylesheet>
