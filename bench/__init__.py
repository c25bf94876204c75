"""`make bench`: what Verso costs, each number beside its limit and a peer from the same run."""
