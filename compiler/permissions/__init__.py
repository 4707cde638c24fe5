"""IAM policies for planning and applying: which actions, on which resources."""
