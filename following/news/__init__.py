"""What is new of followed things, from the public events of the log, in the order of its chain.

kinds.py      which events are news, of what, and in which words
texts.py      the published texts that events are about, each as everybody may read it
collecting.py who is told what: one pass for many people
hits.py       what followed searches find among new texts
mails.py      the schedule that looks, and the mail
"""
