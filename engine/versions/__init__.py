"""Choose the versions of a lock file from what AWS offers; pure."""
