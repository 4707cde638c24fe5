"""What went wrong in a run, and what exists in AWS afterwards."""
