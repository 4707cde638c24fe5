# Made by eksgen from hybrid.yaml. Change that file, not this one.

provider "aws" {
  region = "eu-central-1"

  ignore_tags {
    key_prefixes = ["eks:", "elbv2.k8s.aws/", "k8s.io/", "karpenter.sh/", "kubernetes.io/cluster/"]
  }
}
