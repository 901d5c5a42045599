"""The review copy of a paper: the very same Word file with all proposals of a round as tracked changes."""
