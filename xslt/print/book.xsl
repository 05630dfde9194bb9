<?xml version="1.0" encoding="UTF-8"?>
<!-- The whole edition as one book. Input: the rec:book that recensio/book.py makes, with its texts in their order. Output: the Typst
     file that includes theirs, which print.xsl has written. -->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:map="http://www.w3.org/2005/xpath-functions/map"
    xmlns:rec="urn:recensio:edition"
    xmlns:lang="urn:recensio:language"
    xmlns:lab="urn:recensio:labels"
    xmlns:print="urn:recensio:print"
    xpath-default-namespace="http://www.tei-c.org/ns/1.0"
    exclude-result-prefixes="#all">

  <xsl:import href="print.xsl"/>

  <xsl:template match="/" as="xs:string" priority="1">
    <xsl:apply-templates select="rec:book" mode="print:page"/>
  </xsl:template>

  <xsl:template match="rec:book" mode="print:page" as="xs:string">
    <xsl:variable name="files" as="xs:string*" select="(1 to count(.//rec:text)) ! ('text-' || .)"/>
    <xsl:variable name="title" as="xs:string" select="(@title[. != ''], lab:text('edition'))[1]"/>
    <xsl:variable name="lines" as="xs:string*">
      <xsl:sequence select="'#import &quot;/recensio.typ&quot;: *', $files ! ('#import &quot;/' || . || '.typ&quot; as ' || .)"/>
      <xsl:sequence select="'#show: book.with(' || substring(print:arguments(map {
          'title': $title, 'running': print:short($title), 'subtitle': @subtitle, 'lang': @lang, 'dir': lang:direction($title) }) || print:fields(print:book-fields(., $files)), 3) || ')'"/>
      <xsl:for-each select="rec:group">
        <xsl:variable name="before" as="xs:integer" select="count(preceding-sibling::rec:group/rec:text)"/>
        <xsl:sequence select="print:group-title(.)[. != ''] ! ('#division(' || print:literal(.) || ')')"/>
        <xsl:sequence select="for $n in 1 to count(rec:text) return '#include &quot;/' || $files[$before + $n] || '.typ&quot;'"/>
      </xsl:for-each>
    </xsl:variable>
    <xsl:sequence select="string-join($lines, '&#10;') || '&#10;'"/>
  </xsl:template>

  <xsl:function name="print:book-fields" as="map(xs:string, xs:string)">
    <xsl:param name="book" as="element(rec:book)"/>
    <xsl:param name="files" as="xs:string*"/>
    <xsl:variable name="editors" as="xs:string*" select="$book/rec:editor ! string()"/>
    <xsl:sequence select="map {
        'authors': '()', 'responsible': print:array((lab:text('editedBy') || ' ' || string-join($editors, ', '))[exists($editors)] ! print:literal(.)),
        'publisher': print:array($book/@publisher[. != ''] ! print:literal(.)), 'facts': print:array(print:book-facts($book) ! print:fact-row(.)),
        'labels': print:labels($print:front-labels), 'outlines': print:array($files ! (. || '.outline')),
        'groups': print:array(for $group in $book/rec:group return print:array((print:literal(print:group-title($group)), string(count($group/rec:text))))),
        'sigla': if ($book//rec:text[@shared]) then $files[index-of($book//rec:text ! exists(@shared), true())[1]] || '.outline.sigla' else '()',
        'literature-rows': print:literature($book/rec:cited),
        'registers': print:array((print:registers($book/rec:heading),
            '(label: ' || print:literal(lab:text('index-subjects')) || ', rows: merged-subjects(' || print:array($files ! (. || '.subjects')) || '))')) }"/>
  </xsl:function>

</xsl:stylesheet>
