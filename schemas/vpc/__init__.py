"""Parts of `network`, one file for each."""
