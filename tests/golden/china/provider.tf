# Made by eksgen from china.yaml. Change that file, not this one.

provider "aws" {
  region = "cn-northwest-1"
}
