"""Bounded, strict doors to foreign formats. Nothing here knows what a session is."""
