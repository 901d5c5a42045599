"""From a document to the files of its paper, and of what goes with it."""
