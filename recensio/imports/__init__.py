"""From a source to TEI: text, web page, word processor or foreign mark-up in; one valid TEI file and a report out."""
