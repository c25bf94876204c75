"""`make mutate`: single faults put into the code, to see which of them the tests notice.

`targets` says which files, `operators` which faults, `excluded` which of them say nothing,
`mutants` makes them, `coverage_map` knows which tests run a line, `worker` runs them.
"""
