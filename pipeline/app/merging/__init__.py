"""Accepted proposals into the text, and out of it again."""
