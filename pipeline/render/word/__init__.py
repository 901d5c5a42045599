"""Word papers: the body, notes and running heads are XML of our own; python-docx keeps the package."""
