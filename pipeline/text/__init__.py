"""Pure work on text: pandoc's AST to blocks, numbering, references, words, style rules."""
