"""Know what a URL is, whether it is alive, and whether it is what it says.

The rooms form layers, and each imports only from its own and those below it (a test holds it):

- ``cli``, ``commands``: the command `linkroll`; ``building``: one build of the site
- ``cards``, ``catalogue``, ``glossary``, ``timeline``, ``reports``, ``exports``, ``bibtex``: what is shown
- ``refresh``, ``asking``: checks and facts put to use; ``planning``, ``facts``: what to ask about
- ``network``: asks the web, the only room with sockets; ``sources``: what others know of a thing
- ``records``, ``verdicts``, ``review``, ``findings``: what is known, and what is wrong
- ``markdown``, ``placeholders``, ``titles``: what stands on a page, and whether it can be real
- ``urls``: what a URL identifies; ``site``: where the site is
"""
