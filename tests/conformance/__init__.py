"""What others say of our pages: the checkers that search engines and browsers' makers use.

They need Node and Java, so `make conformance` runs them and `make test` does not.
"""
