"""Rules for the state and for drift."""
