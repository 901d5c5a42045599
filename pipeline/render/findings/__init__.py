"""Findings as forges, editors and dashboards read them. Pure: one file for each format; `formats` lists them."""
