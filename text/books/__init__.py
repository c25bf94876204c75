"""An issue as one file to keep: an EPUB, and what Typst makes a PDF from.

`book` is what both are made from: chapters of safe HTML, as on the pages. `chapters` reads them
into trees; `epub` writes these as XHTML, `typst_tree` as plain values that a template walks.
"""
