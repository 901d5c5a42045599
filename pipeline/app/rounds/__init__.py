"""A round of comments: what came in, where it stands, what the secretariat decides."""
