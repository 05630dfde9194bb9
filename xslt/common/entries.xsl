<?xml version="1.0" encoding="UTF-8"?>
<!-- What all renderers say of an entry in the same words: its place, which of several equal words it means, what a reading
     without words is. -->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:rec="urn:recensio:edition"
    xmlns:voc="urn:recensio:vocabulary"
    xmlns:lab="urn:recensio:labels"
    xmlns:app="urn:recensio:apparatus"
    xmlns:wit="urn:recensio:witnesses"
    xpath-default-namespace="http://www.tei-c.org/ns/1.0"
    exclude-result-prefixes="#all">

  <xsl:key name="app:siglum" match="rec:witness | rec:family" use="@id"/>

  <!-- v. 12, § 3, tit., or the place as the encoder gives it. -->
  <xsl:function name="app:place" as="xs:string">
    <xsl:param name="unit" as="xs:string?"/>
    <xsl:param name="place" as="xs:string?"/>
    <xsl:variable name="label" as="xs:string" select="if ($unit = ('', 'loc')) then '' else lab:text('unit-' || $unit)"/>
    <xsl:sequence select="if ($unit = 'heading') then string-join(($place, $label)[. != ''], ' ') else string-join(($label[$place != ''], $place)[. != ''], '&#xA0;')"/>
  </xsl:function>

  <!-- The entries that are shown, layer by layer. -->
  <xsl:function name="app:layers" as="xs:string*">
    <xsl:param name="apparatus" as="element(rec:apparatus)"/>
    <xsl:sequence select="tokenize($apparatus/@layers)"/>
  </xsl:function>

  <xsl:function name="app:of-layer" as="element(rec:entry)*">
    <xsl:param name="apparatus" as="element(rec:apparatus)"/>
    <xsl:param name="layer" as="xs:string"/>
    <xsl:sequence select="$apparatus/rec:entry[not(@silent)][@layer = $layer]"/>
  </xsl:function>

  <!-- The name of a layer in the edition's language, else as it stands. -->
  <xsl:function name="app:layer-label" as="xs:string">
    <xsl:param name="layer" as="xs:string"/>
    <xsl:variable name="label" as="xs:string" select="lab:text('layer-' || lower-case($layer))"/>
    <xsl:sequence select="if (starts-with($label, 'layer-')) then $layer else $label"/>
  </xsl:function>

  <!-- The heading of a layer, where it needs one: it has a name that the interface knows; or one that its lists do not say
       better themselves. said: the heading above all of them. -->
  <xsl:function name="app:layer-heading" as="xs:string?">
    <xsl:param name="apparatus" as="element(rec:apparatus)"/>
    <xsl:param name="layer" as="xs:string"/>
    <xsl:param name="said" as="xs:string"/>
    <xsl:variable name="label" as="xs:string" select="app:layer-label($layer)"/>
    <xsl:variable name="named" as="xs:boolean" select="every $entry in app:of-layer($apparatus, $layer) satisfies exists($entry/@list-head)"/>
    <xsl:sequence select="
        if (empty(tail(app:layers($apparatus))) or $label = $said or ($named and $label = $layer)) then ()
        else if ($label = $layer) then upper-case(substring($label, 1, 1)) || translate(substring($label, 2), '-_', '  ')
        else $label"/>
  </xsl:function>

  <!-- The reading that is the text, as far as its entry holds it: the lemma, else the reading that serves as one. -->
  <xsl:function name="app:lemma" as="element()?">
    <xsl:param name="entry" as="element(rec:entry)"/>
    <xsl:sequence select="($entry/rec:lem, $entry//rec:rdg[@base])[1]"/>
  </xsl:function>

  <!-- Does the reading head its entry, so that the separator follows it? -->
  <xsl:function name="app:is-head" as="xs:boolean">
    <xsl:param name="reading" as="element()"/>
    <xsl:sequence select="exists($reading[self::rec:lem or self::rec:rdg[@base][parent::rec:entry]]) and (app:has-words($reading) or exists(app:anchor($reading)))"/>
  </xsl:function>

  <!-- Is a sign needed between this part of an entry and the next? -->
  <xsl:function name="app:is-followed" as="xs:boolean">
    <xsl:param name="part" as="element()"/>
    <xsl:variable name="next" as="element()?" select="$part/following-sibling::*[app:is-said(.)][1][self::rec:rdg or self::rec:group or app:detail(.)]"/>
    <xsl:sequence select="
        if (app:is-head($part) and not(app:is-attributed($part))) then false()
        else if ($part/self::rec:lem) then exists($next) and not(app:is-told-last($part))
        else exists($next) or exists($part/parent::rec:entry/rec:lem[app:is-told-last(.)]) and empty($next)"/>
  </xsl:function>

  <!-- A note that has no words (but data for machines, say) is not told; of a witness there may be something to say without any. -->
  <xsl:function name="app:is-said" as="xs:boolean">
    <xsl:param name="part" as="element()"/>
    <xsl:sequence select="not($part[self::rec:note or self::rec:witDetail]) or normalize-space($part) != '' or exists($part//(rec:copy | rec:call))
        or exists(app:detail($part))"/>
  </xsl:function>

  <!-- What a remark without words says of its witnesses: one of the words of the apparatus (lac.), or the encoder's. -->
  <xsl:function name="app:detail" as="xs:string?">
    <xsl:param name="part" as="element()"/>
    <xsl:sequence select="$part[self::rec:witDetail][@witnesses != ''][not(normalize-space())]/(
        app:status-label(@status), (@type, @cause)[matches(., '^\p{L}[\p{L}\s-]*$')] ! normalize-space())[1]"/>
  </xsl:function>

  <!-- om., lac., illeg., n.c. -->
  <xsl:function name="app:status-label" as="xs:string?">
    <xsl:param name="status" as="xs:string?"/>
    <xsl:sequence select="$status ! map { 'omission': 'om', 'lacuna': 'lac', 'illegible': 'illeg', 'uncollated': 'nc' }(.) ! lab:text(.)"/>
  </xsl:function>

  <!-- The readings of an entry, in order: an empty lemma that has witnesses follows those who add. -->
  <xsl:function name="app:is-told-last" as="xs:boolean">
    <xsl:param name="reading" as="element()"/>
    <xsl:sequence select="exists($reading/self::rec:lem[not(app:has-words(.))][empty(app:anchor(.))][@sigla != '' or @scholars or @rest])"/>
  </xsl:function>

  <!-- Is there anything to say of who has it? -->
  <xsl:function name="app:is-attributed" as="xs:boolean">
    <xsl:param name="reading" as="element()"/>
    <xsl:sequence select="exists($reading[@sigla != '' or @scholars or @rest or @hands or @kind])"/>
  </xsl:function>

  <!-- Does a reading have words, its own or a description? -->
  <xsl:function name="app:has-words" as="xs:boolean">
    <xsl:param name="reading" as="element()"/>
    <xsl:sequence select="normalize-space($reading) != ''"/>
  </xsl:function>

  <!-- A lemma without words may name the word that others add something to: <lem n="Filium"/>. -->
  <xsl:function name="app:anchor" as="xs:string?">
    <xsl:param name="lemma" as="element()?"/>
    <xsl:sequence select="$lemma/self::rec:lem[not(app:has-words(.))]/@n ! normalize-space()[matches(., '^\p{L}')]"/>
  </xsl:function>

  <xsl:function name="app:events-in" as="element()*">
    <xsl:param name="reading" as="element()"/>
    <xsl:sequence select="$reading/descendant::*[self::lacunaStart or self::lacunaEnd or self::witStart or self::witEnd]"/>
  </xsl:function>

  <!-- The ids of the witnesses that an event speaks of, if they are others than those of its reading. -->
  <xsl:function name="app:witnesses-of" as="xs:string*">
    <xsl:param name="event" as="element()"/>
    <xsl:variable name="ids" as="xs:string*" select="wit:ids($event/@wit)"/>
    <xsl:sequence select="if (deep-equal($ids, tokenize($event/ancestor::*[self::rec:rdg or self::rec:lem][1]/@wit))) then () else $ids"/>
  </xsl:function>

  <!-- text begins; in brackets if it is said of a witness: (text begins B) -->
  <xsl:function name="app:event" as="xs:string">
    <xsl:param name="event" as="element()"/>
    <xsl:variable name="label" as="xs:string" select="lab:text(local-name($event))"/>
    <xsl:variable name="sigla" as="xs:string*" select="app:witnesses-of($event) ! app:siglum($event, .)"/>
    <xsl:sequence select="if (exists($sigla)) then '(' || string-join(($label, $sigla), ' ') || ')' else $label"/>
  </xsl:function>

  <!-- What is said of a reading without words: om., lac., illeg., n.c.; a person who has none deletes. -->
  <xsl:function name="app:verdict" as="xs:string?">
    <xsl:param name="reading" as="element()"/>
    <xsl:sequence select="
        if (app:has-words($reading) or app:events-in($reading)) then ()
        else if ($reading/@kind = 'transp') then ()
        else if ($reading/@status = 'omission' and $reading[@wit = ''][@resp][not(@source)]) then lab:text('del')
        else app:status-label($reading/@status)"/>
  </xsl:function>

  <!-- What an element inside a reading is part of: the lemma or reading that an entry shows. -->
  <xsl:function name="app:reading-of" as="element()?">
    <xsl:param name="node" as="node()"/>
    <xsl:sequence select="$node/ancestor::*[self::rec:lem or self::rec:rdg][1]"/>
  </xsl:function>

  <!-- A lemma that stands in the text and is long, or goes over several lines, is named by its first and last words;
       nothing for others. -->
  <xsl:function name="app:shortened" as="xs:string?">
    <xsl:param name="lemma" as="element()"/>
    <xsl:if test="string-length($lemma) gt 120 and app:is-head($lemma) and app:is-of-the-text($lemma)">
      <xsl:variable name="words" as="xs:string*" select="tokenize(app:plain($lemma))[. != lab:text('parts')]"/>
      <xsl:sequence select="if (count($words) gt 30) then app:ends-of($words, 4, 2) else ()"/>
    </xsl:if>
  </xsl:function>

  <!-- Are the words of the lemma taken from the text itself? (Those of an attached entry may be its encoder's.) -->
  <xsl:function name="app:is-of-the-text" as="xs:boolean">
    <xsl:param name="lemma" as="element()"/>
    <xsl:sequence select="not($lemma/ancestor::rec:entry/@attached = 'true') or exists($lemma/@supplied)"/>
  </xsl:function>

  <!-- The first and the last of many words, without the point at the end. -->
  <xsl:function name="app:ends-of" as="xs:string">
    <xsl:param name="words" as="xs:string*"/>
    <xsl:param name="first" as="xs:integer"/>
    <xsl:param name="last" as="xs:integer"/>
    <xsl:variable name="end" as="xs:string*" select="subsequence($words, count($words) - $last + 1)"/>
    <xsl:sequence select="replace(string-join((subsequence($words, 1, $first), '…', $end), ' '), '([\p{L}\p{M}\p{N}])[,;:.!?·’”»]+$', '$1')"/>
  </xsl:function>

  <!-- Where stands what a reading repeats: v. 2; if that is no other place than the entry's own, or not known, its words; else
       its id. Nothing if it is told already. -->
  <xsl:function name="app:copied-from" as="xs:string?">
    <xsl:param name="copy" as="element(rec:copy)"/>
    <xsl:variable name="own" as="attribute()?" select="$copy/ancestor::rec:entry[1]/@place"/>
    <xsl:variable name="told" as="xs:string*" select="$copy/preceding-sibling::rec:copy[not(@place = $own)] ! app:place(@unit, @place)"/>
    <xsl:variable name="place" as="xs:string" select="if ($copy/@place = $own) then '' else app:place($copy/@unit, $copy/@place)"/>
    <xsl:sequence select="if ($place != '' and $place = $told) then () else ($place[. != ''], $copy/@words, $copy/@of)[1]"/>
  </xsl:function>

  <!-- The sign in front of it. -->
  <xsl:function name="app:copy-sign" as="xs:string">
    <xsl:param name="copy" as="element(rec:copy)"/>
    <xsl:sequence select="if ($copy/preceding-sibling::*[1][self::rec:copy]) then ',' else '='"/>
  </xsl:function>

  <!-- Where words are deleted and others added at once, is a whole word meant, so that the two are kept apart? -->
  <xsl:function name="app:is-parted" as="xs:boolean">
    <xsl:param name="del" as="element(del)"/>
    <xsl:variable name="beside" as="element()*" select="$del/(preceding-sibling::node()[1], following-sibling::node()[1])[self::add or self::del]"/>
    <xsl:variable name="group" as="element()+" select="if ($del/parent::*[self::subst or self::mod]) then $del/.. else ($del | $beside)"/>
    <xsl:variable name="before" as="node()?" select="$group[1]/preceding::node()[self::text() or self::rec:blank or voc:is-break(.)][1]"/>
    <xsl:variable name="behind" as="node()?" select="$group[last()]/following::node()[self::text() or self::rec:blank or voc:is-break(.)][1]"/>
    <xsl:sequence select="exists($beside)
        and not(matches($before[app:is-in-line(., $del)], '[\p{L}\p{M}\p{N}]$') or matches($behind[app:is-in-line(., $del)], '^[\p{L}\p{M}\p{N}]'))"/>
  </xsl:function>

  <!-- Do two nodes stand in one line of one reading? -->
  <xsl:function name="app:is-in-line" as="xs:boolean">
    <xsl:param name="node" as="node()"/>
    <xsl:param name="other" as="node()"/>
    <xsl:sequence select="deep-equal(app:line-of($node), app:line-of($other))"/>
  </xsl:function>

  <xsl:function name="app:line-of" as="xs:string?">
    <xsl:param name="node" as="node()"/>
    <xsl:sequence select="$node/ancestor::*[voc:is-boundary(.) or self::rec:lem or self::rec:rdg or self::rec:note][1] ! generate-id(.)"/>
  </xsl:function>

  <!-- A siglum without its mark-up. -->
  <xsl:function name="app:siglum" as="xs:string">
    <xsl:param name="context" as="node()"/>
    <xsl:param name="id" as="xs:string"/>
    <xsl:sequence select="(key('app:siglum', $id, root($context))[1]/rec:siglum/normalize-space()[. != ''], $id)[1]"/>
  </xsl:function>

  <!-- Words before a reading: it is added. -->
  <xsl:function name="app:is-added" as="xs:boolean">
    <xsl:param name="reading" as="element()"/>
    <xsl:variable name="lemma" as="element()?" select="$reading/ancestor::rec:entry[1]/rec:lem"/>
    <xsl:sequence select="exists($reading[self::rec:rdg][@status = 'text']) and exists($lemma) and not(app:has-words($lemma)) and app:has-words($reading)"/>
  </xsl:function>

  <!-- Does a note follow readings, so that brackets must keep its words from theirs? -->
  <xsl:function name="app:is-remark" as="xs:boolean">
    <xsl:param name="note" as="element()"/>
    <xsl:sequence select="exists($note/self::rec:note/preceding-sibling::*[self::rec:rdg or self::rec:group or self::rec:lem[app:is-attributed(.)]])"/>
  </xsl:function>

  <!-- Words behind a reading: how it came about (unless each of its sigla says so already). -->
  <xsl:function name="app:kind-label" as="xs:string?">
    <xsl:param name="reading" as="element()"/>
    <xsl:variable name="corrected" as="xs:string*" select="tokenize($reading/@corrected)"/>
    <xsl:variable name="told" as="xs:boolean" select="$corrected[1] = $reading/@kind and (every $id in tokenize($reading/@sigla) satisfies $id = tail($corrected))"/>
    <xsl:sequence select="$reading/@kind[not($told)] ! lab:text(.)"/>
  </xsl:function>

  <!-- a.c. or p.c., where a witness was corrected from or to this reading. -->
  <xsl:function name="app:phase" as="xs:string?">
    <xsl:param name="reading" as="element()"/>
    <xsl:param name="id" as="xs:string"/>
    <xsl:variable name="corrected" as="xs:string*" select="tokenize($reading/@corrected)"/>
    <xsl:sequence select="if ($id = tail($corrected)) then lab:text($corrected[1]) else ()"/>
  </xsl:function>

  <!-- et² -->
  <xsl:function name="app:superscript" as="xs:string?">
    <xsl:param name="number" as="attribute()?"/>
    <xsl:sequence select="$number ! translate(., '0123456789', '⁰¹²³⁴⁵⁶⁷⁸⁹')"/>
  </xsl:function>

  <!-- ======== as plain text ======== -->

  <xsl:mode name="app:plain" on-no-match="shallow-skip"/>

  <xsl:key name="app:note" match="rec:note[@id]" use="@id"/>

  <!-- The words of a reading or note: gaps as […], deletions as ⟦…⟧, notes in brackets, a sign between lines or paragraphs. -->
  <xsl:function name="app:plain" as="xs:string">
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="app:plain($element, ())"/>
  </xsl:function>

  <!-- noted: the ids of the notes that this one stands in. -->
  <xsl:function name="app:plain" as="xs:string">
    <xsl:param name="element" as="element()"/>
    <xsl:param name="noted" as="xs:string*"/>
    <xsl:variable name="pieces" as="xs:string*">
      <xsl:apply-templates select="$element/node()" mode="app:plain">
        <xsl:with-param name="noted" select="$noted" tunnel="yes"/>
      </xsl:apply-templates>
    </xsl:variable>
    <xsl:variable name="blocks" as="xs:string*" select="
        tokenize(string-join($pieces), $app:block) ! normalize-space(.)[. != ''] ! replace(., ' ([,.;:!?\)])', '$1')"/>
    <xsl:sequence select="normalize-unicode(string-join($blocks, ' ' || lab:text('parts') || ' '))"/>
  </xsl:function>

  <!-- (no character of any text) -->
  <xsl:variable name="app:block" as="xs:string" select="'&#xFDD0;'"/>

  <xsl:template match="text()" mode="app:plain" as="xs:string">
    <xsl:sequence select="string(.)"/>
  </xsl:template>

  <xsl:template match="*[@rec:off]" mode="app:plain" priority="2"/>

  <xsl:template match="del" mode="app:plain" as="xs:string*" priority="3">
    <xsl:param name="bare" as="xs:boolean" tunnel="yes" select="false()"/>
    <xsl:variable name="words" as="xs:string*">
      <xsl:apply-templates mode="app:plain"/>
    </xsl:variable>
    <xsl:variable name="blank" as="xs:string" select="if (app:is-parted(.)) then ' ' else ''"/>
    <xsl:sequence select="
        if (($bare and @rec:off) or not(normalize-space(string-join($words)))) then () else ($blank, '⟦', normalize-space(string-join($words)), '⟧', $blank)"/>
  </xsl:template>

  <!-- (where "lac." says it, no sign need) -->
  <xsl:template match="gap" mode="app:plain" as="xs:string?">
    <xsl:sequence select="'[…]'[empty(app:reading-of(current())/app:verdict(.))]"/>
  </xsl:template>

  <xsl:template match="rec:blank | lb | pb | cb | gb" mode="app:plain" as="xs:string*">
    <xsl:sequence select="if (@rec:joins) then () else ' '"/>
  </xsl:template>

  <xsl:template match="*[voc:is-boundary(.)]" mode="app:plain" as="xs:string*">
    <xsl:param name="bare" as="xs:boolean" tunnel="yes" select="false()"/>
    <xsl:variable name="edge" as="xs:string" select="if ($bare or not(voc:is-block(.))) then ' ' else $app:block"/>
    <xsl:sequence select="$edge"/>
    <xsl:apply-templates mode="app:plain"/>
    <xsl:sequence select="$edge"/>
  </xsl:template>

  <!-- (behind the lemma events follow the separator) -->
  <xsl:template match="lacunaStart | lacunaEnd | witStart | witEnd" mode="app:plain" as="xs:string*">
    <xsl:param name="bare" as="xs:boolean" tunnel="yes" select="false()"/>
    <xsl:sequence select="if ($bare or (some $reading in app:reading-of(.) satisfies app:is-head($reading))) then () else (' ', app:event(.), ' ')"/>
  </xsl:template>

  <xsl:template match="join[rec:copy]" mode="app:plain" as="xs:string*" priority="3">
    <xsl:apply-templates mode="app:plain"/>
  </xsl:template>

  <xsl:template match="rec:copy" mode="app:plain" as="xs:string*">
    <xsl:param name="bare" as="xs:boolean" tunnel="yes" select="false()"/>
    <xsl:sequence select="if ($bare) then () else app:copied-from(.) ! (' ', app:copy-sign(current()), ' ', .)"/>
  </xsl:template>

  <xsl:template match="rec:call" mode="app:plain" as="xs:string*">
    <xsl:param name="noted" as="xs:string*" tunnel="yes" select="()"/>
    <xsl:param name="bare" as="xs:boolean" tunnel="yes" select="false()"/>
    <xsl:variable name="note" as="element()?" select="key('app:note', @note)[1][not($bare or @id = $noted)]"/>
    <xsl:variable name="words" as="xs:string" select="if ($note) then app:plain($note, ($noted, $note/@id)) else ''"/>
    <xsl:sequence select="if ($words = '') then () else if (app:reading-of(.)/@told) then (' ', $words, ' ') else (' (', $words, ') ')"/>
  </xsl:template>

  <!-- Where a witness has text or a lacuna: § 1 – § 4; open at a side that nothing tells. -->
  <xsl:function name="app:extent" as="xs:string">
    <xsl:param name="extent" as="element(rec:extent)"/>
    <xsl:variable name="from" as="xs:string" select="app:place($extent/@from-unit, $extent/@from)"/>
    <xsl:variable name="to" as="xs:string" select="app:place($extent/@to-unit, $extent/@to)"/>
    <xsl:sequence select="lab:text('extent-' || $extent/@kind) || ' ' || (if ($from != '' and $from = $to) then $from else string-join((
        if ($from = '' and $extent/@from) then '?' else $from, if ($to = '' and $extent/@to) then '?' else $to), '–'))"/>
  </xsl:function>

</xsl:stylesheet>
