"""Redlines: two Word papers become one, in which every difference is a tracked change."""
