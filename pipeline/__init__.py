"""From Markdown sections in Git to the session papers of a committee; see docs/explanation/architecture.md."""

__version__ = "0.1.0"
