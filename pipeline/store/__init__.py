"""The outside world: the workspace on disk, Git, the cache, atomic writes."""
