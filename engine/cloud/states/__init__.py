"""Read the states of a workspace: the current one, and one that HCP could not save."""
