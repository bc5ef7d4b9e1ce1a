"""Reports of a check: for terminals, programs, GitHub, code scanning and test dashboards."""
