"""Pages of Markdown: their links and entries, each with its place, and edits to them."""
