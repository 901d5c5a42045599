"""What members send, read into comments: YAML submissions, a matrix filled in by hand, tolerant references."""
