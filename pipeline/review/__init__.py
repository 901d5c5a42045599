"""What becomes of comments: where they point today, what collides, what was decided, what is merged. Pure."""
