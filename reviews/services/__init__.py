"""What people do, from the submission to the assessment: one function for each act.

submissions       ask for a review; accept or decline the submission alone
triage            propose to accept or decline; agree to it, or decide otherwise
triage_steps      the parts of that
invitations       invite a reviewer; accept, decline or withdraw the invitation
invitation_mails  send an invitation again, to a corrected address too
reviewing         begin and submit a review
confirming        ask whether a review is theirs; confirm or disown it; approve its signature
bylines           whether a review may bear its name
other_addresses   one name that was invited at two addresses
mailed_links      the links of the mails to a reviewer
guest_accounts    keep a guest's account
assessing         propose, approve and return the assessment
assessing_anew    open a round of the editors alone where an assessment is owed
accepting         accept a held review; publish a late one
reopening         a round of which no review is left goes back to its editors
releasing         let the reviewers of a round read each other
consulting        write in the private thread of a round
posting           send a round to its authors; post it
responding        hold the authors' response, post it
correcting        ask for a factual correction; accept it, or refuse it
asked_reviewers   ask the reviewers about the draft of an assessment; count who agrees
draft_answers     what a reviewer says of the draft
authorship        confirm who is an author, take it back; claim a work by ORCID iD
asked_authors     whose address was given as an author's, and so does not review
forum_claims      make a token for a forum post; have it checked; claim the work by it
known_authors     who is known to be an author, and how
left_matches      authors who edit or review the work: left to its editors
consent           ask authors whether they agree; keep their answers; erase their addresses
consent_steps     the parts of that
stopped_mails     stop the mails to an author who was asked, or send them again
declaring         declare competing interests, as a new editor of a work
act_interests  keep what an editor declares with one act, for all to read
editor_interests  keep what editors declare, beside what the catalogue shows; ask for it
wishes            suggest and oppose reviewers, name aspects, flag a work as sensitive
wishes_steps      the parts of that
opposed           whether the authors oppose whoever is to be invited
ending            withdraw a submission; publish why it was declined
pausing           pause a submission while its work is withdrawn at its source; resume it
left_works        end the review of a work that is withdrawn or retracted at its source
editors           give and take the roles of editors; limit them to subjects
handing_over      hand a work over to another editor
places            keep whether who leaves a place did anything in it but declare
policies          change the journal's policy
reasons           change the reasons to decline, which are a part of it
published_changes  the one way in which something published changes
withdrawing       withdraw a published review, response or assessment
redacting         redact a passage of a review, response or assessment; read the sealed original
redacting_replies  redact a passage of a revision, a correction or the outcome of an appeal
redacting_later_words  redact why an assessment was looked at again, decided on anew, or confirmed
redacting_issue_interests  redact what an editor declared of a work in an issue
redacting_declines  redact the published reasons of a decline
redaction_steps   the parts of those
named_editors     the step that refuses whom nobody may name second editor at triage
known_reviewers   who reviews a work, or is asked to
redacted_declarations  redact what an editor declared wherever they declared it of the work
redaction_events  the event of each redaction
signing           sign a published review later
replying          return a submitted review with a question, or refuse it
appealing         appeal against a decision; take, hand back, take over, uphold or dismiss it
appeals_upheld_together  uphold the other appeals against a decline that one takes back
later_versions    confirm that an assessment holds for a later version
reopening_decisions  save what is decided on an assessment that is looked at again
reopened_assessments  look again at the assessment of a work in an issue; decide on it
owed_assessments  whether a work is to be assessed anew
round_lapses      let a later round lapse, reopen it
lapsing           warn of a lapse, let a work lapse, reopen it
due_days          propose, set and extend the day on which a review is due
editor_days       give what waits for an editor a day; remind them of it
reminding         remind reviewers, and who is invited
mail_acts         stop a mail, or have it sent again
revising          declare a revision, decide what follows it; declare a version final

Each locks, asks `reviews/rules.py` whether it is allowed (the states are in `reviews/moves/`, the
numbers in `reviews/limits.py`), writes, records its event (`events/kinds.py`) and promises its
mails (`reviews/notifications.py`).
"""
