"""Preprints that are one work.

candidates  pairs that may be one: suggested, kept apart
resolve     after a record was stored: merge what is certainly one, suggest the rest
plan        what a merge will do, and whether it can be done; its preview shows the plan
merge       merge two, by hand or by itself
undo        undo a merge
merged_ids  which preprint stands for which
status      the status of two that become one, or two again
steps       what merging and undoing have in common: locks, renumbering, the event

Nobody is mailed of a merge or of its undoing. Both record their event in `steps.record_merge`; a
mail would be promised beside it.
"""
