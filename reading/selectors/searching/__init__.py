"""The page of a search: what an address asks for, the facets, the hits, and identifiers."""
