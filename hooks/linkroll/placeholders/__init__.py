"""URLs that cannot be real, from their text alone."""
