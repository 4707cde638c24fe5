# Made by eksgen from full.yaml. Change that file, not this one.

provider "aws" {
  region              = "us-west-2"
  allowed_account_ids = ["111122223333"]
  profile             = "acme"

  assume_role {
    role_arn = "arn:aws:iam::111122223333:role/TerraformDeploy"
  }

  ignore_tags {
    key_prefixes = ["eks:", "elbv2.k8s.aws/", "k8s.io/", "karpenter.sh/", "kubernetes.io/cluster/"]
    keys         = ["backup-plan"]
  }
}
