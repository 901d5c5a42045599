"""Measurements of the product on sets of files that are not part of it."""
