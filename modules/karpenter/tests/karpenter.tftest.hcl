mock_provider "aws" {}

variables {
  name              = "demo-karpenter"
  cluster_name      = "demo"
  partition         = "aws"
  region            = "us-west-2"
  account_id        = "111122223333"
  namespace         = "kube-system"
  controller_role   = { name = "demo-us-west-2-karpenter", path = "/eks/", tags = {} }
  node_role         = { name = "demo-us-west-2-karpenter-node", path = "/eks/", policy_arns = [], tags = {} }
  subnet_ids        = { us-west-2a = "subnet-0123456789abcdef0", us-west-2b = "subnet-0123456789abcdef1" }
  security_group_id = "sg-0123456789abcdef0"
  disk_keys         = {}
  cni_policy        = true
  ip_family         = "ipv4"
  tags              = { team = "platform" }
}

run "as_described" {
  command = plan

  assert {
    condition     = aws_eks_access_entry.node.type == "EC2_LINUX" && aws_eks_access_entry.node.principal_arn == "arn:aws:iam::111122223333:role/eks/demo-us-west-2-karpenter-node"
    error_message = "The nodes must be let into the cluster by their role."
  }

  assert {
    condition     = aws_eks_pod_identity_association.controller.namespace == "kube-system" && aws_eks_pod_identity_association.controller.service_account == "karpenter"
    error_message = "The service account of the chart must get the role of the controller."
  }

  assert {
    condition     = keys(aws_ec2_tag.subnet) == ["us-west-2a", "us-west-2b"] && aws_ec2_tag.subnet["us-west-2a"].key == "karpenter.sh/discovery" && aws_ec2_tag.security_group.value == "demo"
    error_message = "Karpenter must find the subnets and one security group by the tag."
  }

  assert {
    condition     = aws_sqs_queue.this.name == "demo-karpenter" && aws_sqs_queue.this.sqs_managed_sse_enabled && output.queue_name == "demo-karpenter"
    error_message = "The queue must be encrypted and have the given name."
  }

  assert {
    condition     = toset([for rule in aws_cloudwatch_event_rule.this : rule.name]) == toset(["demo-karpenter-capacity-reservation", "demo-karpenter-health", "demo-karpenter-rebalance", "demo-karpenter-spot-interruption", "demo-karpenter-state-change"]) && length(aws_cloudwatch_event_target.this) == 5
    error_message = "Five kinds of events must reach the queue."
  }

  assert {
    condition     = keys(aws_iam_policy.controller) == ["discovery", "instance-profiles", "interruption", "nodes"] && length(aws_iam_role_policy_attachment.controller) == 4
    error_message = "The controller must have one policy for each thing it does."
  }

  assert {
    condition     = alltrue([for statement in jsondecode(aws_iam_policy.controller["nodes"].policy).Statement : contains(["UseForNodes"], statement.Sid) || can(statement.Condition)])
    error_message = "Only what a node is made of may be used without the tags of the cluster."
  }

  assert {
    condition     = keys(aws_iam_role_policy_attachment.node) == ["AmazonEC2ContainerRegistryPullOnly", "AmazonEKSWorkerNodePolicy", "AmazonEKS_CNI_Policy", "AmazonSSMManagedInstanceCore"]
    error_message = "The role of the nodes must have what a node needs."
  }

  assert {
    condition     = output.node_role_arn == "arn:aws:iam::111122223333:role/eks/demo-us-west-2-karpenter-node" && length(aws_iam_role_policy.node) == 0
    error_message = "The role of the nodes must be the one that the module makes."
  }
}

# IAM takes 6,144 characters without white space for a policy, and a cluster name has up to 100.
run "policies_fit_with_the_longest_names" {
  command = plan

  variables {
    cluster_name = "c123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789"
    name         = "c12345678901234567890123456789012-karpenter"
    region       = "ap-southeast-2"
    partition    = "aws-us-gov"
  }

  assert {
    condition     = alltrue([for policy in aws_iam_policy.controller : length(policy.policy) <= 6144])
    error_message = "Every policy must be short enough for IAM."
  }

  assert {
    condition     = alltrue([for rule in aws_cloudwatch_event_rule.this : length(rule.name) <= 64 && length(rule.description) <= 512])
    error_message = "Every rule must have a name that is short enough for EventBridge."
  }
}

run "role_that_exists_in_china_with_keys" {
  command = plan

  variables {
    partition       = "aws-cn"
    region          = "cn-north-1"
    node_role       = { arn = "arn:aws-cn:iam::111122223333:role/nodes", name = "nodes", path = "/", policy_arns = [], tags = {} }
    disk_keys       = { managed = "arn:aws-cn:kms:cn-north-1:111122223333:key/0f4c1b7e-0000-4000-8000-00000000000a" }
    controller_role = { name = "demo-cn-north-1-karpenter", path = "/", tags = {} }
  }

  assert {
    condition     = length(aws_iam_role.node) == 0 && aws_eks_access_entry.node.principal_arn == "arn:aws-cn:iam::111122223333:role/nodes"
    error_message = "A role that exists must be used as it is."
  }

  assert {
    condition     = jsondecode(aws_iam_policy.controller["instance-profiles"].policy).Statement[0].Condition.StringEquals["iam:PassedToService"] == ["ec2.amazonaws.com", "ec2.amazonaws.com.cn"]
    error_message = "In China the role must be passed to both principals of EC2."
  }

  assert {
    condition     = jsondecode(aws_iam_policy.controller["disk-keys"].policy).Statement[1].Resource == ["arn:aws-cn:kms:cn-north-1:111122223333:key/0f4c1b7e-0000-4000-8000-00000000000a"]
    error_message = "The controller must be able to use the keys of the disks."
  }
}

run "more_for_the_nodes" {
  command = plan

  variables {
    node_role = { name = "nodes", path = "/", permissions_boundary = "arn:aws:iam::111122223333:policy/boundary", policy_arns = ["arn:aws:iam::111122223333:policy/shop"], policy = "{}", tags = { part = "nodes" } }
  }

  assert {
    condition     = aws_iam_role_policy_attachment.node["arn:aws:iam::111122223333:policy/shop"].policy_arn == "arn:aws:iam::111122223333:policy/shop" && aws_iam_role_policy.node["this"].policy == "{}"
    error_message = "The role must have the policies of its description."
  }

  assert {
    condition     = aws_iam_role.node["this"].permissions_boundary == "arn:aws:iam::111122223333:policy/boundary" && aws_iam_role.node["this"].tags["part"] == "nodes"
    error_message = "The role must have its boundary and its tags."
  }
}

run "refused" {
  command = plan

  variables {
    name              = "demo.karpenter"
    cluster_name      = "-demo"
    partition         = "aws-moon"
    region            = "moon"
    account_id        = "1"
    namespace         = "Kube"
    controller_role   = { name = "a b", path = "/", tags = {} }
    subnet_ids        = { us-west-2a = "demo" }
    security_group_id = "x"
  }

  expect_failures = [var.name, var.cluster_name, var.partition, var.region, var.account_id, var.namespace, var.controller_role, var.subnet_ids, var.security_group_id]
}

run "refused_of_another_partition" {
  command = plan

  variables {
    node_role = { name = "nodes", path = "/", policy_arns = ["arn:aws-cn:iam::111122223333:policy/shop"], tags = {} }
    disk_keys = { key = "arn:aws-cn:kms:cn-north-1:111122223333:key/0f4c1b7e-0000-4000-8000-00000000000a" }
  }

  expect_failures = [var.node_role, var.disk_keys]
}

run "refused_names" {
  command = plan

  variables {
    node_role = { name = "a b", path = "/", policy_arns = [], tags = {} }
  }

  expect_failures = [var.node_role]
}

run "nodes_of_an_ipv6_cluster" {
  command = plan

  variables {
    ip_family = "ipv6"
  }

  assert {
    condition     = keys(aws_iam_role_policy_attachment.node) == ["AmazonEC2ContainerRegistryPullOnly", "AmazonEKSWorkerNodePolicy", "AmazonSSMManagedInstanceCore"] && contains(jsondecode(aws_iam_role_policy.cni_ipv6["this"].policy).Statement[0].Action, "ec2:AssignIpv6Addresses")
    error_message = "The VPC CNI must be allowed to assign IPv6 addresses, which no policy of AWS allows."
  }
}

run "refused_family" {
  command = plan

  variables {
    ip_family = "IPv6"
  }

  expect_failures = [var.ip_family]
}

run "nodes_without_the_permissions_of_the_vpc_cni" {
  command = plan

  variables {
    cni_policy = false
  }

  assert {
    condition     = keys(aws_iam_role_policy_attachment.node) == ["AmazonEC2ContainerRegistryPullOnly", "AmazonEKSWorkerNodePolicy", "AmazonSSMManagedInstanceCore"] && length(aws_iam_role_policy.cni_ipv6) == 0
    error_message = "The service account of the VPC CNI has its permissions, so the nodes have not."
  }
}

run "nodes_without_the_permissions_of_the_vpc_cni_on_ipv6" {
  command = plan

  variables {
    cni_policy = false
    ip_family  = "ipv6"
  }

  assert {
    condition     = length(aws_iam_role_policy.cni_ipv6) == 0
    error_message = "The service account of the VPC CNI has its permissions, so the nodes have not."
  }
}
