"""The anonymity crawl: everything the journal says to each role is searched for hidden people.

`world.py` fills a journal with hidden reviewers and names what must not be told of them; `roles.py`
says who asks, and what each may know; `addresses.py` finds every address there is; `search.py`
looks into the raw bytes of each answer. A new page is crawled by itself; one whose address needs a
new kind of argument fails `test_every_address_is_crawled` until `world.py` names a value for it.
"""
