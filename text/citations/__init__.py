"""Citations of works, reviews and issues: one plain record, and a pure writer for each format.

record.py     what is cited, in plain values
names.py      a name taken apart as bibliographies want it
bibtex.py     BibTeX
ris.py        RIS
csl_json.py   CSL-JSON
highwire.py   tags for the head of a page
schema_org.py JSON-LD
styles.py     a line for a list of references, in five styles
formats.py    all of them, as they are asked for
"""
