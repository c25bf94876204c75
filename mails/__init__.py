"""What the journal mails. Where a change begins:

kinds.py      every kind of mail: when, to whom, from which template, whether it can be turned off;
              its rows are in account_kinds.py, reader_kinds.py, submission_kinds.py,
              review_kinds.py, assessment_kinds.py and issue_kinds.py
kind.py       what a row of that table says
promising.py  a mail is a row first, beside its row of the outbox
sending.py    what happens when its turn comes
digests.py    the mails of a day in one
models.py     what is stored of a mail, and of what people chose
services.py   what people do: choose, turn off (editors stop a mail and send it again in reviews)
"""
