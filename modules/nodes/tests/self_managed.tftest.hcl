# Groups whose nodes EC2 Auto Scaling starts.

mock_provider "aws" {}

variables {
  group                = "web"
  node_group_name      = "demo-node-web"
  role                 = { name = "demo-us-west-2-web", path = "/", policy_arns = [], tags = {} }
  launch_template_name = "demo-node-web"
  cluster_name         = "demo"
  kubernetes_version   = null
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
  instance             = { name = "demo-web", image_id = "resolve:ssm:/aws/service/eks/optimized-ami/1.34/amazon-linux-2023/x86_64/standard/recommended/image_id", detailed_monitoring = false, enclaves = false }
  user_data            = ["joins"]
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

  self_managed = {
    access_entry_type      = "EC2_LINUX"
    target_groups          = []
    classic_load_balancers = []
    suspended_processes    = []
    scale_in_protection    = false
    metrics                = []
    autoscaler_tags        = {}

    mixed_instances = {
      on_demand_base     = 1
      on_demand_percent  = 25
      spot_strategy      = "capacity-optimized"
      max_price          = "0.12"
      weights            = { "m7i.large" = 2, "m6i.large" = 1 }
      capacity_rebalance = true
    }
  }
}

run "nodes_have_all_that_eks_would_give_them" {
  command = plan

  assert {
    condition     = length(aws_eks_node_group.this) == 0 && output.name == "demo-node-web" && output.autoscaling_group_name == "demo-node-web"
    error_message = "EKS must not manage the group."
  }

  assert {
    condition     = aws_iam_instance_profile.this["this"].role == "demo-us-west-2-web" && aws_eks_access_entry.node["EC2_LINUX"].type == "EC2_LINUX" && aws_eks_access_entry.node["EC2_LINUX"].cluster_name == "demo"
    error_message = "Nodes must have the role, and the role must be let into the cluster."
  }

  assert {
    condition     = aws_launch_template.this.instance_type == "m7i.large" && length(aws_launch_template.this.iam_instance_profile) == 1 && startswith(aws_launch_template.this.image_id, "resolve:ssm:/aws/service/eks/") && base64decode(aws_launch_template.this.user_data) == "joins"
    error_message = "The launch template must have type, profile, image and user data."
  }

  assert {
    condition     = toset([for tag in aws_autoscaling_group.this["this"].tag : "${tag.key}=${tag.propagate_at_launch}"]) == toset(["team=false", "Name=false"]) && aws_launch_template.this.tag_specifications[0].tags["kubernetes.io/cluster/demo"] == "owned" && length(aws_launch_template.this.tag_specifications[1].tags) == 2 && keys(aws_autoscaling_group_tag.this) == ["kubernetes.io/cluster/demo"]
    error_message = "Instances must have the tag of the cluster, their interfaces not; they have tags from the launch template."
  }

  assert {
    condition     = aws_autoscaling_group.this["this"].min_size == 2 && aws_autoscaling_group.this["this"].max_size == 10 && aws_autoscaling_group.this["this"].desired_capacity == 3 && aws_autoscaling_group.this["this"].vpc_zone_identifier == toset(["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"])
    error_message = "The group must scale between the given bounds, in the given subnets."
  }
}

run "types_and_ways_to_pay_are_mixed" {
  command = plan

  assert {
    condition     = aws_autoscaling_group.this["this"].mixed_instances_policy[0].instances_distribution[0].on_demand_base_capacity == 1 && aws_autoscaling_group.this["this"].mixed_instances_policy[0].instances_distribution[0].on_demand_percentage_above_base_capacity == 25 && aws_autoscaling_group.this["this"].mixed_instances_policy[0].instances_distribution[0].spot_allocation_strategy == "capacity-optimized" && aws_autoscaling_group.this["this"].mixed_instances_policy[0].instances_distribution[0].spot_max_price == "0.12" && aws_autoscaling_group.this["this"].mixed_instances_policy[0].instances_distribution[0].on_demand_allocation_strategy == "prioritized"
    error_message = "The capacity must be distributed as described."
  }

  assert {
    condition     = [for override in aws_autoscaling_group.this["this"].mixed_instances_policy[0].launch_template[0].override : "${override.instance_type}=${override.weighted_capacity}"] == ["m7i.large=2", "m6i.large=1"] && aws_autoscaling_group.this["this"].capacity_rebalance
    error_message = "Types keep their order, and have their weights."
  }

  assert {
    condition     = aws_autoscaling_group.this["this"].wait_for_capacity_timeout == "0"
    error_message = "Nobody may wait for an exact number of units, which instances of several units can miss."
  }
}

run "types_are_chosen_by_what_they_have" {
  command = plan

  variables {
    self_managed = {
      target_groups          = ["arn:aws:elasticloadbalancing:us-west-2:111122223333:targetgroup/web/0123456789abcdef"]
      classic_load_balancers = ["legacy"]
      suspended_processes    = ["AZRebalance"]
      scale_in_protection    = true
      metrics                = ["GroupMinSize"]
      autoscaler_tags        = { "k8s.io/cluster-autoscaler/enabled" = "true" }
      max_instance_lifetime  = 604800
      instance_refresh       = { min_healthy_percentage = 90, max_healthy_percentage = 110 }
      mixed_instances = {
        on_demand_base     = 0
        on_demand_percent  = 0
        spot_strategy      = "price-capacity-optimized"
        weights            = {}
        capacity_rebalance = false
        requirements = {
          vcpu_count              = { min = 2, max = 4 }
          memory_mib              = { min = 4096 }
          cpu_manufacturers       = ["amd", "intel"]
          instance_generations    = ["current"]
          burstable_performance   = "excluded"
          bare_metal              = "excluded"
          local_storage           = "included"
          allowed_instance_types  = []
          excluded_instance_types = ["t*"]
        }
      }
    }
  }

  assert {
    condition     = aws_autoscaling_group.this["this"].wait_for_capacity_timeout != "0"
    error_message = "Without weights an apply must wait for the nodes."
  }

  assert {
    condition     = aws_launch_template.this.instance_type == null && length(aws_autoscaling_group.this["this"].mixed_instances_policy[0].launch_template[0].override) == 1 && aws_autoscaling_group.this["this"].mixed_instances_policy[0].launch_template[0].override[0].instance_requirements[0].vcpu_count[0].max == 4 && aws_autoscaling_group.this["this"].mixed_instances_policy[0].instances_distribution[0].on_demand_allocation_strategy == "lowest-price"
    error_message = "No type may be fixed where EC2 chooses it."
  }

  assert {
    condition     = length(aws_eks_access_entry.node) == 0 && keys(aws_autoscaling_attachment.classic) == ["legacy"] && length(aws_autoscaling_attachment.target_group) == 1
    error_message = "The group must be attached to the load balancers, and its role have no second entry."
  }

  assert {
    condition     = aws_autoscaling_group.this["this"].protect_from_scale_in && aws_autoscaling_group.this["this"].suspended_processes == toset(["AZRebalance"]) && aws_autoscaling_group.this["this"].enabled_metrics == toset(["GroupMinSize"]) && aws_autoscaling_group.this["this"].max_instance_lifetime == 604800 && aws_autoscaling_group.this["this"].instance_refresh[0].preferences[0].max_healthy_percentage == 110 && aws_autoscaling_group.this["this"].instance_refresh[0].preferences[0].scale_in_protected_instances == "Refresh"
    error_message = "The group must have the settings."
  }
}

run "one_type_on_demand_needs_no_policy" {
  command = plan

  variables {
    instance_types = ["m7i.large"]
    role           = { arn = "arn:aws:iam::111122223333:role/eks/mine", name = "a", path = "/", policy_arns = [], tags = {} }
    self_managed = {
      access_entry_type      = "EC2_WINDOWS"
      target_groups          = []
      classic_load_balancers = []
      suspended_processes    = []
      scale_in_protection    = false
      metrics                = []
      autoscaler_tags        = {}
      warm_pool              = { min = 1, max = 4, state = "Stopped" }
    }
  }

  assert {
    condition     = length(aws_autoscaling_group.this["this"].mixed_instances_policy) == 0 && length(aws_autoscaling_group.this["this"].launch_template) == 1 && aws_autoscaling_group.this["this"].warm_pool[0].pool_state == "Stopped" && aws_autoscaling_group.this["this"].warm_pool[0].max_group_prepared_capacity == 4
    error_message = "The group must use the launch template itself, and keep instances warm."
  }

  assert {
    condition     = aws_iam_instance_profile.this["this"].role == "mine" && aws_eks_access_entry.node["EC2_WINDOWS"].principal_arn == "arn:aws:iam::111122223333:role/eks/mine"
    error_message = "A role that exists must be used with its profile and its entry."
  }
}
