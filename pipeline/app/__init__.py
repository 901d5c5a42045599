"""One use case per file: read, decide, write."""
