<?xml version="1.0" encoding="UTF-8"?>
<!-- Languages as encoders write them (gr, Lat, far …) to BCP 47, and the direction of writing. -->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:map="http://www.w3.org/2005/xpath-functions/map"
    xmlns:lang="urn:recensio:language"
    exclude-result-prefixes="#all">

  <xsl:variable name="lang:aliases" as="map(xs:string, xs:string)" select="map {
      'gr': 'grc', 'greek': 'grc', 'gre': 'el', 'ell': 'el', 'lat': 'la', 'latin': 'la', 'heb': 'he', 'hebrew': 'he',
      'ara': 'ar', 'arabic': 'ar', 'far': 'fa', 'fas': 'fa', 'per': 'fa', 'deu': 'de', 'ger': 'de', 'german': 'de', 'eng': 'en',
      'english': 'en', 'fra': 'fr', 'fre': 'fr', 'french': 'fr', 'ita': 'it', 'spa': 'es', 'rus': 'ru', 'pol': 'pl',
      'por': 'pt', 'nld': 'nl', 'dut': 'nl', 'hrv': 'hr', 'ces': 'cs', 'cze': 'cs', 'hun': 'hu', 'tur': 'tr', 'yid': 'yi',
      'tib': 'bo', 'bod': 'bo', 'isl': 'is', 'ice': 'is', 'nor': 'no', 'swe': 'sv', 'dan': 'da', 'fin': 'fi', 'ukr': 'uk', 'cat': 'ca', 'ron': 'ro',
      'rum': 'ro', 'gle': 'ga', 'cym': 'cy', 'wel': 'cy', 'slk': 'sk', 'slv': 'sl', 'bul': 'bg', 'srp': 'sr', 'lit': 'lt', 'lav': 'lv',
      'est': 'et', 'mkd': 'mk', 'kat': 'ka', 'geo': 'ka', 'hye': 'hy', 'arm': 'hy', 'amh': 'am', 'hin': 'hi', 'kor': 'ko', 'zho': 'zh', 'chi': 'zh', 'jpn': 'ja', 'san': 'sa', 'skt': 'sa' }"/>

  <!-- All codes of two letters that there are (ISO 639-1); any other says nothing to a browser. -->
  <xsl:variable name="lang:short" as="xs:string*" select="tokenize('aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el
      en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky
      la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl
      sm sn so sq sr ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu')"/>

  <!-- A language tag that browsers and hyphenators understand, or none. -->
  <xsl:function name="lang:tag" as="xs:string?">
    <xsl:param name="code" as="xs:string?"/>
    <xsl:variable name="parts" as="xs:string*" select="tokenize(normalize-space($code), '[-_]')"/>
    <xsl:variable name="primary" as="xs:string?" select="$parts[1] ! lower-case(.) ! ($lang:aliases(.), .)[1]"/>
    <xsl:variable name="tag" as="xs:string" select="string-join(($primary, tail($parts)), '-')"/>
    <xsl:sequence select="$tag[matches(., '^[a-z]{2,3}(-[A-Za-z0-9]{1,8})*$')][string-length($primary) = 3 or $primary = $lang:short]"/>
  </xsl:function>

  <xsl:variable name="lang:rtl" as="xs:string" select="'[&#x590;-&#x8FF;&#xFB1D;-&#xFDCF;&#xFDF0;-&#xFDFF;&#xFE70;-&#xFEFF;]'"/>

  <!-- rtl or ltr, decided by the first letter: xml:lang="ar" alone does not tell (transliterations). -->
  <xsl:function name="lang:direction" as="xs:string">
    <xsl:param name="text" as="xs:string"/>
    <xsl:variable name="first" as="xs:string" select="substring(replace(substring($text, 1, 2000), '\P{L}', ''), 1, 1)"/>
    <xsl:sequence select="if (matches($first, $lang:rtl)) then 'rtl' else 'ltr'"/>
  </xsl:function>

</xsl:stylesheet>
