# Made by eksgen from production.yaml. Change that file, not this one.

terraform {
  backend "s3" {
    bucket       = "acme-terraform-state"
    key          = "clusters/prod.tfstate"
    region       = "eu-west-1"
    encrypt      = true
    use_lockfile = true
  }
}
