"""Ask AWS what would stop a destroy half way, or would be left behind by it."""
