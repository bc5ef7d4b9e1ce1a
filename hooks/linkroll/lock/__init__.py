"""Records of links, their verdicts, the lock file, the check cache, and works."""
