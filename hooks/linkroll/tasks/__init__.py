"""The tasks of commands and builds: select, check, update, look up and fix links."""
