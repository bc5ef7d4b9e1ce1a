"""Metadata in HTML pages."""
