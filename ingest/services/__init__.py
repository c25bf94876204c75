"""What people do with links and sources.

checks   what editors do with the checks of submitted works at their source
links    look a pasted link up, and list the work
sources  what editors do with sources and with records that were refused
"""
