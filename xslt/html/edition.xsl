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

  <!-- Conspectus siglorum: the witnesses of each text, or of several that have the same. -->
  <xsl:template match="rec:site[$page = 'witnesses']" mode="html:main" as="element()*">
    <xsl:for-each select="rec:witnesses">
      <section class="conspectus-of">
        <xsl:choose>
          <xsl:when test="count(rec:in) gt $html:many">
            <h2><xsl:value-of select="count(rec:in), lab:text('texts')"/></h2>
            <xsl:call-template name="html:scope"/>
          </xsl:when>
          <xsl:otherwise>
            <h2><xsl:call-template name="html:texts-listed"/></h2>
          </xsl:otherwise>
        </xsl:choose>
        <div class="scrolled" tabindex="0" role="region" aria-label="{lab:text('witnesses')}: {rec:in[1]/@title}">
          <table class="conspectus">
            <thead>
              <tr>
                <th scope="col"><xsl:value-of select="lab:text('siglum')"/></th>
                <th scope="col"><xsl:value-of select="lab:text('description')"/></th>
              </tr>
            </thead>
            <xsl:for-each-group select="rec:witness" group-adjacent="string(@group)">
              <tbody>
                <!-- (a list that is called as the page says no more) -->
                <xsl:if test="not(current-grouping-key() = ('', lab:text('witnesses')))">
                  <tr>
                    <th colspan="2" scope="rowgroup"><xsl:value-of select="current-grouping-key()"/></th>
                  </tr>
                </xsl:if>
                <xsl:apply-templates select="current-group()" mode="html:main"/>
              </tbody>
            </xsl:for-each-group>
          </table>
        </div>
      </section>
    </xsl:for-each>
  </xsl:template>

  <xsl:template match="rec:witness" mode="html:main" as="element()">
    <tr>
      <th scope="row">
        <xsl:call-template name="html:leading">
          <xsl:with-param name="text" select="(@siglum[. != ''], '–')[1]"/>
        </xsl:call-template>
      </th>
      <td>
        <bdi><xsl:value-of select="text()"/></bdi>
        <xsl:for-each select="rec:file">
          <xsl:text> </xsl:text>
          <a class="file" href="{@href}"><xsl:value-of select="lab:text(@label), @of[. != '']" separator=": "/></a>
        </xsl:for-each>
      </td>
    </tr>
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
      </xsl:for-each>
    </span>
  </xsl:template>

  <!-- What is said of the same texts stands together, above their titles. -->
  <xsl:template match="rec:site[$page = 'about']" mode="html:main" as="element()*">
    <xsl:for-each select="rec:statements">
      <section class="statements">
        <h2><xsl:value-of select="lab:text('about-' || @kind)"/></h2>
        <xsl:for-each select="rec:scope">
          <xsl:for-each select="rec:said">
            <p><xsl:call-template name="html:said"/></p>
          </xsl:for-each>
          <xsl:call-template name="html:scope"/>
        </xsl:for-each>
      </section>
    </xsl:for-each>
  </xsl:template>

  <xsl:template name="html:said" as="element()">
    <xsl:call-template name="html:leading">
      <xsl:with-param name="text" select="string(rec:words)"/>
    </xsl:call-template>
  </xsl:template>

  <xsl:template name="html:scope" as="element()?">
    <xsl:if test="rec:in">
      <div class="scope"><xsl:call-template name="html:said-in"/></div>
    </xsl:if>
  </xsl:template>

  <!-- The settings come first; what a header says in the same words is not said again. -->
  <xsl:template match="rec:site[$page = 'imprint']" mode="html:main" as="element()*">
    <xsl:where-populated>
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
    </xsl:where-populated>
    <xsl:if test="rec:statements">
      <h2><xsl:value-of select="lab:text('texts')"/></h2>
      <dl class="imprint">
        <xsl:for-each select="rec:statements">
          <dt><xsl:value-of select="html:imprint-label(@kind)"/></dt>
          <xsl:for-each select="rec:scope/rec:said">
            <dd>
              <xsl:call-template name="html:said"/>
              <!-- (below the last of those that are said of the same texts) -->
              <xsl:if test="empty(following-sibling::rec:said)">
                <xsl:for-each select="..">
                  <xsl:call-template name="html:scope"/>
                </xsl:for-each>
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
    <xsl:call-template name="html:whole-edition"/>
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
