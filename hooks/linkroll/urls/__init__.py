"""What a URL identifies, from its text alone: key, kind, canonical form, companions."""
