"""Rules for `loadBalancers`: listeners, health checks, targets and options must fit the type."""
