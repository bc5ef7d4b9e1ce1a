"""The only package that opens sockets: checks whether links are alive, and what they are."""
