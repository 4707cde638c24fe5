# For a copy of the module that has overrides/autoscaled.tf beside it as autoscaled_override.tf.

mock_provider "aws" {
  mock_resource "aws_iam_role" {
    defaults = { arn = "arn:aws:iam::111122223333:role/demo-us-west-2-web" }
  }

  mock_resource "aws_launch_template" {
    defaults = { id = "lt-0123456789abcdef0", latest_version = 1 }
  }

  mock_resource "aws_eks_node_group" {
    defaults = { resources = [{ autoscaling_groups = [{ name = "eks-web" }], remote_access_security_group_id = "" }] }
  }
}

variables {
  group                = "web"
  node_group_name      = "web-4f1c2a9b"
  role                 = { name = "demo-us-west-2-web", path = "/", policy_arns = [], tags = {} }
  launch_template_name = "demo-web"
  cluster_name         = "demo"
  kubernetes_version   = "1.34"
  partition            = "aws"
  subnet_ids           = ["subnet-0123456789abcdef0"]
  ami_type             = "AL2023_x86_64_STANDARD"
  capacity_type        = "ON_DEMAND"
  instance_types       = ["m7i.large"]
  scaling              = { min = 2, max = 10, desired = 3 }
  labels               = {}
  taints               = []
  disk                 = { device = "/dev/xvda", size = 20, type = "gp3", encrypted = true }
  imds                 = { hop_limit = 1 }
  update               = { max_unavailable = 1, force = false, strategy = "DEFAULT" }
  repair               = null
  instance             = { name = "demo-web", detailed_monitoring = false, enclaves = false }
  user_data            = []
  ssh                  = { port = 22, sources = [] }
  vpc_id               = "vpc-0123456789abcdef0"
  extra_disks          = {}
  placement            = {}
  capacity_reservation = null
  efa_cards            = 0
  security_group_ids   = ["sg-0123456789abcdef0"]
  public_ip            = false
  ssm                  = true
  cni_policy           = true
  ip_family            = "ipv4"
  after                = []
  tags                 = {}
}

run "group_is_made_with_the_wanted_number" {
  assert {
    condition     = aws_eks_node_group.this["this"].scaling_config[0].desired_size == 3
    error_message = "The first number of nodes must be the wanted one."
  }
}

run "later_the_number_belongs_to_the_autoscaler_and_the_bounds_to_the_spec" {
  command = plan

  variables {
    scaling = { min = 2, max = 12, desired = 7 }
  }

  assert {
    condition     = aws_eks_node_group.this["this"].scaling_config[0].desired_size == 3
    error_message = "A changed number of wanted nodes must be ignored."
  }

  assert {
    condition     = aws_eks_node_group.this["this"].scaling_config[0].max_size == 12
    error_message = "A changed bound must not be ignored."
  }
}
