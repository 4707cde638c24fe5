"""Rules for `network`: subnets and their addresses, ranges, routes, endpoints, flow logs, and who gets in."""
