"""Nodes: who starts them, their disks and pods, Fargate profiles and Karpenter."""
