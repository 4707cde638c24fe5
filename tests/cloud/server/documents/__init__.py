"""Resources as JSON:API documents."""
