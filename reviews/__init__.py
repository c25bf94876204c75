"""From the submission to the assessment. Where a change begins:

services/         an act of a person: one function for each, named like the act
rules.py          whether the act is allowed (of revisions: revision_rules.py)
moves/            which state it needs, which state follows, what is recorded and mailed
limits.py         how many, and how long
errors.py         what is said where it is refused
notifications.py  who is mailed of it
mail_rows.py      the rows that such a mail is about
forms.py          what people send for it
form_kinds.py     which of these texts are saved while they are typed
selectors/        what a page shows
views/            the pages and their buttons
models/           what is stored, in which states, and which of them are public
"""
