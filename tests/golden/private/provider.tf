# Made by eksgen from private.yaml. Change that file, not this one.

provider "aws" {
  region = "eu-central-1"
}
