"""Know what a URL is, whether it is alive, and whether it is what it says.

The modules form layers, and each imports only from those below it:
``cli`` → ``cards``, ``catalogue`` → ``sources``, ``network`` → ``verdicts``, ``records``,
``findings`` → ``markdown``, ``placeholders`` → ``urls``.
"""
