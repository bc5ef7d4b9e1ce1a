"""APIs that return metadata, one module each."""
