<?xml version="1.0" encoding="UTF-8"?>
<!-- The search page: what it says before its script arrives, and the words that the script needs, as data. -->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:rec="urn:recensio:edition"
    xmlns:lab="urn:recensio:labels"
    xmlns:html="urn:recensio:html"
    xmlns="http://www.w3.org/1999/xhtml"
    exclude-result-prefixes="#all">

  <xsl:template match="rec:site[$page = 'search']" mode="html:main" as="element()*">
    <edition-search data-lists="assets/search" data-latin="{@folds = 'latin'}" data-none="{lab:text('searchNone')}"
        data-found="{lab:text('searchFound')}" data-times="{lab:text('searchTimes')}" data-unread="{lab:text('searchUnread')}"
        data-more="{lab:text('searchMore')}" data-like="{lab:text('searchLike')}" data-busy="{lab:text('searchBusy')}"
        data-names-only="{lab:text('searchNamesOnly')}">
      <form role="search" hidden="">
        <label for="query"><xsl:value-of select="lab:text('searchLabel')"/></label>
        <div class="query">
          <input id="query" type="search" autocomplete="off" spellcheck="false" dir="auto" maxlength="300"/>
          <button type="submit"><xsl:value-of select="lab:text('search')"/></button>
        </div>
        <fieldset>
          <legend><xsl:value-of select="lab:text('searchIn')"/></legend>
          <xsl:for-each select="'all', 'text', 'reading', 'note', 'name'">
            <label class="choice">
              <input type="radio" name="kind" value="{.}">
                <xsl:if test="position() = 1">
                  <xsl:attribute name="checked" select="''"/>
                </xsl:if>
              </input>
              <xsl:text> </xsl:text>
              <span><xsl:value-of select="lab:text('search-' || .)"/></span>
            </label>
          </xsl:for-each>
        </fieldset>
        <p class="hint"><xsl:value-of select="lab:text('searchHint')"/></p>
      </form>
      <p class="status" role="status" aria-live="polite"/>
      <ol class="results"/>
      <!-- what the registers are called, for results among names -->
      <template>
        <xsl:for-each select="rec:page, rec:view">
          <span data-register="{@label}"><xsl:value-of select="lab:text(@label)"/></span>
        </xsl:for-each>
        <span data-register="texts"><xsl:value-of select="lab:text('texts')"/></span>
      </template>
    </edition-search>
    <noscript>
      <p><xsl:value-of select="lab:text('searchNoScript')"/></p>
      <ul class="registers">
        <xsl:apply-templates select="rec:page" mode="html:main"/>
      </ul>
    </noscript>
  </xsl:template>

</xsl:stylesheet>
