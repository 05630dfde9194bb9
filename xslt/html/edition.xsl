<?xml version="1.0" encoding="UTF-8"?>
<!-- Witnesses, what headers say of the edition, imprint, downloads. -->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:rec="urn:recensio:edition"
    xmlns:lab="urn:recensio:labels"
    xmlns:html="urn:recensio:html"
    xmlns="http://www.w3.org/1999/xhtml"
    exclude-result-prefixes="#all">

  <!-- Conspectus siglorum: every witness once, with the texts that it has. -->
  <xsl:template match="rec:site[$page = 'witnesses']" mode="html:main" as="element()*">
    <div class="scrolled" tabindex="0" role="region" aria-label="{lab:text('witnesses')}">
      <table class="conspectus">
        <thead>
          <tr>
            <th scope="col"><xsl:value-of select="lab:text('siglum')"/></th>
            <th scope="col"><xsl:value-of select="lab:text('description')"/></th>
            <th scope="col"><xsl:value-of select="lab:text('texts')"/></th>
          </tr>
        </thead>
        <xsl:for-each-group select="rec:witness" group-adjacent="string(@group)">
          <tbody>
            <xsl:if test="current-grouping-key() != ''">
              <tr>
                <th colspan="3" scope="rowgroup"><xsl:value-of select="current-grouping-key()"/></th>
              </tr>
            </xsl:if>
            <xsl:for-each select="current-group()">
              <tr>
                <th scope="row"><bdi><xsl:value-of select="@siglum"/></bdi></th>
                <td><bdi><xsl:value-of select="text()"/></bdi></td>
                <td><xsl:call-template name="html:said-in"/></td>
              </tr>
            </xsl:for-each>
          </tbody>
        </xsl:for-each-group>
      </table>
    </div>
  </xsl:template>

  <!-- The texts in which something is, each a link; many of them are folded in. -->
  <xsl:template name="html:said-in" as="element()*">
    <xsl:choose>
      <xsl:when test="count(rec:in) gt $html:many">
        <details>
          <summary><xsl:value-of select="count(rec:in), lab:text('texts')"/></summary>
          <xsl:call-template name="html:texts-listed"/>
        </details>
      </xsl:when>
      <xsl:when test="rec:in">
        <xsl:call-template name="html:texts-listed"/>
      </xsl:when>
    </xsl:choose>
  </xsl:template>

  <xsl:template name="html:texts-listed" as="element()">
    <span class="texts-listed">
      <xsl:for-each select="rec:in">
        <xsl:value-of select="if (position() gt 1) then ', ' else ''"/>
        <xsl:call-template name="html:leading">
          <xsl:with-param name="text" select="string(@title)"/>
        </xsl:call-template>
        <xsl:for-each select="following-sibling::*[1][self::rec:file]">
          <xsl:text> (</xsl:text>
          <a href="{@href}"><xsl:value-of select="lab:text(@label)"/></a>
          <xsl:text>)</xsl:text>
        </xsl:for-each>
      </xsl:for-each>
    </span>
  </xsl:template>

  <xsl:template match="rec:site[$page = 'about']" mode="html:main" as="element()*">
    <xsl:for-each select="rec:statements">
      <section class="statements">
        <h2><xsl:value-of select="lab:text('about-' || @kind)"/></h2>
        <xsl:for-each select="rec:said">
          <p>
            <xsl:call-template name="html:leading">
              <xsl:with-param name="text" select="string(rec:words)"/>
            </xsl:call-template>
          </p>
          <xsl:if test="rec:in">
            <div class="scope"><xsl:call-template name="html:said-in"/></div>
          </xsl:if>
        </xsl:for-each>
      </section>
    </xsl:for-each>
  </xsl:template>

  <!-- The settings come first; what a header says in the same words is not said again. -->
  <xsl:template match="rec:site[$page = 'imprint']" mode="html:main" as="element()*">
    <dl class="imprint">
      <xsl:call-template name="html:imprinted">
        <xsl:with-param name="kind" select="'editor'"/>
        <xsl:with-param name="words" select="rec:editor"/>
      </xsl:call-template>
      <xsl:call-template name="html:imprinted">
        <xsl:with-param name="kind" select="'publisher'"/>
        <xsl:with-param name="words" select="@publisher[. != '']"/>
      </xsl:call-template>
      <xsl:call-template name="html:imprinted">
        <xsl:with-param name="kind" select="'licence'"/>
        <xsl:with-param name="words" select="@licence[. != '']"/>
      </xsl:call-template>
      <xsl:call-template name="html:imprinted">
        <xsl:with-param name="kind" select="'address'"/>
        <xsl:with-param name="words" select="@url[. != '']"/>
      </xsl:call-template>
    </dl>
    <xsl:if test="rec:statements">
      <h2><xsl:value-of select="lab:text('texts')"/></h2>
      <dl class="imprint">
        <xsl:for-each select="rec:statements">
          <dt><xsl:value-of select="html:imprint-label(@kind)"/></dt>
          <xsl:for-each select="rec:said">
            <dd>
              <xsl:call-template name="html:leading">
                <xsl:with-param name="text" select="string(rec:words)"/>
              </xsl:call-template>
              <xsl:if test="rec:in">
                <div class="scope"><xsl:call-template name="html:said-in"/></div>
              </xsl:if>
            </dd>
          </xsl:for-each>
        </xsl:for-each>
      </dl>
    </xsl:if>
  </xsl:template>

  <xsl:template name="html:imprinted" as="element()*">
    <xsl:param name="kind" as="xs:string"/>
    <xsl:param name="words" as="node()*"/>
    <xsl:if test="$words">
      <dt><xsl:value-of select="html:imprint-label($kind)"/></dt>
      <xsl:for-each select="$words ! string()">
        <dd>
          <xsl:call-template name="html:leading">
            <xsl:with-param name="href" select=".[matches(., '^https?://\S+$')]"/>
            <xsl:with-param name="text" select="."/>
          </xsl:call-template>
        </dd>
      </xsl:for-each>
    </xsl:if>
  </xsl:template>

  <xsl:function name="html:imprint-label" as="xs:string">
    <xsl:param name="kind" as="xs:string"/>
    <xsl:variable name="label" as="xs:string" select="lab:text('imprint-' || $kind)"/>
    <xsl:sequence select="if (starts-with($label, 'imprint-')) then lab:text($kind) else $label"/>
  </xsl:function>

  <xsl:template match="rec:site[$page = 'downloads']" mode="html:main" as="element()*">
    <xsl:for-each select="rec:text[rec:file[@label != 'html']]">
      <section class="download">
        <h2><xsl:call-template name="html:title-of-text"/></h2>
        <ul class="files">
          <xsl:for-each select="rec:file[not(@label = 'html' or starts-with(@label, 'witness '))]">
            <li><a href="{@href}"><xsl:value-of select="lab:text(@label)"/></a></li>
          </xsl:for-each>
        </ul>
        <xsl:if test="rec:file[starts-with(@label, 'witness ')]">
          <p class="witness-files">
            <xsl:value-of select="lab:text('witnesses') || ':'"/>
            <xsl:for-each select="rec:file[starts-with(@label, 'witness ')]">
              <xsl:text> </xsl:text>
              <a href="{@href}"><bdi><xsl:value-of select="substring-after(@label, 'witness ')"/></bdi></a>
            </xsl:for-each>
          </p>
        </xsl:if>
      </section>
    </xsl:for-each>
  </xsl:template>

</xsl:stylesheet>
