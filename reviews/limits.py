"""How many and how long, in the review process: the numbers that its rules and forms keep to.

What the managing editors may choose is a policy instead (`models/policy.py`). An invitation has no
last day of its own: it lives until its round closes. docs/reference/limits.md says the same for
people; `make check` compares them.
"""

INTEREST_YEARS = 4  # back, in which a common work is a competing interest
INVITED_AT_ONCE = 10  # people whom one form invites to review
INVITATION_MAILS_A_DAY = 3  # to one address, asked for by one editor
REVIEWER_MAILS_A_DAY = 3  # of one kind about one review: "Is this your review?", "Keep it"
DAYS_PROPOSED_A_DAY = 3  # by one who is invited, in place of the day of the invitation
SUBMISSIONS_OF_A_WORK = 3  # in a day, of one work by one person, who withdrew it between
REINVITE_AFTER_DAYS = 1  # a withdrawn invitation bars a new one to the same address this long
MOST_POLICY_DAYS = 365  # that managing editors may set
MAILS_FROM_HOUR = 8  # reminders come from this hour of the reader's day on
MOST_DUE_DAYS = 366  # from today, to the latest day on which a review may be due
MAX_TEXT = 60_000  # characters of one field of a form
ACCEPTED_REVIEW_DAYS = 14  # at least, for who accepts an invitation late
RETURNED_REVIEW_DAYS = 14  # at least, for who gets a review back with a question
CORRECTIONS_A_ROUND = 40  # that its authors ask for
CORRECTION_CHARACTERS = 2000  # of what is wrong, of what is right, and of the answer
PASSAGE_CHARACTERS = 500  # that one redaction takes out of a published text
THREAD_ENTRIES_A_DAY = 20  # by one person, in the thread of one round
PROPOSAL_MAIL_MINUTES = 60  # after the last change of a proposal, until editors are mailed again
ANSWERED_REVIEWS = 12  # of a round, that a revision has a field for each to answer
CONSENT_MAILS_A_DAY = 10  # in which one person has authors asked whether they agree
CONSENT_MAILS_TO_ONE = 3  # a day to one address, whoever has it asked, about whichever works
CONSENT_CHANGES_A_DAY = 4  # of one submission by one person, or by one link
CONSENT_ADDRESSES = 20  # of authors of one submission that are asked
WORKS_CLAIMED = 500  # at one sign-in with an ORCID iD
TOKEN_DAYS = 7  # that a token on the profile at a forum can be checked
TOKEN_CHECKS_A_DAY = 10  # that one person has made, of all their tokens
TOKEN_CHECK_MINUTES = 15  # after which a check without an answer can be asked for again
HAND_OVER_REFUSALS_A_DAY = 3  # to one person who names people that cannot take a work over
NAMED_REVIEWERS = 10  # whom the authors of a submission suggest, and as many whom they oppose
LOWEST_STRENGTH = "solid"  # of evidence: the word (a term's slug) that an issue asks for
DECLINE_REASONS = 20  # of the policy, those that are not offered any more among them
DECLINE_WORDS = 80  # characters of one of them
DECLINE_CODE_CHARACTERS = 24  # of its code, which is made from its words
AUTHORS_OFFERED = 200  # among whom an editor chooses the author who submitted the work
