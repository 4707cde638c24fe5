"""How results look: one file a format."""
