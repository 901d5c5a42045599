"""The workspace as it is read: files, sections, baselines, documents."""
