"""What is known of each link: records, verdicts, the lock file, and the works they belong to."""
