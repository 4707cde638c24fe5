"""Read what the user passed: options, spec files, git revisions."""
