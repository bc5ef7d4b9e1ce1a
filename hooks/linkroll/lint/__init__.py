"""Findings from pages and the lock, without a network, and how they are reported."""
