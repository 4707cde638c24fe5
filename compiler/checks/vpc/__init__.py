"""Rules for the parts of `network` besides subnets: ranges, NAT gateways, routes, endpoints, flow logs."""
