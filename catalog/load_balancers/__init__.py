"""Load balancers: their kinds and rules, and the annotations of Services and Ingresses that make them."""
