"""Feeds: what is new, as Atom, RSS and JSON Feed.

`entries` reads a feed from the database, `atom`, `rss` and `json_feed` write it, `views` answers.
"""
