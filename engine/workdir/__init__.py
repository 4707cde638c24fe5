"""The working folder of a spec: its locks, its state, and what was applied last."""
