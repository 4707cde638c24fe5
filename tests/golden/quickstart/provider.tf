# Made by eksgen from quickstart.yaml. Change that file, not this one.

provider "aws" {
  region = "us-west-2"
}
