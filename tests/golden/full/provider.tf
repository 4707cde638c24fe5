# Made by eksgen from full.yaml. Change that file, not this one.

provider "aws" {
  region              = "us-west-2"
  allowed_account_ids = ["111122223333"]
}
