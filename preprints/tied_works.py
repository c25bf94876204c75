"""Which works show a row of another one: those that its relations tie it to (`web.page_cache`)."""

from web.page_cache.triggers import SHOWN_ELSEWHERE

# A row `r`: of a relation, the works that it names; of a location, the works that name it; of a
# preprint, the works that its relations name.
SHOWN_ELSEWHERE |= {
    "preprints.Relation": """
        SELECT l.preprint_id AS work FROM preprints_location l
        WHERE l.source = r.scheme AND l.external_id = r.external_id""",
    "preprints.Location": """
        SELECT t.preprint_id AS work FROM preprints_relation t
        WHERE t.scheme = r.source AND t.external_id = r.external_id""",
    "preprints.Preprint": """
        SELECT l.preprint_id AS work FROM preprints_relation t
        JOIN preprints_location l ON l.source = t.scheme AND l.external_id = t.external_id
        WHERE t.preprint_id = r.id""",
}
