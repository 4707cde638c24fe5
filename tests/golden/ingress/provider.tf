# Made by eksgen from ingress.yaml. Change that file, not this one.

provider "aws" {
  region              = "us-west-2"
  allowed_account_ids = ["111122223333"]

  ignore_tags {
    key_prefixes = ["eks:", "elbv2.k8s.aws/", "k8s.io/", "karpenter.sh/", "kubernetes.io/cluster/"]
  }
}
