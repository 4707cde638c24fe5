# Made by eksgen from control-plane.yaml. Change that file, not this one.

terraform {
  required_version = ">= 1.10"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 6.62, < 7"
    }
  }
}
