"""The files of a published issue: `making` puts an issue together as a book, `files` has it made in
the background and keeps it."""
