# Made by eksgen from hcp-terraform.yaml. Change that file, not this one.

terraform {
  cloud {
    organization = "acme"
    hostname     = "app.terraform.io"

    workspaces {
      name    = "eks-remote"
      project = "platform"
    }
  }
}
