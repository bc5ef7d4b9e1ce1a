"""Identify URLs, check whether links are alive, and whether they are what they say.

Packages, from the top down; each imports only from those below it (`tests/test_layers.py`):

- ``cli``: the command `linkroll`, one module for each of its commands
- ``site``: what readers and programs get: cards, listings, search entries, exports
- ``tasks``: what commands and builds run: select, check, update, look up, fix
- ``checker``: the only package that opens sockets
- ``metadata``: title, authors, date …, from pages and providers; ``lint``: findings without a network
- ``lock``: what is known of each link, and the file that keeps it
- ``markdown``: pages, their links and entries; ``placeholders``: URLs that cannot be real
- ``urls``: what a URL identifies
- ``kinds``, ``findings``, ``clock``, ``site_url``: the vocabulary that all of them share
"""

__version__ = "0.1.0"
