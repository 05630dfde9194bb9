<?xml version="1.0" encoding="UTF-8"?>
<!-- Brings a TEI document of any make into the one shape that the renderers meet (described in README.md here).
     Nothing is rendered in this folder: no HTML, no Typst, no plain text. -->
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
    xmlns:quo="urn:recensio:quotation"
    xmlns="http://www.tei-c.org/ns/1.0"
    xpath-default-namespace="http://www.tei-c.org/ns/1.0"
    exclude-result-prefixes="#all">

  <xsl:include href="vocabulary.xsl"/>
  <xsl:include href="witnesses.xsl"/>
  <xsl:include href="apparatus.xsl"/>
  <xsl:include href="attached.xsl"/>
  <xsl:include href="notes.xsl"/>
  <xsl:include href="transcription.xsl"/>
  <xsl:include href="whitespace.xsl"/>
  <xsl:include href="quotation.xsl"/>

  <!-- The document as a whole: metadata, text, what is collected from it. -->
  <xsl:mode name="norm:document" on-no-match="fail" use-accumulators="note:count note:order app:count"/>
  <!-- The text in reading order; notes become calls, other annotation is marked @rec:off. -->
  <xsl:mode name="norm:text" on-no-match="shallow-copy" use-accumulators="note:count note:order app:count"/>

  <xsl:key name="norm:id" match="*[@xml:id]" use="@xml:id"/>

  <!-- The elements that hold the text of the document, in order; none in a register. -->
  <xsl:function name="norm:texts" as="element()*">
    <xsl:param name="root" as="element()"/>
    <xsl:choose>
      <xsl:when test="$root/self::teiCorpus">
        <xsl:sequence select="$root/(TEI | teiCorpus) ! norm:texts(.)"/>
      </xsl:when>
      <xsl:when test="$root/self::TEI">
        <xsl:variable name="texts" as="element()*" select="$root/text"/>
        <xsl:variable name="deeper" as="element()*" select="$root/(TEI | teiCorpus) ! norm:texts(.)"/>
        <xsl:sequence select="if (exists(($texts, $deeper))) then ($texts, $deeper) else $root/sourceDoc"/>
      </xsl:when>
      <xsl:when test="voc:is-register($root)"/>
      <xsl:otherwise>
        <xsl:sequence select="$root"/>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:function>

  <!-- The outermost lists of persons, places … that stand beside the text, or are all there is. -->
  <xsl:function name="norm:registers" as="element()*">
    <xsl:param name="root" as="element()"/>
    <xsl:variable name="beside" as="element()*" select="$root/(standOff | teiHeader/profileDesc | self::*[voc:is-register(.)])"/>
    <xsl:variable name="lists" as="element()*" select="$beside/descendant-or-self::*[
        self::listPerson or self::listPlace or self::listOrg or self::listEvent or self::listObject or self::listNym or self::listBibl]"/>
    <xsl:sequence select="if (exists($lists)) then outermost($lists) else $root[voc:is-register(.)][not(self::teiHeader or self::facsimile)]"/>
  </xsl:function>

  <!-- Entry: the whole source document, normalised. -->
  <xsl:function name="norm:document" as="document-node()">
    <xsl:param name="source" as="document-node()"/>
    <xsl:document>
      <xsl:apply-templates select="$source/*" mode="norm:document"/>
    </xsl:document>
  </xsl:function>

  <xsl:template match="rec:edition" mode="norm:document" as="element()">
    <xsl:sequence select="."/>
  </xsl:template>

  <xsl:template match="*" mode="norm:document" as="element(rec:edition)">
    <xsl:call-template name="norm:edition">
      <xsl:with-param name="broken" select="exists(key('ws:joins', 'break'))" tunnel="yes"/>
      <xsl:with-param name="parted" select="exists(key('ws:joins', 'word'))" tunnel="yes"/>
      <xsl:with-param name="marks-told" select="quo:tells(root(.))" tunnel="yes"/>
    </xsl:call-template>
  </xsl:template>

  <xsl:template name="norm:edition" as="element(rec:edition)">
    <xsl:variable name="texts" as="element()*" select="norm:texts(.)"/>
    <xsl:variable name="text" as="element(rec:text)">
      <rec:text>
        <xsl:apply-templates select="$texts" mode="norm:text">
          <xsl:with-param name="mixed" select="false()" tunnel="yes"/>
        </xsl:apply-templates>
      </rec:text>
    </xsl:variable>
    <rec:edition>
      <xsl:copy-of select="@xml:lang, @xml:id"/>
      <rec:header>
        <xsl:copy-of select="teiHeader" copy-namespaces="no"/>
      </rec:header>
      <xsl:sequence select="$text"/>
      <rec:notes>
        <xsl:apply-templates select="note:collected(., $texts)" mode="norm:note"/>
      </rec:notes>
      <xsl:call-template name="app:apparatus">
        <xsl:with-param name="apps" select="$texts//app | standOff//app[not(ancestor::text)]"/>
        <xsl:with-param name="text" select="$text"/>
      </xsl:call-template>
      <rec:registers>
        <xsl:apply-templates select="norm:registers(.)" mode="norm:text">
          <xsl:with-param name="mixed" select="false()" tunnel="yes"/>
          <xsl:with-param name="register" select="true()" tunnel="yes"/>
        </xsl:apply-templates>
      </rec:registers>
      <rec:problems>
        <xsl:call-template name="norm:unknown-elements">
          <xsl:with-param name="texts" select="$texts"/>
        </xsl:call-template>
      </rec:problems>
    </rec:edition>
  </xsl:template>

  <!-- Each kind of element that nobody taught us, once, at its first place. -->
  <xsl:template name="norm:unknown-elements" as="element(rec:problem)*">
    <xsl:param name="texts" as="element()*"/>
    <xsl:for-each-group select="$texts//*[not(voc:is-known(.))]" group-by="node-name()">
      <rec:problem code="XSL-001" at="{path()}" name="{name()}" count="{count(current-group())}"/>
    </xsl:for-each-group>
  </xsl:template>

  <!-- ======== text ======== -->

  <xsl:template match="comment() | processing-instruction()" mode="norm:text"/>

  <!-- Every other element: itself, stamped with what its place decides, then what points at it. -->
  <xsl:template match="*" mode="norm:text" as="node()*">
    <xsl:copy copy-namespaces="no">
      <xsl:call-template name="norm:attributes"/>
      <xsl:call-template name="norm:content"/>
    </xsl:copy>
    <xsl:call-template name="norm:marks"/>
  </xsl:template>

  <!-- (by name, so that other elements need not be asked) -->
  <xsl:template match="*:egXML | *:math[voc:is-verbatim(.)] | *:svg[voc:is-verbatim(.)]" mode="norm:text" as="element()" priority="4">
    <xsl:copy copy-namespaces="no">
      <xsl:copy-of select="@*"/>
      <xsl:if test="local-name() = 'egXML'">
        <xsl:attribute name="rec:boundary" select="'block'"/>
      </xsl:if>
      <xsl:copy-of select="node()" copy-namespaces="no"/>
    </xsl:copy>
  </xsl:template>

  <!-- The attributes of the context element; copies inside an apparatus entry give up their xml:id and address.
       @rec:boundary: it ends words here; @rec:off: no base text; @rec:base: the chosen one of several. -->
  <xsl:template name="norm:attributes" as="attribute()*">
    <xsl:param name="mixed" as="xs:boolean" tunnel="yes" select="true()"/>
    <xsl:param name="entry" as="xs:string?" tunnel="yes" select="()"/>
    <xsl:copy-of select="if (exists($entry)) then @* except (@xml:id, @rec:address, @rec:page, @rec:leaf, @rec:zones) else @*"/>
    <xsl:if test="not($mixed) and voc:depends-on-parent(.)">
      <xsl:attribute name="rec:boundary" select="voc:layout(.)"/>
    </xsl:if>
    <xsl:if test="self::div[listApp]">
      <xsl:attribute name="rec:entries" select="1"/>
    </xsl:if>
    <xsl:if test="voc:is-off(.) and not(self::del and $base-text = 'diplomatic')">
      <xsl:attribute name="rec:off" select="1"/>
    </xsl:if>
    <xsl:if test="parent::choice">
      <xsl:attribute name="rec:{if (. is ed:chosen(..)) then 'base' else 'off'}" select="1"/>
    </xsl:if>
  </xsl:template>

  <!-- The children of the context element, told whether it has text of its own, between quotation marks where they have to be
       supplied. In an entry or note, what it repeats comes first. -->
  <xsl:template name="norm:content" as="node()*">
    <xsl:param name="entry" as="xs:string?" tunnel="yes" select="()"/>
    <xsl:param name="in-note" as="xs:boolean" tunnel="yes" select="false()"/>
    <xsl:param name="marks-told" as="xs:string*" tunnel="yes" select="()"/>
    <xsl:if test="($in-note or exists($entry)) and (@copyOf or @sameAs or self::join)">
      <xsl:call-template name="app:copies"/>
    </xsl:if>
    <xsl:variable name="content" as="node()*">
      <xsl:apply-templates mode="norm:text">
        <xsl:with-param name="mixed" tunnel="yes" select="exists(text()[normalize-space()])"/>
      </xsl:apply-templates>
    </xsl:variable>
    <xsl:variable name="marks" as="map(xs:string, xs:string)" select="if (exists($marks-told)) then quo:marks(., $marks-told) else map {}"/>
    <xsl:choose>
      <xsl:when test="map:size($marks) gt 0">
        <xsl:call-template name="quo:marked">
          <xsl:with-param name="content" select="$content"/>
          <xsl:with-param name="marks" select="$marks"/>
        </xsl:call-template>
      </xsl:when>
      <xsl:otherwise>
        <xsl:sequence select="$content"/>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- What stands elsewhere and points here: attached apparatus entries and displaced notes. -->
  <xsl:template name="norm:marks" as="element()*">
    <xsl:param name="entry" as="xs:string?" tunnel="yes" select="()"/>
    <xsl:if test="@xml:id and empty($entry)">
      <xsl:call-template name="app:marks"/>
      <xsl:apply-templates select="key('note:displaced', @xml:id)" mode="norm:call"/>
    </xsl:if>
  </xsl:template>

</xsl:stylesheet>
