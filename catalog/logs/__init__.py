"""CloudWatch Logs and CloudTrail: log groups, trails, and the events of changes."""
