"""`make bench`: the budgets of speed, measured on this machine. Beside the tests, since it checks and ships nothing."""
