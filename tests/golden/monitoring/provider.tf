# Made by eksgen from monitoring.yaml. Change that file, not this one.

provider "aws" {
  region              = "eu-west-1"
  allowed_account_ids = ["111122223333"]

  ignore_tags {
    key_prefixes = ["eks:", "elbv2.k8s.aws/", "k8s.io/", "karpenter.sh/", "kubernetes.io/cluster/"]
  }
}
