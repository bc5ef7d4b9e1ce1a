"""What readers and programs get: cards, listings, search entries, exports."""
