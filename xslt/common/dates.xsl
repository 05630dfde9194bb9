<?xml version="1.0" encoding="UTF-8"?>
<!-- Dates in words: an ISO date, or two, as the language of the edition writes them. Months and patterns are labels. -->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:lab="urn:recensio:labels"
    xmlns:date="urn:recensio:dates"
    xmlns:map="http://www.w3.org/2005/xpath-functions/map"
    exclude-result-prefixes="#all">

  <xsl:variable name="date:iso" as="xs:string" select="'^(-?)0*(\d+)(-(\d\d)(-(\d\d))?)?$'"/>

  <!-- The date that an element states in @when, @until, @bounds and @calendar; empty if it states none. -->
  <xsl:function name="date:written" as="xs:string">
    <xsl:param name="stated" as="element()"/>
    <xsl:variable name="first" as="xs:string" select="string($stated/@when)"/>
    <xsl:variable name="last" as="xs:string" select="string($stated/@until)"/>
    <xsl:variable name="bounds" as="xs:string" select="string($stated/@bounds)"/>
    <xsl:variable name="dates" as="xs:string" select="
        if ($bounds = 'between') then date:filled('date-between', map{'first': date:day($first), 'last': date:day($last)})
        else if ($bounds != '') then date:filled('date-' || $bounds, map{'date': date:day($first)})
        else if ($last != '') then date:span($first, $last)
        else date:day($first)"/>
    <xsl:variable name="calendar" as="xs:string" select="string($stated/@calendar)"/>
    <xsl:sequence select="$dates || (if ($calendar = ('', 'gregorian') or $dates = '') then '' else ' (' || lab:named('calendar-', $calendar) || ')')"/>
  </xsl:function>

  <!-- One date, as exact as it is: a day, a month, a year. What is no date stands as it is. -->
  <xsl:function name="date:day" as="xs:string">
    <xsl:param name="iso" as="xs:string"/>
    <xsl:choose>
      <xsl:when test="not(matches($iso, $date:iso)) or date:year($iso) = '' or not(date:month($iso) = ('', (1 to 12) ! string()))">
        <xsl:sequence select="$iso"/>
      </xsl:when>
      <xsl:when test="date:month($iso) = ''">
        <xsl:sequence select="date:year($iso)"/>
      </xsl:when>
      <xsl:when test="date:number($iso) = ''">
        <xsl:sequence select="date:filled('date-month', map{'month': lab:text('month-alone-' || date:month($iso)), 'year': date:year($iso)})"/>
      </xsl:when>
      <xsl:otherwise>
        <xsl:sequence select="date:filled('date-day', map{'day': date:number($iso), 'month': lab:text('month-' || date:month($iso)), 'year': date:year($iso)})"/>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:function>

  <!-- From one date to another: what both have in common is said once. -->
  <xsl:function name="date:span" as="xs:string">
    <xsl:param name="first" as="xs:string"/>
    <xsl:param name="last" as="xs:string"/>
    <xsl:variable name="days" as="xs:boolean" select="date:number($first) != '' and date:number($last) != ''"/>
    <xsl:variable name="one-year" as="xs:boolean" select="date:year($first) = date:year($last)"/>
    <xsl:variable name="one-month" as="xs:boolean" select="$one-year and date:month($first) = date:month($last)"/>
    <xsl:choose>
      <xsl:when test="$days and $one-month">
        <xsl:sequence select="
            date:filled('date-days', map{'first': date:number($first), 'last': date:number($last), 'month': lab:text('month-' || date:month($last)),
            'year': date:year($last)})"/>
      </xsl:when>
      <xsl:when test="$days and $one-year">
        <xsl:sequence select="date:filled('date-day-month', map{'day': date:number($first), 'month': lab:text('month-' || date:month($first))}) || ' – ' || date:day($last)"/>
      </xsl:when>
      <xsl:when test="$one-year and not($one-month) and date:number($first) = '' and date:number($last) = '' and date:month($first) != '' and date:month($last) != ''">
        <xsl:sequence select="lab:text('month-alone-' || date:month($first)) || ' – ' || date:day($last)"/>
      </xsl:when>
      <xsl:otherwise>
        <xsl:variable name="dash" as="xs:string" select="if (date:month($first) = '' and date:month($last) = '') then '–' else ' – '"/>
        <xsl:sequence select="date:day($first) || $dash || date:day($last)"/>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:function>

  <!-- The parts of an ISO date; empty if it has them not. A year before the first is counted as TEI counts it: there
       is no year 0, -0044 is 44 BC. -->
  <xsl:function name="date:year" as="xs:string">
    <xsl:param name="iso" as="xs:string"/>
    <xsl:variable name="year" as="xs:string" select="if (matches($iso, $date:iso)) then replace($iso, $date:iso, '$2') else ''"/>
    <xsl:sequence select="if (starts-with($iso, '-')) then date:filled('date-bc', map{'year': $year}) else $year"/>
  </xsl:function>

  <xsl:function name="date:month" as="xs:string">
    <xsl:param name="iso" as="xs:string"/>
    <xsl:sequence select="if (matches($iso, $date:iso)) then replace(replace($iso, $date:iso, '$4'), '^0', '') else ''"/>
  </xsl:function>

  <!-- The day of the month; some languages write the first one otherwise. -->
  <xsl:function name="date:number" as="xs:string">
    <xsl:param name="iso" as="xs:string"/>
    <xsl:variable name="day" as="xs:string" select="if (matches($iso, $date:iso)) then replace(replace($iso, $date:iso, '$6'), '^0', '') else ''"/>
    <xsl:sequence select="if ($day = '1') then lab:text('date-first') else $day"/>
  </xsl:function>

  <!-- A pattern of the language with its gaps ({year} …) filled. -->
  <xsl:function name="date:filled" as="xs:string">
    <xsl:param name="key" as="xs:string"/>
    <xsl:param name="parts" as="map(xs:string, xs:string)"/>
    <xsl:sequence select="fold-left(map:keys($parts), lab:text($key), function($said, $name) { replace($said, '{' || $name || '}', $parts($name), 'q') })"/>
  </xsl:function>

</xsl:stylesheet>
