"""What people follow: preprints, subjects, people and searches. Where a change begins:

things.py     what can be followed, how it is written in one word, where its page and feed are
rules.py      how much one person may follow, and when they are told
services.py   what people do: follow, unfollow, name a search
selectors.py  the button on the pages of things, and the page of what somebody follows
news/         what is new of followed things, and the mail about it

Nobody but the person reads what they follow, nor does any page count who follows a thing.
"""
