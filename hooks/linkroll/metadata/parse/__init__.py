"""Fields of metadata, from the many ways in which they are written."""
