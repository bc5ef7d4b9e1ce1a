"""Metadata that any HTML page states about itself."""
