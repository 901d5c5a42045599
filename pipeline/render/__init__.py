"""From the model to bytes: Word, PDF, and the JSON beside them."""
