<?xml version="1.0" encoding="UTF-8"?>
<!-- What kind of thing each TEI element is: text or not, boundary of words or not, known or not.
     The rules are those of docs/developers/text-law.md. -->
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

  <xsl:variable name="voc:tei" as="xs:string" select="'http://www.tei-c.org/ns/1.0'" static="yes"/>

  <!-- Ends a word on both sides, wherever it stands. -->
  <xsl:variable name="voc:boundary-names" as="xs:string" expand-text="no">
    text front body back group floatingText div div1 div2 div3 div4 div5 div6 div7 head p ab lg l sp speaker
    list item table row cell opener closer salute signed dateline byline docAuthor docTitle titlePart docImprint
    docDate docEdition titlePage imprimatur epigraph argument trailer postscript castList castItem castGroup set
    prologue epilogue performance figure eg egXML listBibl biblStruct biblFull addrLine sourceDoc surfaceGrp surface
    zone line listWit witness listPerson person listPlace place listOrg org listEvent event listNym nym listObject
    object entry entryFree superEntry sense u incident
  </xsl:variable>

  <!-- Runs on with the text around it. -->
  <xsl:variable name="voc:inline-names" as="xs:string" expand-text="no">
    hi emph foreign distinct seg s cl phr w m c pc g abbr expan ex am sic corr orig reg choice add del subst
    restore mod retrace unclear supplied damage surplus secl redo undo handShift gap space name persName
    placeName orgName geogName settlement region country district bloc surname forename addName genName nameLink
    roleName ruby rs term gloss mentioned soCalled q said title date time num measure measureGrp unit ref ptr
    anchor milestone formula app lem rdg rdgGrp locus objectName eventName idno email caesura addSpan delSpan
    damageSpan metamark lacunaStart lacunaEnd witStart witEnd
  </xsl:variable>

  <!-- No text of the edited work: annotation, analysis, metadata. -->
  <xsl:variable name="voc:off-names" as="xs:string" expand-text="no">
    note noteGrp witDetail figDesc desc index interp interpGrp span spanGrp certainty precision respons alt
    altGrp link linkGrp join joinGrp listRelation fs fLib fvLib charDecl teiHeader standOff facsimile xenoData
    listApp listAnnotation annotation fw
  </xsl:variable>

  <!-- The rest of TEI P5: a boundary only where the parent holds no text of its own, but nothing unknown. -->
  <xsl:variable name="voc:other-names" as="xs:string" expand-text="no">
    abstract accMat acquisition activity actor additional additions address adminInfo affiliation age alternate
    altIdent altIdentifier analytic annotationBlock anyElement appInfo application arc att attDef attList attRef
    author authority availability bibl biblScope bicond binary binaryObject binding bindingDesc birth broadcast
    calendar calendarDesc camera caption case catchwords catDesc category catRef cb change channel char cit
    citeData citedRange citeStructure classCode classDecl classes classRef classSpec climate code collation
    collection colloc colophon cond condition constitution constraint constraintSpec content conversion
    correction correspAction correspContext correspDesc creation cRefPattern custEvent custodialHist dataFacet
    dataRef dataSpec datatype death decoDesc decoNote def default defaultVal del depth derivation dictScrap dim
    dimensions distributor divGen domain edition editionStmt editor editorialDecl education eLeaf elementRef
    elementSpec ellipsis empty encodingDesc equipment equiv eTree etym exemplum explicit extent f factuality
    faith fDecl fDescr fileDesc filiation finalRubric floruit foliation forest form fsConstraints fsdDecl fsDecl
    fsDescr fsdLink funder gb gen gender geo geoDecl geogFeat gi glyph gram gramGrp graph graphic handDesc
    handNote handNotes headItem headLabel height heraldry history hom hyph hyphenation ident if iff imprint
    incipit iNode institution interaction interpretation iType keywords kinesic label lang langKnowledge
    langKnown language langUsage layout layoutDesc lb lbl leaf licence listChange listForest listPrefixDef
    listRef listTranspose locale localProp location locusGrp macroRef macroSpec mapping material media meeting
    memberOf metamark metDecl metSym model modelGrp modelSequence moduleRef moduleSpec monogr mood move
    msContents msDesc msFrag msIdentifier msItem msItemStruct msName msPart musicNotation namespace nationality
    node normalization notatedMusic notesStmt number numeric objectDesc objectIdentifier objectType occupation
    offset oRef origDate origin origPlace orth outputRendition param paramList paramSpec particDesc path pause
    pb per persona personGrp persPronouns physDesc population pos post postBox postCode pRef prefixDef
    preparedness principal profileDesc projectDesc pron provenance publicationStmt publisher pubPlace
    punctuation purpose quotation quote rb re recordHist recording recordingStmt refsDecl refState relatedItem
    relation remarks rendition repository residence resp respStmt revisionDesc rhyme role roleDesc root rt
    rubric samplingDecl schemaRef schemaSpec scriptDesc scriptNote scriptStmt seal sealDesc secFol segmentation
    sequence series seriesStmt setting settingDesc sex shift signatures socecStatus sound source sourceDesc
    specDesc specGrp specGrpRef specList spGrp sponsor stage stamp state stdVals street stress string
    styleDefDecl subc substJoin summary support supportDesc surrogates syll symbol tag tagsDecl tagUsage
    taxonomy tech TEI teiCorpus terrain textClass textDesc textLang textNode then timeline titleStmt tns trait
    transcriptionDesc transpose tree triangle typeDesc typeNote unicodeProp unihanProp unitDecl unitDef usg val
    valDesc valItem valList vAlt variantEncoding vColl vDefault view vLabel vMerge vNot vocal vRange watermark
    when width wit writing xr
  </xsl:variable>

  <xsl:function name="voc:set" as="map(xs:string, xs:boolean)">
    <xsl:param name="names" as="xs:string"/>
    <xsl:sequence select="map:merge(tokenize(normalize-space($names)) ! map { .: true() }, map { 'duplicates': 'use-first' })"/>
  </xsl:function>

  <xsl:variable name="voc:boundaries" as="map(xs:string, xs:boolean)" select="voc:set($voc:boundary-names)"/>
  <xsl:variable name="voc:inlines" as="map(xs:string, xs:boolean)" select="voc:set($voc:inline-names)"/>
  <xsl:variable name="voc:offs" as="map(xs:string, xs:boolean)" select="voc:set($voc:off-names)"/>
  <xsl:variable name="voc:others" as="map(xs:string, xs:boolean)" select="voc:set($voc:other-names)"/>

  <!-- Does this element, by itself, end the word before it and the word in it? (Breaks are treated apart.)
       An element that no list names is a boundary where its parent holds no text of its own; normalisation
       finds that out once a parent and stamps @rec:boundary. -->
  <xsl:function name="voc:is-boundary" as="xs:boolean">
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="
        (namespace-uri($element) = $voc:tei and $voc:boundaries(local-name($element))) or exists($element/@rec:boundary)"/>
  </xsl:function>

  <!-- Is it laid out as a block? What is a boundary only because its parent holds no text is one where blocks are
       expected; elsewhere (parts of a reference, of a headword …) it is a run of words that keeps to itself. -->
  <xsl:function name="voc:is-block" as="xs:boolean">
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="voc:is-boundary($element) and not($element/@rec:boundary = 'run')"/>
  </xsl:function>

  <!-- How an element that is a boundary for its parent's sake is laid out. -->
  <xsl:function name="voc:layout" as="xs:string">
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="
        if (($voc:holders(local-name($element/..)) and not(voc:is-cited-in-sentence($element/..))) or $element/*[voc:is-boundary(.)] or empty($element/parent::*)) then 'block' else 'run'"/>
  </xsl:function>

  <!-- A quotation with its reference that stands in a sentence. -->
  <xsl:function name="voc:is-cited-in-sentence" as="xs:boolean">
    <xsl:param name="element" as="element()?"/>
    <xsl:sequence select="exists($element[self::cit]/../text()[normalize-space()])"/>
  </xsl:function>

  <!-- What holds blocks by nature. -->
  <xsl:variable name="voc:holders" as="map(xs:string, xs:boolean)" select="voc:set('TEI text body front back group floatingText
      div div1 div2 div3 div4 div5 div6 div7 titlePage titlePart epigraph opener closer postscript argument lg sp list listBibl
      castList set prologue epilogue performance figure sourceDoc surfaceGrp surface zone standOff quote cit stage
      msDesc msContents physDesc history additional person place org event listPerson listPlace listOrg listEvent')"/>

  <!-- Neither always a boundary nor always inline: it depends on the parent. -->
  <xsl:function name="voc:depends-on-parent" as="xs:boolean">
    <xsl:param name="element" as="element()"/>
    <xsl:variable name="name" as="xs:string" select="local-name($element)"/>
    <xsl:sequence select="namespace-uri($element) != $voc:tei
        or not($voc:boundaries($name) or $voc:inlines($name) or $voc:offs($name) or voc:is-break($element))"/>
  </xsl:function>

  <!-- Parts of title pages and letters that stand on lines of their own, unless they stand in a sentence. -->
  <xsl:function name="voc:is-in-sentence" as="xs:boolean">
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="exists($element[self::docAuthor or self::docDate or self::docEdition or self::imprimatur or self::dateline
        or self::salute or self::signed or self::byline or self::label]/../text()[normalize-space()])"/>
  </xsl:function>

  <!-- A document that holds data about persons, places … and no text. -->
  <xsl:function name="voc:is-register" as="xs:boolean">
    <xsl:param name="root" as="element()"/>
    <xsl:sequence select="exists($root[self::standOff or self::teiHeader or self::facsimile or self::listPerson or self::listPlace
        or self::listOrg or self::listEvent or self::listObject or self::listNym or self::listBibl or self::person
        or self::place or self::org or self::taxonomy])"/>
  </xsl:function>

  <!-- Is a template likely to know what this element means? What it does not know is reported, and comes through. -->
  <xsl:function name="voc:is-known" as="xs:boolean">
    <xsl:param name="element" as="element()"/>
    <xsl:variable name="name" as="xs:string" select="local-name($element)"/>
    <xsl:sequence select="namespace-uri($element) = $voc:tei
        and ($voc:inlines($name), $voc:boundaries($name), $voc:offs($name), $voc:others($name)) = true()
        or exists($element/ancestor-or-self::*[voc:is-verbatim(.)])"/>
  </xsl:function>

  <!-- Annotation, analysis, metadata; `del` too, unless it is restored. -->
  <xsl:function name="voc:is-off" as="xs:boolean">
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="namespace-uri($element) = $voc:tei
        and ($voc:offs(local-name($element)) = true() or ($element/self::del and not($element/parent::restore)))"/>
  </xsl:function>

  <!-- Stands as it is written: examples of mark-up, formulae, drawings. -->
  <xsl:function name="voc:is-verbatim" as="xs:boolean">
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="local-name($element) = 'egXML'
        or namespace-uri($element) = ('http://www.w3.org/1998/Math/MathML', 'http://www.w3.org/2000/svg')"/>
  </xsl:function>

  <!-- Breaks of page, column, line and gathering: they end a word unless they say otherwise. -->
  <xsl:function name="voc:is-break" as="xs:boolean">
    <xsl:param name="node" as="node()?"/>
    <xsl:sequence select="exists($node[self::lb or self::pb or self::cb or self::gb])"/>
  </xsl:function>

</xsl:stylesheet>
