"""The outside world: the workspace on disk, Git, the cache, the clock, atomic writes."""
