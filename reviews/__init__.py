"""From the submission to the assessment. Beside `rules.py`, `errors.py` and `forms.py`, which are
about reviews and assessments, each part of the process has its own (`appeal_rules.py`,
`author_forms.py`, `lapse_rules.py`, …); so have the mails (`clock_mails.py`, …). Where a change
begins:

services/         an act of a person: one function for each, named like the act
rules.py          whether the act is allowed
published.py      what the event log holds of what is published
policies.py       what the managing editors have chosen
moves/            which state it needs, which state follows, what is recorded and mailed
limits.py         how many, and how long
errors.py         what is said where it is refused
notifications.py  who is mailed of it
true_mails.py     whether a mail is still true when it is sent
editor_mails.py   which editors may read which mail, and who gets it instead
mail_rows.py      the rows that a mail is about
forms.py          what people send for it
form_kinds.py     which of these texts are saved while they are typed
selectors/        what a page shows
views/            the pages and their buttons
models/           what is stored, in which states, and which of them are public
"""
