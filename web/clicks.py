"""One form sent twice: a second click, a reload, the back button."""

from datetime import timedelta

# What the same person asks again so soon, in the same words, is the same request.
SAME_CLICK = timedelta(seconds=30)
