"""`make bench`: measures the speed of eksgen on this machine and compares it with the budgets."""
