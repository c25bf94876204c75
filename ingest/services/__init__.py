"""What people do with links and sources.

links    look a pasted link up, and list the work
sources  what editors do with sources and with records that were refused
"""
