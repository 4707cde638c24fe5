# Made by eksgen from china.yaml. Change that file, not this one.

provider "aws" {
  region = "cn-northwest-1"

  ignore_tags {
    key_prefixes = ["eks:", "elbv2.k8s.aws/", "k8s.io/", "karpenter.sh/", "kubernetes.io/cluster/"]
  }
}
