"""The only modules that open files which a user named or which lie in a checkout.

A spec may come from a stranger's pull request, and with it every link, pipe and name in the repository.
`reading.py` reads, `writing.py` writes and removes; a test holds that no other module does.
"""
