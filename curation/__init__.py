"""Eligibility, ranking, issues. Where a change begins:

rules.py          which works may enter an issue, and what an issue needs
limits.py         how many reviewers (the days of authors: reviews/limits.py)
ranking.py        how high a work is placed
services/         what editors do with an issue, and how they learn of new candidates
selectors/        what a page shows, and the evidence of an issue
"""
