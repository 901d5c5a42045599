"""Session packs: frozen, built, proven, and shown before they are built."""
