"""Title, authors, date, venue: from a page's HTML, from providers' APIs, merged into records."""
