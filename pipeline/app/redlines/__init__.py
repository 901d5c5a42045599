"""What changed, as tracked changes: redlines, review copies, pages of changes, and whose each change is."""
