"""Start runs, follow them through plan and apply, and stop them."""
