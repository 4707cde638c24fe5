"""Rules for the region and its partition."""
