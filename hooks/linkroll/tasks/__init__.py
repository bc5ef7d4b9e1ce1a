"""What commands and builds run: select, check, update, look up, fix."""
