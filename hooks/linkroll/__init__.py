"""Know what a URL is, whether it is alive, and whether it is what it says.

The rooms form layers, and each imports only from its own and those below it. A test reads these
lines, and holds every module to them:

- ``cli``, ``commands``: the command `linkroll`; ``building``: one build of the site
- ``cards``, ``catalogue``, ``glossary``, ``people``, ``timeline``, ``searching``: what readers are
  shown; ``exports``, ``bibtex``, ``linked_data``, ``reports``: what programs and contributors are
- ``refresh``, ``asking``, ``lookup``: what an update, a check and `add` learn from the network
- ``planning``: what to ask about; ``facts``: what the answers make of records
- ``network``: asks the web, the only room with sockets; ``sources``: what others know of a thing;
  ``memory``: what earlier runs saw; ``bibliographies``: what Zotero exports
- ``records``, ``verdicts``, ``works``, ``importing``: what is known; ``findings``, ``review``,
  ``contradictions``, ``mislabelled``, ``changes``: what is wrong, and since which change;
  ``mending``, ``fixing``: the better address
- ``pages``, ``markdown``, ``tree``, ``marks``, ``attributes``: what stands on a page; ``editing``,
  ``inserting``: how to change it; ``placeholders``, ``titles``: whether it can be real
- ``urls``: what a URL identifies; ``kinds``: of which kind it is; ``site``, ``nav``: where this site
  is, and in which order it names its pages
"""
