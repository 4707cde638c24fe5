# Made by eksgen from load-balancers-kubernetes.yaml. Change that file, not this one.

terraform {
  required_version = ">= 1.10"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.95, < 7"
    }
  }
}
