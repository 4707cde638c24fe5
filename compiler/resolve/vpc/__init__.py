"""The parts of `network` besides subnets: ranges, NAT gateways, routes, the subnets of pods."""
