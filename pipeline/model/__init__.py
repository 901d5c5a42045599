"""What things are: documents, sessions, findings. Frozen values without input or output."""
