"""The entry of a cluster in a kubeconfig: what it says, which file it goes to, and how it gets there."""
