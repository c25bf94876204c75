"""How long what people say of themselves may be, in characters.

docs/reference/limits.md says the same for people; `make check` compares them.
"""

MAX_NAME = 200  # wherever a person's name is typed or kept
MAX_PSEUDONYM = 60
MAX_BIO = 2_000
