<?xml version="1.0" encoding="UTF-8"?>
<!-- The whole edition as one book for TeX. Input: the rec:book of recensio/book.py, with what recensio/tex.py has read in the sources of
     the texts. Output: a file that includes these, which tex.xsl has written. -->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:rec="urn:recensio:edition"
    xmlns:lang="urn:recensio:language"
    xmlns:lab="urn:recensio:labels"
    xmlns:print="urn:recensio:print"
    xmlns:tex="urn:recensio:tex"
    exclude-result-prefixes="#all">

  <xsl:import href="tex.xsl"/>

  <xsl:template match="/" as="xs:string" priority="1">
    <xsl:apply-templates select="rec:book" mode="print:page"/>
  </xsl:template>

  <xsl:template match="rec:book" mode="print:page" as="xs:string">
    <xsl:variable name="title" as="xs:string" select="(@title[. != ''], lab:text('edition'))[1]"/>
    <xsl:variable name="editors" as="xs:string*" select="rec:editor ! string()"/>
    <xsl:variable name="lines" as="xs:string*" select="
        tex:how-to($title), '% It includes the files of the texts that lie beside it.', '',
        '\documentclass[twoside]{book}', '\usepackage[layers=' || max((1, count(rec:layer))) || ']{recensio}',
        tex:setup(map { 'language': (print:language-code(@lang) ! tex:label(.), 'und')[1], 'direction': lang:direction($title),
          'both-directions': 'yes'[current()/@both],
          'scripts': @scripts[. != ''] ! ('{' || . || '}') }),
        rec:layer ! tex:command('RecLayer', (@id, @make)),
        tex:about(map { 'title': tex:escaped($title), 'subtitle': tex:escaped(@subtitle), 'running': tex:escaped(print:short($title)),
          'responsible': if (exists($editors)) then tex:escaped(lab:text('editedBy') || ' ' || string-join($editors, ', ')) else '',
          'publisher': tex:escaped(@publisher), 'see': tex:escaped(lab:text('see')) }),
        '', '\begin{document}', tex:part('in front'), '\RecTitlePage', tex:rows('RecImprint', (), print:book-facts(.) ! tex:fact(.)),
        tex:command('RecContents', tex:escaped(lab:text('contents'))), tex:part('the texts'),
        rec:group ! (print:group-title(.)[. != ''] ! tex:command('RecDivision', tex:escaped(.)), rec:text ! tex:command('RecInclude', @id)),
        tex:part('behind the texts'), '\cleardoublepage', 
        tex:index(rec:heading, rec:heading/@href[tex:label(.) = tokenize(current()/@named)], rec:subject ! string()),
        '\end{document}'"/>
    <xsl:sequence select="string-join($lines, '&#10;') || '&#10;'"/>
  </xsl:template>

</xsl:stylesheet>
