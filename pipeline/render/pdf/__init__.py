"""PDF papers: a typst program made from the model; templates/paper.typ says how it looks."""
