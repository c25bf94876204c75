"""`make run`: the servers, the web process, the worker and the clock, started and kept together.

`__main__` is the supervisor, `prepare` a step of its own that ends before the first part starts, so
that the supervisor never loads Django.
"""
