# Made by eksgen from full.yaml. Change that file, not this one.

terraform {
  backend "s3" {
    bucket       = "acme-terraform-state"
    key          = "clusters/full.tfstate"
    region       = "us-west-2"
    encrypt      = true
    use_lockfile = true
    kms_key_id   = "arn:aws:kms:us-west-2:111122223333:key/0f4c1b7e-0000-4000-8000-00000000000d"
    profile      = "acme-state"
    assume_role = {
      role_arn = "arn:aws:iam::444455556666:role/TerraformState"
    }
  }
}
