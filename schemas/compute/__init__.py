"""Parts of a node group, one file for each."""
