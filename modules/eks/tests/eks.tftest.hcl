mock_provider "aws" {}

variables {
  name                = "demo"
  role                = { name = "demo-us-west-2-cluster", path = "/", policy_arns = [], tags = {} }
  kubernetes_version  = "1.34"
  support_type        = "STANDARD"
  partition           = "aws"
  vpc_id              = "vpc-0123456789abcdef0"
  subnet_ids          = ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"]
  ip_family           = "ipv4"
  service_ipv4_cidr   = "172.20.0.0/16"
  endpoint            = { private = true, public = false, public_cidrs = [], sources = [] }
  node_ingress        = {}
  log_types           = ["api", "audit", "authenticator"]
  log_group_name      = "/aws/eks/demo/cluster"
  secrets_encryption  = { this = { key_arn = "arn:aws:kms:us-west-2:111122223333:key/11111111-2222-3333-4444-555555555555" } }
  authentication_mode = "API"
  other_node_groups   = []
  access_entries = {
    platform = {
      principal_arn     = "arn:aws:iam::111122223333:role/PlatformAdmin"
      type              = "STANDARD"
      kubernetes_groups = []
      policies          = { cluster-admin = { policy_arn = "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy", namespaces = [] } }
      tags              = {}
    }
    developers = {
      principal_arn     = "arn:aws:iam::111122223333:role/Dev"
      type              = "STANDARD"
      kubernetes_groups = ["dev-readers"]
      user_name         = "dev"
      policies          = { view = { policy_arn = "arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy", namespaces = ["shop"] } }
      tags              = { owner = "shop" }
    }
    runners = {
      principal_arn     = "arn:aws:iam::111122223333:role/Runner"
      type              = "EC2_LINUX"
      kubernetes_groups = []
      policies          = {}
      tags              = {}
    }
  }
  region                = "us-west-2"
  account_id            = "111122223333"
  auto_mode             = {}
  remote_networks       = {}
  security_groups       = { additional = [] }
  pods_in_cluster_group = false
  tags                  = { team = "platform" }
}

run "control_plane_is_closed_and_belongs_to_nobody_by_accident" {
  command = plan

  assert {
    condition     = aws_eks_cluster.this.vpc_config[0].endpoint_private_access && !aws_eks_cluster.this.vpc_config[0].endpoint_public_access
    error_message = "The API must answer inside the VPC only."
  }

  assert {
    condition     = !aws_eks_cluster.this.access_config[0].bootstrap_cluster_creator_admin_permissions && !aws_eks_cluster.this.bootstrap_self_managed_addons
    error_message = "Neither the caller nor EKS may put anything into the cluster unasked."
  }

  assert {
    condition     = aws_eks_cluster.this.access_config[0].authentication_mode == "API" && aws_eks_cluster.this.version == "1.34" && aws_eks_cluster.this.upgrade_policy[0].support_type == "STANDARD"
    error_message = "Mode, version and support must be the given ones."
  }

  assert {
    condition     = aws_eks_cluster.this.enabled_cluster_log_types == toset(["api", "audit", "authenticator"])
    error_message = "The control plane must write the given logs."
  }

  assert {
    condition     = aws_eks_cluster.this.encryption_config[0].resources == toset(["secrets"]) && aws_eks_cluster.this.encryption_config[0].provider[0].key_arn == var.secrets_encryption["this"].key_arn
    error_message = "Secrets must be encrypted with the given key."
  }

  assert {
    condition     = aws_eks_cluster.this.kubernetes_network_config[0].service_ipv4_cidr == "172.20.0.0/16" && output.service_cidr == "172.20.0.0/16" && output.dns_address == "172.20.0.10" && aws_eks_cluster.this.kubernetes_network_config[0].ip_family == "ipv4" && length(aws_vpc_security_group_egress_rule.nodes_to_anywhere_ipv6) == 0
    error_message = "Services must get the given range."
  }

  assert {
    condition     = output.cluster_name == "demo" && aws_eks_cluster.this.tags == tomap({ team = "platform", Name = "demo" })
    error_message = "The cluster must carry its name and the tags."
  }

  assert {
    condition     = aws_iam_role.cluster["this"].name == "demo-us-west-2-cluster" && jsondecode(aws_iam_role.cluster["this"].assume_role_policy).Statement[0] == { Effect = "Allow", Action = ["sts:AssumeRole", "sts:TagSession"], Principal = { Service = "eks.amazonaws.com" } }
    error_message = "Only EKS may take the cluster's role."
  }

  assert {
    condition     = [for attachment in aws_iam_role_policy_attachment.cluster : attachment.policy_arn] == ["arn:aws:iam::aws:policy/AmazonEKSClusterPolicy"]
    error_message = "The role needs the cluster policy and no other managed one."
  }

  assert {
    condition     = jsondecode(aws_iam_role_policy.deny_log_group["this"].policy).Statement[0] == { Effect = "Deny", Action = "logs:CreateLogGroup", Resource = "*" }
    error_message = "EKS must not bring a deleted log group back."
  }

  assert {
    condition     = toset(flatten([for statement in jsondecode(aws_iam_role_policy.secrets_encryption["this"].policy).Statement : statement.Action])) == toset(["kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:ListGrants", "kms:CreateGrant"]) && alltrue([for statement in jsondecode(aws_iam_role_policy.secrets_encryption["this"].policy).Statement : statement.Resource == var.secrets_encryption["this"].key_arn])
    error_message = "The role must be able to use the key of the secrets and no other."
  }
}

run "one_tagged_group_and_named_ports" {
  command = plan

  assert {
    condition     = aws_ec2_tag.node_cluster.key == "kubernetes.io/cluster/demo" && aws_ec2_tag.node_cluster.value == "owned" && !can(aws_security_group.control_plane["this"].tags["kubernetes.io/cluster/demo"])
    error_message = "Exactly the nodes' group must carry the cluster's tag."
  }

  assert {
    condition     = { for key, rule in aws_vpc_security_group_ingress_rule.nodes_from_control_plane : key => "${rule.ip_protocol}/${rule.from_port}-${rule.to_port}" } == { https = "tcp/443-443", kubelet = "tcp/10250-10250", webhooks = "tcp/1025-65535" }
    error_message = "The control plane must reach the nodes on 443, the kubelet and unprivileged ports."
  }

  assert {
    condition     = { for key, rule in aws_vpc_security_group_egress_rule.control_plane_to_nodes : key => "${rule.ip_protocol}/${rule.from_port}-${rule.to_port}" } == { for key, rule in aws_vpc_security_group_ingress_rule.nodes_from_control_plane : key => "${rule.ip_protocol}/${rule.from_port}-${rule.to_port}" }
    error_message = "What the nodes let in the control plane must let out."
  }

  assert {
    condition     = aws_vpc_security_group_ingress_rule.control_plane_from_nodes["this"].from_port == 443 && aws_vpc_security_group_ingress_rule.control_plane_from_nodes["this"].to_port == 443 && aws_vpc_security_group_ingress_rule.control_plane_from_nodes["this"].cidr_ipv4 == null
    error_message = "The control plane must let in the nodes on 443 and no address range."
  }

  assert {
    condition     = aws_vpc_security_group_ingress_rule.nodes_from_nodes.ip_protocol == "-1" && aws_vpc_security_group_ingress_rule.nodes_from_nodes.cidr_ipv4 == null
    error_message = "Nodes must reach each other, and no address range may reach them."
  }
}

run "access_entries_say_who_may_do_what" {
  command = plan

  assert {
    condition     = keys(aws_eks_access_entry.this) == ["developers", "platform", "runners"] && aws_eks_access_entry.this["developers"].user_name == "dev" && aws_eks_access_entry.this["developers"].kubernetes_groups == toset(["dev-readers"])
    error_message = "Every entry must stand under its name with its groups."
  }

  assert {
    condition     = keys(aws_eks_access_policy_association.this) == ["platform/cluster-admin"] && keys(aws_eks_access_policy_association.scoped) == ["developers/view"]
    error_message = "Every policy must be bound under the names of its entry and itself."
  }

  assert {
    condition     = aws_eks_access_policy_association.this["platform/cluster-admin"].access_scope[0].type == "cluster" && aws_eks_access_policy_association.scoped["developers/view"].access_scope[0].type == "namespace" && aws_eks_access_policy_association.scoped["developers/view"].access_scope[0].namespaces == toset(["shop"])
    error_message = "A policy must hold in its namespaces, and in the whole cluster when it names none."
  }

  assert {
    condition     = aws_eks_access_policy_association.scoped["developers/view"].principal_arn == "arn:aws:iam::111122223333:role/Dev"
    error_message = "A policy must be bound to the principal of its entry."
  }

  assert {
    condition     = aws_eks_access_entry.this["developers"].tags == tomap({ owner = "shop", team = "platform" })
    error_message = "An entry must have its own tags."
  }
}

run "refuses_an_administrator_of_the_cluster_in_namespaces" {
  command = plan

  variables {
    access_entries = {
      shop = {
        principal_arn     = "arn:aws:iam::111122223333:role/Shop"
        type              = "STANDARD"
        kubernetes_groups = []
        policies          = { cluster-admin = { policy_arn = "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy", namespaces = ["shop"] } }
        tags              = {}
      }
    }
  }

  expect_failures = [var.access_entries]
}

run "china_with_a_limited_public_endpoint_and_amazons_key" {
  command = plan

  variables {
    partition          = "aws-cn"
    endpoint           = { private = true, public = true, public_cidrs = ["203.0.113.0/24"], sources = [] }
    secrets_encryption = {}
    access_entries     = {}
    log_types          = []
    log_group_name     = ""
  }

  assert {
    condition     = [for attachment in aws_iam_role_policy_attachment.cluster : attachment.policy_arn] == ["arn:aws-cn:iam::aws:policy/AmazonEKSClusterPolicy"] && jsondecode(aws_iam_role.cluster["this"].assume_role_policy).Statement[0].Principal.Service == "eks.amazonaws.com"
    error_message = "Policies must be those of the partition; the principal of EKS is the same everywhere."
  }

  assert {
    condition     = aws_eks_cluster.this.vpc_config[0].endpoint_public_access && aws_eks_cluster.this.vpc_config[0].public_access_cidrs == toset(["203.0.113.0/24"])
    error_message = "The public endpoint must answer the listed ranges only."
  }

  assert {
    condition     = length(aws_eks_cluster.this.encryption_config) == 0 && length(aws_iam_role_policy.secrets_encryption) == 0
    error_message = "Without a key of ours there must be no encryption block and no policy for it."
  }

  assert {
    condition     = length(aws_eks_access_entry.this) + length(aws_eks_access_policy_association.this) + length(aws_eks_access_policy_association.scoped) == 0
    error_message = "Without entries nobody may be let in."
  }
}

run "sources_of_every_kind_reach_the_private_endpoint" {
  command = plan

  variables {
    name           = "sg-demo_1"
    log_group_name = "/aws/eks/sg-demo_1/cluster"
    endpoint       = { private = true, public = false, public_cidrs = [], sources = ["10.0.0.0/8", "2001:db8::/32", "sg-0123456789abcdef0", "pl-0123456789abcdef0"] }
    node_ingress = {
      "tcp/30000-32767/2001:db8::/32" = { source = "2001:db8::/32", protocol = "tcp", from_port = 30000, to_port = 32767, description = "NodePorts" }
      "icmp/10.0.0.0/8"               = { source = "10.0.0.0/8", protocol = "icmp", from_port = -1, to_port = -1, description = "ICMP from 10.0.0.0/8" }
      "all/sg-0123456789abcdef0"      = { source = "sg-0123456789abcdef0", protocol = "-1", description = "" }
      "udp/53/pl-0123456789abcdef0"   = { source = "pl-0123456789abcdef0", protocol = "udp", from_port = 53, to_port = 53, description = "DNS" }
    }
  }

  assert {
    condition     = aws_vpc_security_group_ingress_rule.control_plane_from_sources["10.0.0.0/8"].cidr_ipv4 == "10.0.0.0/8" && aws_vpc_security_group_ingress_rule.control_plane_from_sources["2001:db8::/32"].cidr_ipv6 == "2001:db8::/32" && aws_vpc_security_group_ingress_rule.control_plane_from_sources["2001:db8::/32"].cidr_ipv4 == null && aws_vpc_security_group_ingress_rule.control_plane_from_sources["sg-0123456789abcdef0"].referenced_security_group_id == "sg-0123456789abcdef0" && aws_vpc_security_group_ingress_rule.control_plane_from_sources["pl-0123456789abcdef0"].prefix_list_id == "pl-0123456789abcdef0"
    error_message = "A range, a security group and a prefix list must each have their rule."
  }

  assert {
    condition     = alltrue([for rule in aws_vpc_security_group_ingress_rule.control_plane_from_sources : rule.from_port == 443 && rule.to_port == 443])
    error_message = "Only HTTPS may be open."
  }

  assert {
    condition     = aws_security_group.node.name == "eks-sg-demo_1-node" && aws_security_group.control_plane["this"].name == "eks-sg-demo_1-control-plane" && aws_eks_cluster.this.name == "sg-demo_1"
    error_message = "The name of a security group must not start with \"sg-\"."
  }

  assert {
    condition     = { for key, rule in aws_vpc_security_group_ingress_rule.nodes_from_sources : key => join(" ", [for part in [rule.ip_protocol, rule.from_port, rule.to_port, rule.cidr_ipv4, rule.cidr_ipv6, rule.referenced_security_group_id, rule.prefix_list_id] : part if part != null]) } == { "tcp/30000-32767/2001:db8::/32" = "tcp 30000 32767 2001:db8::/32", "icmp/10.0.0.0/8" = "icmp -1 -1 10.0.0.0/8", "all/sg-0123456789abcdef0" = "-1 sg-0123456789abcdef0", "udp/53/pl-0123456789abcdef0" = "udp 53 53 pl-0123456789abcdef0" }
    error_message = "Every rule of the nodes must have its protocol, its ports and one source."
  }
}

# Each run breaks one rule of as many variables as possible, because starting a plan is what costs time. A
# rule that looks at another variable is asked only when that one is right.

run "refuses_what_is_out_of_form" {
  command = plan

  variables {
    region              = "us-west"
    account_id          = "1111"
    auto_mode           = { other = { node_pools = [], node_role = { name = "a", path = "/", policy_arns = [], tags = {} } } }
    remote_networks     = { other = { nodes = ["10.80.0.0/16"], pods = [], node_role = { provider = "ssm", name = "a", path = "/", policy_arns = [], tags = {} } } }
    name                = "-demo"
    kubernetes_version  = "1.34.1"
    support_type        = "standard"
    partition           = "aws-moon"
    vpc_id              = "main"
    subnet_ids          = ["subnet-0123456789abcdef0"]
    service_ipv4_cidr   = "172.20.0.0/8"
    endpoint            = { private = false, public = false, public_cidrs = [], sources = [] }
    node_ingress        = { a = { source = "world", protocol = "sctp", description = "a > b" } }
    log_types           = ["kubelet"]
    secrets_encryption  = { other = { key_arn = "arn:aws:kms:us-west-2:111122223333:key/1" } }
    authentication_mode = "CONFIG_MAP"
    access_entries      = { a = { principal_arn = "arn:aws:sts::111122223333:assumed-role/Dev/me", type = "STANDARD", kubernetes_groups = [], policies = {}, tags = {} } }
    other_node_groups   = ["default"]
  }

  expect_failures = [
    var.other_node_groups,
    var.name, var.kubernetes_version, var.support_type, var.partition, var.vpc_id, var.subnet_ids,
    var.service_ipv4_cidr, var.endpoint, var.node_ingress, var.log_types, var.secrets_encryption, var.authentication_mode, var.access_entries,
    var.region, var.account_id, var.auto_mode, var.remote_networks,
  ]
}

run "pods_and_services_have_ipv6_addresses" {
  command = plan

  variables {
    ip_family         = "ipv6"
    service_ipv4_cidr = null
  }

  assert {
    condition     = aws_eks_cluster.this.kubernetes_network_config[0].ip_family == "ipv6" && aws_vpc_security_group_egress_rule.nodes_to_anywhere_ipv6["this"].cidr_ipv6 == "::/0" && aws_vpc_security_group_egress_rule.nodes_to_anywhere.cidr_ipv4 == "0.0.0.0/0"
    error_message = "The cluster must have IPv6, and its nodes a way out for both kinds of addresses."
  }
}

run "refuses_a_service_range_with_ipv6" {
  command = plan

  variables {
    ip_family = "ipv6"
  }

  expect_failures = [var.service_ipv4_cidr]
}

run "refuses_a_family_that_does_not_exist" {
  command = plan

  variables {
    ip_family = "IPv6"
  }

  expect_failures = [var.ip_family]
}

run "refuses_what_aws_would_open_or_refuse" {
  command = plan

  variables {
    role               = { name = "r2345678901234567890123456789012345678901234567890123456789012345", path = "/", policy_arns = [], tags = {} }
    subnet_ids         = ["us-west-2a", "us-west-2b"]
    service_ipv4_cidr  = "100.64.0.0/16"
    endpoint           = { private = true, public = true, public_cidrs = [], sources = [] } # would be open to the world
    log_group_name     = "/aws/eks/other/cluster"
    secrets_encryption = { this = { key_arn = "alias/eks" } }
    access_entries = {
      a = { principal_arn = "arn:aws:iam::111122223333:role/Dev", type = "STANDARD", kubernetes_groups = [], policies = {}, tags = {} }
      b = { principal_arn = "arn:aws:iam::111122223333:role/Dev", type = "STANDARD", kubernetes_groups = [], policies = {}, tags = {} }
    }
  }

  expect_failures = [var.role, var.subnet_ids, var.service_ipv4_cidr, var.endpoint, var.log_group_name, var.secrets_encryption, var.access_entries]
}

run "refuses_public_range_and_entry_type_that_do_not_exist" {
  command = plan

  variables {
    endpoint       = { private = true, public = true, public_cidrs = ["203.0.113.0"], sources = [] }
    access_entries = { a = { principal_arn = "arn:aws:iam::111122223333:role/Dev", type = "HUMAN", kubernetes_groups = [], policies = {}, tags = {} } }
  }

  expect_failures = [var.endpoint, var.access_entries]
}

run "refuses_groups_on_an_entry_for_nodes" {
  command = plan

  variables {
    access_entries = { a = { principal_arn = "arn:aws:iam::111122223333:role/Dev", type = "EC2_LINUX", kubernetes_groups = ["x"], policies = {}, tags = {} } }
  }

  expect_failures = [var.access_entries]
}

run "refuses_policies_on_an_entry_for_nodes" {
  command = plan

  variables {
    access_entries = { a = { principal_arn = "arn:aws:iam::111122223333:role/Dev", type = "EC2_LINUX", kubernetes_groups = [], policies = { view = { policy_arn = "arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy", namespaces = [] } }, tags = {} } }
  }

  expect_failures = [var.access_entries]
}

run "refuses_system_groups" {
  command = plan

  variables {
    access_entries = { a = { principal_arn = "arn:aws:iam::111122223333:role/Dev", type = "STANDARD", kubernetes_groups = ["system:masters"], policies = {}, tags = {} } }
  }

  expect_failures = [var.access_entries]
}

run "refuses_iam_policy_as_access_policy" {
  command = plan

  variables {
    access_entries = { a = { principal_arn = "arn:aws:iam::111122223333:role/Dev", type = "STANDARD", kubernetes_groups = [], policies = { view = { policy_arn = "arn:aws:iam::aws:policy/ReadOnlyAccess", namespaces = [] } }, tags = {} } }
  }

  expect_failures = [var.access_entries]
}

run "the_role_is_made_as_described" {
  command = plan

  variables {
    role = {
      name                 = "mine"
      path                 = "/eks/"
      permissions_boundary = "arn:aws:iam::111122223333:policy/boundary"
      policy_arns          = ["arn:aws:iam::111122223333:policy/more"]
      policy               = "{}"
      tags                 = { part = "role" }
    }
  }

  assert {
    condition     = aws_iam_role.cluster["this"].name == "mine" && aws_iam_role.cluster["this"].path == "/eks/" && aws_iam_role.cluster["this"].permissions_boundary == "arn:aws:iam::111122223333:policy/boundary" && aws_iam_role.cluster["this"].tags.part == "role"
    error_message = "The role must have the name, the path, the boundary and the tags."
  }

  assert {
    condition     = aws_iam_role_policy_attachment.cluster["arn:aws:iam::111122223333:policy/more"].policy_arn == "arn:aws:iam::111122223333:policy/more" && aws_iam_role_policy.own["this"].policy == "{}"
    error_message = "The role must have the other policies, and the inline policy."
  }
}

run "a_role_that_exists_is_used_as_it_is" {
  command = plan

  variables {
    role = { arn = "arn:aws:iam::111122223333:role/mine", name = "a", path = "/", policy_arns = ["arn:aws:iam::111122223333:policy/more"], policy = "{}", tags = {} }
  }

  assert {
    condition     = length(aws_iam_role.cluster) + length(aws_iam_role_policy_attachment.cluster) + length(aws_iam_role_policy.own) + length(aws_iam_role_policy.deny_log_group) + length(aws_iam_role_policy.secrets_encryption) == 0
    error_message = "Nothing may be made for a role that exists, and nothing attached to it."
  }

  assert {
    condition     = aws_eks_cluster.this.role_arn == "arn:aws:iam::111122223333:role/mine"
    error_message = "The role that exists must be used."
  }
}

run "no_group_has_a_name_that_begins_like_an_id" {
  command = plan

  variables {
    name           = "sg-prod"
    log_group_name = "/aws/eks/sg-prod/cluster"
  }

  assert {
    condition     = aws_security_group.control_plane["this"].name == "eks-sg-prod-control-plane" && aws_security_group.node.name == "eks-sg-prod-node"
    error_message = "AWS refuses names of security groups that begin with \"sg-\"."
  }
}

run "nodes_with_another_group_reach_the_cluster" {
  command = plan

  variables {
    other_node_groups = ["sg-0123456789abcdef9"]
  }

  assert {
    condition     = aws_vpc_security_group_ingress_rule.control_plane_from_others["sg-0123456789abcdef9"].from_port == 443 && keys(aws_vpc_security_group_egress_rule.control_plane_to_others) == ["sg-0123456789abcdef9-https", "sg-0123456789abcdef9-kubelet", "sg-0123456789abcdef9-webhooks"]
    error_message = "The control plane must reach the other nodes, and they it."
  }

  assert {
    condition     = aws_vpc_security_group_ingress_rule.nodes_from_others["sg-0123456789abcdef9"].ip_protocol == "-1"
    error_message = "Pods must reach each other."
  }
}

run "auto_mode_is_off_by_three_switches" {
  command = plan

  assert {
    condition     = !aws_eks_cluster.this.compute_config[0].enabled && !aws_eks_cluster.this.storage_config[0].block_storage[0].enabled && !aws_eks_cluster.this.kubernetes_network_config[0].elastic_load_balancing[0].enabled
    error_message = "EKS must be told that each part of Auto Mode is off."
  }

  assert {
    condition     = length(aws_iam_role.auto_node) + length(aws_iam_role.hybrid_node) + length(aws_eks_cluster.this.remote_network_config) == 0
    error_message = "Nothing may be made for nodes that the cluster does not have."
  }
}

run "auto_mode_is_on_by_three_switches" {
  command = plan

  variables {
    pods_in_cluster_group = true
    auto_mode = {
      this = {
        node_pools = ["system", "general-purpose"]
        node_role  = { name = "demo-auto-node", path = "/", policy_arns = ["arn:aws:iam::111122223333:policy/more"], policy = "{}", tags = { part = "auto" } }
      }
    }
  }

  assert {
    condition     = aws_eks_cluster.this.compute_config[0].enabled && aws_eks_cluster.this.storage_config[0].block_storage[0].enabled && aws_eks_cluster.this.kubernetes_network_config[0].elastic_load_balancing[0].enabled && aws_eks_cluster.this.compute_config[0].node_pools == toset(["general-purpose", "system"])
    error_message = "The three parts of Auto Mode must be on together."
  }

  assert {
    condition     = toset(keys(aws_iam_role_policy_attachment.cluster)) == toset(["AmazonEKSBlockStoragePolicy", "AmazonEKSClusterPolicy", "AmazonEKSComputePolicy", "AmazonEKSLoadBalancingPolicy", "AmazonEKSNetworkingPolicy"])
    error_message = "The control plane needs a policy for each part of Auto Mode."
  }

  assert {
    condition     = toset([for attachment in aws_iam_role_policy_attachment.auto_node : attachment.policy_arn]) == toset(["arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryPullOnly", "arn:aws:iam::aws:policy/AmazonEKSWorkerNodeMinimalPolicy", "arn:aws:iam::111122223333:policy/more"]) && aws_iam_role_policy.auto_node["this"].policy == "{}"
    error_message = "The nodes need the two policies of AWS, and get the given ones."
  }

  assert {
    condition     = length(aws_eks_access_entry.auto_node) == 0
    error_message = "EKS makes the access entry of its own node pools."
  }

  assert {
    condition     = aws_vpc_security_group_ingress_rule.nodes_from_cluster_group["this"].ip_protocol == "-1" && aws_vpc_security_group_ingress_rule.cluster_group_from_nodes["this"].ip_protocol == "-1"
    error_message = "Pods in both security groups must reach each other."
  }
}

run "auto_mode_without_the_node_pools_of_eks" {
  command = plan

  variables {
    partition      = "aws-cn"
    access_entries = {}
    auto_mode      = { this = { node_pools = [], node_role = { arn = "arn:aws-cn:iam::111122223333:role/nodes", name = "a", path = "/", policy_arns = [], tags = {} } } }
  }

  assert {
    condition     = aws_eks_cluster.this.compute_config[0].enabled && aws_eks_cluster.this.compute_config[0].node_role_arn == null && length(aws_iam_role.auto_node) + length(aws_iam_role_policy_attachment.auto_node) == 0
    error_message = "Without node pools EKS takes no role, and a role that exists is used as it is."
  }

  assert {
    condition     = aws_eks_access_entry.auto_node["this"].type == "EC2" && aws_eks_access_entry.auto_node["this"].principal_arn == "arn:aws-cn:iam::111122223333:role/nodes" && aws_eks_access_policy_association.auto_node["this"].policy_arn == "arn:aws-cn:eks::aws:cluster-access-policy/AmazonEKSAutoNodePolicy"
    error_message = "The nodes of other node pools must be let in."
  }
}

run "hybrid_nodes_by_systems_manager" {
  command = plan

  variables {
    remote_networks = {
      this = {
        nodes     = ["10.80.0.0/16"]
        pods      = ["10.85.0.0/16"]
        node_role = { provider = "ssm", name = "demo-hybrid-node", path = "/", policy_arns = ["arn:aws:iam::111122223333:policy/more"], policy = "{}", tags = {} }
      }
    }
  }

  assert {
    condition     = aws_eks_cluster.this.remote_network_config[0].remote_node_networks[0].cidrs == toset(["10.80.0.0/16"]) && aws_eks_cluster.this.remote_network_config[0].remote_pod_networks[0].cidrs == toset(["10.85.0.0/16"])
    error_message = "The cluster must know the remote ranges."
  }

  assert {
    condition     = jsondecode(aws_iam_role.hybrid_node["this"].assume_role_policy).Statement == [{ Effect = "Allow", Action = ["sts:AssumeRole"], Principal = { Service = "ssm.amazonaws.com" }, Condition = { ArnLike = { "aws:SourceArn" = "arn:aws:ssm:us-west-2:111122223333:*" }, StringEquals = { "aws:SourceAccount" = "111122223333" } } }]
    error_message = "Only Systems Manager of this account and region may take the role."
  }

  assert {
    condition     = toset([for attachment in aws_iam_role_policy_attachment.hybrid_node : attachment.policy_arn]) == toset(["arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryPullOnly", "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore", "arn:aws:iam::111122223333:policy/more"]) && aws_iam_role_policy.hybrid_node_own["this"].policy == "{}"
    error_message = "Hybrid nodes need images and Systems Manager."
  }

  assert {
    condition     = [for statement in jsondecode(aws_iam_role_policy.hybrid_node["this"].policy).Statement : statement.Action] == ["eks:DescribeCluster", "eks-auth:AssumeRoleForPodIdentity", "ssm:DescribeInstanceInformation", "ssm:DeregisterManagedInstance"]
    error_message = "Hybrid nodes read the cluster, and sign themselves off."
  }

  assert {
    condition     = aws_eks_access_entry.hybrid_node["this"].type == "HYBRID_LINUX"
    error_message = "Hybrid nodes must be let in."
  }

  assert {
    condition     = keys(aws_vpc_security_group_ingress_rule.control_plane_from_remote) == ["10.80.0.0/16", "10.85.0.0/16"] && keys(aws_vpc_security_group_ingress_rule.nodes_from_remote) == ["10.80.0.0/16", "10.85.0.0/16"] && keys(aws_vpc_security_group_egress_rule.control_plane_to_remote_nodes) == ["10.80.0.0/16"] && keys(aws_vpc_security_group_egress_rule.control_plane_to_remote_pods) == ["10.85.0.0/16"]
    error_message = "The remote ranges must reach the API and the nodes, and the control plane the kubelets and webhooks."
  }
}

run "hybrid_nodes_by_iam_roles_anywhere" {
  command = plan

  variables {
    remote_networks = { this = { nodes = ["10.80.0.0/16"], pods = [], node_role = { provider = "iam-roles-anywhere", name = "demo-hybrid-node", path = "/", policy_arns = [], tags = {} } } }
  }

  assert {
    condition     = [for statement in jsondecode(aws_iam_role.hybrid_node["this"].assume_role_policy).Statement : statement.Principal.Service] == ["rolesanywhere.amazonaws.com", "rolesanywhere.amazonaws.com"] && jsondecode(aws_iam_role.hybrid_node["this"].assume_role_policy).Statement[1].Condition.StringEquals["sts:RoleSessionName"] == "$${aws:PrincipalTag/x509Subject/CN}"
    error_message = "Only IAM Roles Anywhere may take the role, for the name in the certificate."
  }

  assert {
    condition     = keys(aws_iam_role_policy_attachment.hybrid_node) == ["AmazonEC2ContainerRegistryPullOnly"] && length(jsondecode(aws_iam_role_policy.hybrid_node["this"].policy).Statement) == 2 && length(aws_eks_cluster.this.remote_network_config[0].remote_pod_networks) == 0
    error_message = "Without Systems Manager nothing of it is needed, and without remote pods there is no range for them."
  }
}

run "refuses_node_pools_and_remote_ranges_that_do_not_exist" {
  command = plan

  variables {
    auto_mode       = { this = { node_pools = ["gpu"], node_role = { name = "a", path = "/", policy_arns = [], tags = {} } } }
    remote_networks = { this = { nodes = ["10.80.0.0"], pods = [], node_role = { provider = "ssm", name = "a", path = "/", policy_arns = [], tags = {} } } }
  }

  expect_failures = [var.auto_mode, var.remote_networks]
}

run "refuses_other_providers_of_credentials" {
  command = plan

  variables {
    remote_networks = { this = { nodes = ["10.80.0.0/16"], pods = [], node_role = { provider = "keys", name = "a", path = "/", policy_arns = [], tags = {} } } }
  }

  expect_failures = [var.remote_networks]
}

run "control_plane_without_zonal_shift_says_nothing_of_it" {
  command = plan

  assert {
    condition     = length(aws_eks_cluster.this.zonal_shift_config) == 0
    error_message = "EKS must be told of zonal shift only by a spec that has it."
  }
}

run "zonal_shift_is_turned_off_by_a_value" {
  command = plan

  variables {
    zonal_shift = false
  }

  assert {
    condition     = !aws_eks_cluster.this.zonal_shift_config[0].enabled
    error_message = "Leaving the block out would leave it on."
  }
}

run "further_groups_stand_beside_the_first_one" {
  command = plan

  variables {
    security_groups = { existing = "sg-0123456789abcdef2", additional = ["sg-0123456789abcdef1", "sg-0123456789abcdef0"] }
    zonal_shift     = true
  }

  assert {
    condition     = aws_eks_cluster.this.vpc_config[0].security_group_ids == toset(["sg-0123456789abcdef0", "sg-0123456789abcdef1", "sg-0123456789abcdef2"])
    error_message = "The interfaces must have all groups."
  }

  assert {
    condition     = aws_eks_cluster.this.zonal_shift_config[0].enabled
    error_message = "Zonal shift must be on."
  }
}

run "a_group_that_exists_gets_no_rules" {
  command = plan

  variables {
    security_groups   = { existing = "sg-0123456789abcdef0", additional = [] }
    other_node_groups = ["sg-0123456789abcdef9"]
    remote_networks   = { this = { nodes = ["10.80.0.0/16"], pods = ["10.85.0.0/16"], node_role = { provider = "ssm", name = "a", path = "/", policy_arns = [], tags = {} } } }
  }

  assert {
    condition     = aws_eks_cluster.this.vpc_config[0].security_group_ids == toset(["sg-0123456789abcdef0"]) && length(aws_security_group.control_plane) == 0
    error_message = "The group must take the place of the module's own."
  }

  assert {
    condition = 0 == sum([for rules in [
      aws_vpc_security_group_ingress_rule.control_plane_from_nodes,
      aws_vpc_security_group_ingress_rule.control_plane_from_sources,
      aws_vpc_security_group_ingress_rule.control_plane_from_others,
      aws_vpc_security_group_ingress_rule.control_plane_from_remote,
      aws_vpc_security_group_egress_rule.control_plane_to_nodes,
      aws_vpc_security_group_egress_rule.control_plane_to_others,
      aws_vpc_security_group_egress_rule.control_plane_to_remote_nodes,
      aws_vpc_security_group_egress_rule.control_plane_to_remote_pods,
    ] : length(rules)])
    error_message = "The group belongs to somebody else."
  }

  assert {
    condition     = toset([for rule in aws_vpc_security_group_ingress_rule.nodes_from_existing : rule.referenced_security_group_id]) == toset(["sg-0123456789abcdef0"])
    error_message = "The nodes must let the group in."
  }

  assert {
    condition     = length(aws_vpc_security_group_ingress_rule.nodes_from_control_plane) == 0 && keys(aws_vpc_security_group_ingress_rule.nodes_from_existing) == [for key in ["https", "kubelet", "webhooks"] : "sg-0123456789abcdef0-${key}"]
    error_message = "Rules of another group must be other objects, which are made before the cluster changes to it."
  }
}

run "refuses_settings_of_the_control_plane_that_do_not_exist" {
  command = plan

  variables {
    security_groups = { additional = ["group"] }
    scaling_tier    = "xl"
    egress_mode     = "NONE"
    components      = { event_ttl = "60m", node_ports = { min = 32000, max = 31000 }, scoring = { type = "LeastAllocated", resources = {} } }
  }

  expect_failures = [var.security_groups, var.scaling_tier, var.egress_mode, var.components]
}

run "refuses_a_sixth_group_and_other_ways_to_score_nodes" {
  command = plan

  variables {
    security_groups = { existing = "sg-0", additional = ["sg-1", "sg-2", "sg-3", "sg-4", "sg-5"] }
    components      = { event_ttl = "60m", node_ports = { min = 30000, max = 32767 }, scoring = { type = "RequestedToCapacityRatio", resources = {} } }
  }

  expect_failures = [var.security_groups, var.components]
}

run "refuses_sources_of_a_group_that_exists" {
  command = plan

  variables {
    security_groups = { existing = "sg-0123456789abcdef0", additional = [] }
    endpoint        = { private = true, public = false, public_cidrs = [], sources = ["10.0.0.0/8"] }
  }

  expect_failures = [var.endpoint]
}
