"""Set a workspace up: its settings, its variables, and the trust policy of the roles that its runs assume."""
