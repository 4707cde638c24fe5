mock_provider "aws" {}

variables {
  group                = "web"
  node_group_name      = "web-4f1c2a9b"
  role                 = { name = "demo-us-west-2-web", path = "/", policy_arns = [], tags = {} }
  launch_template_name = "demo-web"
  cluster_name         = "demo"
  kubernetes_version   = "1.34"
  partition            = "aws"
  subnet_ids           = ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"]
  ami_type             = "AL2023_x86_64_STANDARD"
  capacity_type        = "ON_DEMAND"
  instance_types       = ["m7i.large", "m6i.large"]
  scaling              = { min = 2, max = 10, desired = 3 }
  labels               = { role = "web", "example.com/tier" = "front" }
  taints               = [{ key = "dedicated", value = "web", effect = "NO_SCHEDULE" }]
  disk                 = { device = "/dev/xvda", size = 80, type = "gp3", iops = 3000, throughput = 125, encrypted = true }
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
  tags                 = { team = "platform" }
}

run "group_is_as_described" {
  command = plan

  assert {
    condition     = aws_eks_node_group.this["this"].node_group_name == "web-4f1c2a9b" && aws_eks_node_group.this["this"].cluster_name == "demo" && aws_eks_node_group.this["this"].version == "1.34" && output.name == "web-4f1c2a9b"
    error_message = "The group must have the given name, cluster and version."
  }

  assert {
    condition     = aws_eks_node_group.this["this"].scaling_config[0].min_size == 2 && aws_eks_node_group.this["this"].scaling_config[0].max_size == 10 && aws_eks_node_group.this["this"].scaling_config[0].desired_size == 3
    error_message = "The group must scale between the given bounds."
  }

  assert {
    condition     = aws_eks_node_group.this["this"].instance_types == tolist(["m7i.large", "m6i.large"]) && aws_eks_node_group.this["this"].capacity_type == "ON_DEMAND" && aws_eks_node_group.this["this"].ami_type == "AL2023_x86_64_STANDARD"
    error_message = "Instance types keep their order of preference."
  }

  assert {
    condition     = [for taint in aws_eks_node_group.this["this"].taint : "${taint.key}=${taint.value}:${taint.effect}"] == ["dedicated=web:NO_SCHEDULE"] && aws_eks_node_group.this["this"].labels["example.com/tier"] == "front"
    error_message = "Nodes must carry the taints and labels."
  }

  assert {
    condition     = aws_eks_node_group.this["this"].update_config[0].max_unavailable == 1 && aws_eks_node_group.this["this"].update_config[0].max_unavailable_percentage == null
    error_message = "One node at a time may be away."
  }

  assert {
    condition     = keys(aws_iam_role_policy_attachment.node) == ["AmazonEC2ContainerRegistryPullOnly", "AmazonEKSWorkerNodePolicy", "AmazonEKS_CNI_Policy", "AmazonSSMManagedInstanceCore"] && aws_iam_role_policy_attachment.node["AmazonEKS_CNI_Policy"].policy_arn == "arn:aws:iam::aws:policy/AmazonEKS_CNI_Policy"
    error_message = "The role must have what a node needs and the shell by SSM."
  }

  assert {
    condition     = jsondecode(aws_iam_role.node["this"].assume_role_policy).Statement[0].Principal.Service == ["ec2.amazonaws.com"] && aws_iam_role.node["this"].name == "demo-us-west-2-web"
    error_message = "Only EC2 may take the role."
  }
}

run "launch_template_is_safe_and_eks_takes_it" {
  command = plan

  assert {
    condition     = aws_launch_template.this.metadata_options[0].http_tokens == "required" && aws_launch_template.this.metadata_options[0].http_put_response_hop_limit == 1
    error_message = "Instance metadata must be version 2 and out of the pods' reach."
  }

  assert {
    condition     = aws_launch_template.this.block_device_mappings[0].device_name == "/dev/xvda" && aws_launch_template.this.block_device_mappings[0].ebs[0].encrypted == "true" && aws_launch_template.this.block_device_mappings[0].ebs[0].volume_type == "gp3" && aws_launch_template.this.block_device_mappings[0].ebs[0].volume_size == 80
    error_message = "The root volume must be encrypted and as large as asked for."
  }

  assert {
    condition     = aws_launch_template.this.network_interfaces[0].associate_public_ip_address == "false" && aws_launch_template.this.network_interfaces[0].security_groups == toset(["sg-0123456789abcdef0"]) && aws_launch_template.this.network_interfaces[0].subnet_id == null
    error_message = "Nodes must get no public address, carry exactly the given groups, and leave the subnet to EKS."
  }

  assert {
    condition     = length(coalesce(aws_launch_template.this.vpc_security_group_ids, [])) == 0
    error_message = "Groups must be given on the interface only; AWS refuses both."
  }

  assert {
    condition     = aws_launch_template.this.instance_type == null && length(aws_launch_template.this.iam_instance_profile) == 0 && length(aws_launch_template.this.instance_market_options) == 0 && aws_launch_template.this.image_id == null && aws_launch_template.this.key_name == null
    error_message = "Type, profile, spot options, image and SSH key must stay out of the template."
  }

  assert {
    condition     = aws_launch_template.this.user_data == null && length(aws_launch_template.this.placement) == 0 && length(aws_launch_template.this.credit_specification) == 0 && length(aws_launch_template.this.enclave_options) == 0 && length(aws_eks_node_group.this["this"].node_repair_config) == 0
    error_message = "What nobody asked for must be left out."
  }

  assert {
    condition     = !aws_launch_template.this.monitoring[0].enabled
    error_message = "Detailed monitoring must be off in so many words."
  }

  assert {
    condition     = [for specification in aws_launch_template.this.tag_specifications : specification.resource_type] == ["instance", "network-interface", "volume"] && alltrue([for specification in aws_launch_template.this.tag_specifications : specification.tags == tomap({ team = "platform", Name = "demo-web" })])
    error_message = "Instances, interfaces and volumes must carry the tags."
  }
}

run "china_on_spot_without_ssm" {
  command = plan

  variables {
    partition       = "aws-cn"
    capacity_type   = "SPOT"
    ssm             = false
    public_ip       = true
    release_version = "1.34.1-20261101"
    ami_type        = "BOTTLEROCKET_ARM_64"
    taints          = []
    update          = { max_unavailable_percentage = 33, force = false, strategy = "DEFAULT" }
  }

  assert {
    condition     = jsondecode(aws_iam_role.node["this"].assume_role_policy).Statement[0].Principal.Service == ["ec2.amazonaws.com", "ec2.amazonaws.com.cn"]
    error_message = "In China both names of EC2 must be trusted."
  }

  assert {
    condition     = [for attachment in aws_iam_role_policy_attachment.node : attachment.policy_arn] == ["arn:aws-cn:iam::aws:policy/AmazonEC2ContainerRegistryPullOnly", "arn:aws-cn:iam::aws:policy/AmazonEKSWorkerNodePolicy", "arn:aws-cn:iam::aws:policy/AmazonEKS_CNI_Policy"]
    error_message = "Policies must be those of the partition, without SSM."
  }

  assert {
    condition     = aws_eks_node_group.this["this"].capacity_type == "SPOT" && aws_eks_node_group.this["this"].release_version == "1.34.1-20261101" && length(aws_eks_node_group.this["this"].taint) == 0 && aws_eks_node_group.this["this"].update_config[0].max_unavailable_percentage == 33
    error_message = "Capacity, release and update must be the given ones."
  }

  assert {
    condition     = aws_launch_template.this.network_interfaces[0].associate_public_ip_address == "true"
    error_message = "Public addresses must be given when asked for."
  }
}

# Each run breaks one rule of as many variables as possible, because starting a plan is what costs time.

run "refuses_what_is_out_of_form" {
  command = plan

  variables {
    group                = "-web"
    node_group_name      = "n234567890123456789012345678901234567890123456789012345678901234"
    launch_template_name = "a b"
    cluster_name         = "-demo"
    kubernetes_version   = "1.34.1"
    partition            = "aws-moon"
    subnet_ids           = []
    ami_type             = "AL2023"
    release_version      = "latest release"
    capacity_type        = "on-demand"
    instance_types       = []
    scaling              = { min = 3, max = 2, desired = 3 }
    labels               = { role = "web server" }
    taints               = [{ key = "dedicated", effect = "no-schedule" }]
    disk                 = { device = "xvda", size = 80, type = "gp3", encrypted = true }
    imds                 = { hop_limit = 0 }
    update               = { force = false, strategy = "DEFAULT" }
    security_group_ids   = []
    instance             = { name = "demo-web", detailed_monitoring = false, enclaves = false, image_id = "al2023" }
    ssh                  = { public_key = "ssh-ed25519 AAAA", port = 22, sources = [] }
    vpc_id               = "main"
    extra_disks          = { "/dev/xvdf" = { type = "gp3", encrypted = true, keep = false } }
    placement            = { group_name = "near", strategy = "close" }
    capacity_reservation = {}
    efa_cards            = -1
    repair               = { max_parallel_count = 1, max_parallel_percentage = 10, overrides = [] }
    user_data            = [format("%20000s", "")]
  }

  expect_failures = [
    var.group, var.node_group_name, var.launch_template_name, var.cluster_name, var.kubernetes_version,
    var.partition, var.subnet_ids, var.ami_type, var.release_version, var.capacity_type, var.instance_types, var.scaling,
    var.labels, var.taints, var.disk, var.imds, var.update, var.security_group_ids, var.instance, var.ssh, var.vpc_id,
    var.extra_disks, var.placement, var.capacity_reservation, var.efa_cards, var.repair, var.user_data,
  ]
}

run "refuses_what_does_not_fit_together" {
  command = plan

  variables {
    role               = { name = "r2345678901234567890123456789012345678901234567890123456789012345", path = "/", policy_arns = [], tags = {} }
    subnet_ids         = ["us-west-2a"]
    instance_types     = ["m7i"]
    scaling            = { min = 0, max = 0, desired = 0 }
    labels             = { "not a key" = "web" }
    taints             = [{ key = "a", effect = "NO_SCHEDULE" }, { key = "a", value = "b", effect = "NO_SCHEDULE" }]
    disk               = { device = "/dev/xvda", size = 80, type = "gp2", iops = 3000, encrypted = true }
    update             = { max_unavailable = 1, max_unavailable_percentage = 33, force = false, strategy = "DEFAULT" }
    security_group_ids = ["default"]
    self_managed = {
      access_entry_type      = "STANDARD"
      max_instance_lifetime  = 3600
      target_groups          = []
      classic_load_balancers = []
      suspended_processes    = []
      scale_in_protection    = false
      metrics                = []
      autoscaler_tags        = {}
    }
  }

  expect_failures = [
    var.role, var.subnet_ids, var.instance_types, var.scaling, var.labels, var.taints, var.disk, var.update, var.security_group_ids,
    var.self_managed,
  ]
}

run "refuses_fast_disk_without_iops_and_nobody_away" {
  command = plan

  variables {
    disk   = { device = "/dev/xvda", size = 80, type = "io2", encrypted = true }
    update = { max_unavailable = 0, force = false, strategy = "DEFAULT" }
  }

  expect_failures = [var.disk, var.update]
}

run "refuses_throughput_of_a_disk_that_has_none_and_more_than_all_away" {
  command = plan

  variables {
    disk   = { device = "/dev/xvda", size = 80, type = "gp2", throughput = 125, encrypted = true }
    update = { max_unavailable_percentage = 101, force = false, strategy = "DEFAULT" }
  }

  expect_failures = [var.disk, var.update]
}

run "refuses_key_without_encryption" {
  command = plan

  variables {
    disk = { device = "/dev/xvda", size = 80, type = "gp3", encrypted = false, kms_key_arn = "arn:aws:kms:us-west-2:111122223333:key/1" }
  }

  expect_failures = [var.disk]
}

run "refuses_disk_of_no_size" {
  command = plan

  variables {
    disk = { device = "/dev/xvda", size = 0, type = "gp3", encrypted = true }
  }

  expect_failures = [var.disk]
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
    condition     = aws_iam_role.node["this"].name == "mine" && aws_iam_role.node["this"].path == "/eks/" && aws_iam_role.node["this"].permissions_boundary == "arn:aws:iam::111122223333:policy/boundary" && aws_iam_role.node["this"].tags.part == "role"
    error_message = "The role must have the name, the path, the boundary and the tags."
  }

  assert {
    condition     = aws_iam_role_policy_attachment.node["arn:aws:iam::111122223333:policy/more"].policy_arn == "arn:aws:iam::111122223333:policy/more" && aws_iam_role_policy.own["this"].policy == "{}"
    error_message = "The role must have the other policies, and the inline policy."
  }
}

run "a_role_that_exists_is_used_as_it_is" {
  command = plan

  variables {
    role = { arn = "arn:aws:iam::111122223333:role/mine", name = "a", path = "/", policy_arns = ["arn:aws:iam::111122223333:policy/more"], policy = "{}", tags = {} }
  }

  assert {
    condition     = length(aws_iam_role.node) + length(aws_iam_role_policy_attachment.node) + length(aws_iam_role_policy.own) == 0
    error_message = "Nothing may be made for a role that exists, and nothing attached to it."
  }

  assert {
    condition     = aws_eks_node_group.this["this"].node_role_arn == "arn:aws:iam::111122223333:role/mine"
    error_message = "The role that exists must be used."
  }
}

run "an_image_of_ones_own_brings_its_kind_and_version" {
  command = plan

  variables {
    instance           = { name = "web", image_id = "ami-0123456789abcdef0", detailed_monitoring = true, enclaves = true, cpu_credits = "unlimited", tenancy = "dedicated" }
    ami_type           = "CUSTOM"
    kubernetes_version = null
    user_data          = ["[settings.kubernetes]", "max-pods = 50", ""]
    repair             = { overrides = [] }
    update             = { max_unavailable = 1, force = true, strategy = "DEFAULT" }
  }

  assert {
    condition     = aws_launch_template.this.image_id == "ami-0123456789abcdef0" && base64decode(aws_launch_template.this.user_data) == "[settings.kubernetes]\nmax-pods = 50\n"
    error_message = "Image and user data must be in the launch template."
  }

  assert {
    condition     = aws_launch_template.this.monitoring[0].enabled && aws_launch_template.this.credit_specification[0].cpu_credits == "unlimited" && aws_launch_template.this.placement[0].tenancy == "dedicated" && aws_launch_template.this.enclave_options[0].enabled
    error_message = "The instances must be as asked for."
  }

  assert {
    condition     = aws_launch_template.this.tag_specifications[0].tags.Name == "web" && aws_eks_node_group.this["this"].node_repair_config[0].enabled && aws_eks_node_group.this["this"].force_update_version
    error_message = "Name, repair and updates must be as asked for."
  }
}

run "people_log_in_from_named_sources_only" {
  command = plan

  variables {
    ssh = { key_name = "demo-web-1", public_key = "ssh-ed25519 AAAA", port = 22, sources = ["203.0.113.0/24", "sg-0123456789abcdef1", "pl-0123456789abcdef0"] }
  }

  assert {
    condition     = aws_key_pair.this["this"].key_name == "demo-web-1" && aws_launch_template.this.key_name == "demo-web-1"
    error_message = "The instances must have the key."
  }

  assert {
    condition     = keys(aws_vpc_security_group_ingress_rule.ssh) == ["203.0.113.0/24", "pl-0123456789abcdef0", "sg-0123456789abcdef1"] && alltrue([for rule in aws_vpc_security_group_ingress_rule.ssh : rule.from_port == 22 && rule.to_port == 22])
    error_message = "Each source must have a rule for the port."
  }
}

run "efa_has_a_card_of_its_own_each_and_a_group" {
  command = plan

  variables {
    efa_cards = 4
    placement = { group_name = "demo-web-cluster", strategy = "cluster" }
  }

  assert {
    condition     = [for interface in aws_launch_template.this.network_interfaces : interface.interface_type] == ["efa", "efa-only", "efa-only", "efa-only"] && [for interface in aws_launch_template.this.network_interfaces : interface.device_index] == [0, 1, 1, 1] && [for interface in aws_launch_template.this.network_interfaces : interface.network_card_index] == [0, 1, 2, 3]
    error_message = "Each card must have an adapter, and the first one addresses."
  }

  assert {
    condition     = aws_placement_group.this["this"].strategy == "cluster" && aws_launch_template.this.placement[0].group_name == "demo-web-cluster"
    error_message = "The nodes must be close to each other."
  }

  assert {
    condition     = aws_vpc_security_group_ingress_rule.efa["this"].ip_protocol == "-1" && aws_vpc_security_group_egress_rule.efa["this"].ip_protocol == "-1"
    error_message = "EFA needs rules of its own group in both directions."
  }
}

run "a_capacity_block_is_in_the_launch_template" {
  command = plan

  variables {
    capacity_type        = "CAPACITY_BLOCK"
    instance_types       = ["p5.48xlarge"]
    capacity_reservation = { id = "cr-0123456789abcdef0" }
  }

  assert {
    condition     = aws_launch_template.this.instance_type == "p5.48xlarge" && aws_launch_template.this.instance_market_options[0].market_type == "capacity-block" && aws_launch_template.this.capacity_reservation_specification[0].capacity_reservation_target[0].capacity_reservation_id == "cr-0123456789abcdef0"
    error_message = "EKS wants type, market and reservation in the launch template."
  }
}

run "volumes_besides_the_root_volume" {
  command = plan

  variables {
    disk        = { device = "/dev/xvdb", system_device = "/dev/xvda", size = 80, type = "gp3", encrypted = true }
    extra_disks = { "/dev/xvdf" = { type = "io2", size = 100, iops = 3000, encrypted = true, keep = true } }
  }

  assert {
    condition     = [for mapping in aws_launch_template.this.block_device_mappings : mapping.device_name] == ["/dev/xvda", "/dev/xvdb", "/dev/xvdf"] && alltrue([for mapping in aws_launch_template.this.block_device_mappings : mapping.ebs[0].encrypted == "true"])
    error_message = "Every volume must be there, and encrypted."
  }

  assert {
    condition     = aws_launch_template.this.block_device_mappings[2].ebs[0].delete_on_termination == "false"
    error_message = "A volume that is kept must outlive its instance."
  }
}

run "nodes_of_an_ipv6_cluster" {
  command = plan

  variables {
    ip_family      = "ipv6"
    instance_types = ["c5n.18xlarge"]
    efa_cards      = 2
  }

  assert {
    condition     = keys(aws_iam_role_policy_attachment.node) == ["AmazonEC2ContainerRegistryPullOnly", "AmazonEKSWorkerNodePolicy", "AmazonSSMManagedInstanceCore"] && contains(jsondecode(aws_iam_role_policy.cni_ipv6["this"].policy).Statement[0].Action, "ec2:AssignIpv6Addresses")
    error_message = "The VPC CNI must be allowed to assign IPv6 addresses, which no policy of AWS allows."
  }

  assert {
    condition     = [for interface in aws_launch_template.this.network_interfaces : coalesce(interface.primary_ipv6, "none")] == ["true", "none"]
    error_message = "The first interface alone must have a primary IPv6 address."
  }

  assert {
    condition     = [for interface in aws_launch_template.this.network_interfaces : coalesce(interface.ipv6_address_count, 0)] == [1, 0]
    error_message = "The interface with the primary IPv6 address must be given one when it is made."
  }
}

run "a_role_that_exists_gets_no_policy_for_ipv6" {
  command = plan

  variables {
    ip_family = "ipv6"
    role      = { arn = "arn:aws:iam::111122223333:role/nodes", name = "nodes", path = "/", policy_arns = [], tags = {} }
  }

  assert {
    condition     = length(aws_iam_role_policy.cni_ipv6) == 0
    error_message = "A role that exists must stay as it is."
  }
}

run "refuses_a_family_that_does_not_exist" {
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
