"""How long what is stored of a work may be: the columns' lengths, to which longer texts are cut."""

LONGEST_AUTHOR_NAME = 500  # characters
LONGEST_AFFILIATION = 500  # of one author, all of them together
LONGEST_LICENCE = 300
LONGEST_MERGE_REASON = 300
