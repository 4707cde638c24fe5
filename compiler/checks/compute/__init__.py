"""Rules for nodes that no node group has: Auto Mode, Fargate, hybrid nodes, Karpenter."""
