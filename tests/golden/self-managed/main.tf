# Made by eksgen from self-managed.yaml. Change that file, not this one.

module "vpc" {
  source          = "./modules/vpc"
  name            = "batch"
  region          = "us-west-2"
  partition       = "aws"
  existing        = null
  cidr            = "10.20.0.0/16"
  secondary_cidrs = []
  pod_subnets     = {}
  private_subnets = {
    "us-west-2a" = "10.20.0.0/19"
    "us-west-2b" = "10.20.32.0/19"
    "us-west-2c" = "10.20.64.0/19"
  }
  public_subnets = {
    "us-west-2a" = "10.20.192.0/22"
    "us-west-2b" = "10.20.196.0/22"
    "us-west-2c" = "10.20.200.0/22"
  }
  assign_public_addresses = false
  intra_subnets = {
    "us-west-2a" = "10.20.254.128/26"
    "us-west-2b" = "10.20.254.192/26"
    "us-west-2c" = "10.20.255.0/26"
  }
  ipv6_subnets = {}
  subnet_tags = {
    private = {}
    public  = {}
    intra   = {}
  }
  nat_zones     = ["us-west-2a"]
  nat_addresses = {}
  nat_routes = {
    "us-west-2a" = "us-west-2a"
    "us-west-2b" = "us-west-2a"
    "us-west-2c" = "us-west-2a"
  }
  routes = {
    private = {}
    public  = {}
    intra   = {}
  }
  interface_endpoints = {}
  gateway_endpoints = {
    s3 = "com.amazonaws.us-west-2.s3"
  }
  endpoint_policies = {}
  flow_logs = {
    cloudwatch = {
      destination_arn     = module.log_groups.arns["flow-logs"]
      aggregation_seconds = 600
      role = {
        arn                  = null
        name                 = "batch-us-west-2-flow-logs"
        path                 = "/"
        permissions_boundary = null
        policy_arns          = []
        policy               = null
        tags                 = {}
      }
    }
  }
  tags = {}
}

module "secrets_key" {
  source               = "./modules/kms"
  alias                = "eks/batch/secrets"
  description          = "Kubernetes secrets of the EKS cluster batch"
  account_arn          = "arn:aws:iam::111122223333:root"
  administrators       = ["arn:aws:iam::111122223333:role/PlatformAdmin"]
  services             = {}
  service_linked_roles = {}
  deletion_window_days = 30
  tags                 = {}
}

module "logs_key" {
  source         = "./modules/kms"
  alias          = "eks/batch/logs"
  description    = "Logs of the EKS cluster batch"
  account_arn    = "arn:aws:iam::111122223333:root"
  administrators = ["arn:aws:iam::111122223333:role/PlatformAdmin"]
  services = {
    logs = {
      principal = "logs.us-west-2.amazonaws.com"
      encryption_context = {
        "aws:logs:arn" = "arn:aws:logs:us-west-2:111122223333:log-group:*"
      }
    }
  }
  service_linked_roles = {}
  deletion_window_days = 30
  tags                 = {}
}

module "log_groups" {
  source = "./modules/log_groups"
  groups = {
    "control-plane" = {
      name           = "/aws/eks/batch/cluster"
      retention_days = 90
      class          = "STANDARD"
      kms_key_arn    = module.logs_key.arn
    }
    "flow-logs" = {
      name           = "/aws/vpc/batch/flow-logs"
      retention_days = 90
      class          = "STANDARD"
      kms_key_arn    = module.logs_key.arn
    }
  }
  subscriptions = {}
  tags          = {}
}

module "eks" {
  source = "./modules/eks"
  name   = "batch"
  role = {
    arn                  = null
    name                 = "batch-us-west-2-cluster"
    path                 = "/"
    permissions_boundary = null
    policy_arns          = []
    policy               = null
    tags                 = {}
  }
  partition          = "aws"
  kubernetes_version = "1.35"
  support_type       = "EXTENDED"
  vpc_id             = module.vpc.vpc_id
  subnet_ids = [
    module.vpc.intra_subnet_ids["us-west-2a"],
    module.vpc.intra_subnet_ids["us-west-2b"],
    module.vpc.intra_subnet_ids["us-west-2c"],
  ]
  ip_family         = "ipv4"
  service_ipv4_cidr = "172.20.0.0/16"
  endpoint = {
    private      = true
    public       = false
    public_cidrs = []
    sources      = []
  }
  node_ingress      = {}
  other_node_groups = []
  log_types         = ["api", "audit", "authenticator"]
  log_group_name    = module.log_groups.names["control-plane"]
  secrets_encryption = {
    this = {
      key_arn = module.secrets_key.arn
    }
  }
  authentication_mode = "API"
  access_entries = {
    "arn:aws:iam::111122223333:role/PlatformAdmin" = {
      principal_arn     = "arn:aws:iam::111122223333:role/PlatformAdmin"
      type              = "STANDARD"
      kubernetes_groups = []
      user_name         = null
      policies = {
        "cluster-admin" = {
          policy_arn = "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy"
          namespaces = []
        }
      }
      tags = {}
    }
  }
  region     = "us-west-2"
  account_id = "111122223333"
  security_groups = {
    existing   = null
    additional = []
  }
  zonal_shift           = null
  deletion_protection   = null
  scaling_tier          = null
  egress_mode           = null
  components            = null
  auto_mode             = {}
  remote_networks       = {}
  pods_in_cluster_group = false
  tags                  = {}
}

module "addons_before_nodes" {
  source       = "./modules/addons"
  cluster_name = module.eks.cluster_name
  partition    = "aws"
  addons = {
    "kube-proxy" = {
      name              = "kube-proxy"
      version           = null
      configuration     = "{}"
      eni_config        = null
      preserve          = false
      resolve_conflicts = "OVERWRITE"
      namespace         = null
      waits             = false
      service_accounts  = {}
      tags              = {}
    }
    "pod-identity-agent" = {
      name              = "eks-pod-identity-agent"
      version           = null
      configuration     = "{}"
      eni_config        = null
      preserve          = false
      resolve_conflicts = "OVERWRITE"
      namespace         = null
      waits             = false
      service_accounts  = {}
      tags              = {}
    }
    "vpc-cni" = {
      name              = "vpc-cni"
      version           = null
      configuration     = "{}"
      eni_config        = null
      preserve          = false
      resolve_conflicts = "OVERWRITE"
      namespace         = null
      waits             = false
      service_accounts  = {}
      tags              = {}
    }
  }
  after = []
  tags  = {}
}

module "nodes_base" {
  source          = "./modules/nodes"
  group           = "base"
  node_group_name = "base-2bfce155"
  role = {
    arn                  = null
    name                 = "batch-us-west-2-node-base"
    path                 = "/"
    permissions_boundary = null
    policy_arns          = []
    policy               = null
    tags                 = {}
  }
  launch_template_name = "batch-node-base"
  cluster_name         = module.eks.cluster_name
  kubernetes_version   = "1.35"
  partition            = "aws"
  self_managed         = null
  subnet_ids = [
    module.vpc.private_subnet_ids["us-west-2a"],
    module.vpc.private_subnet_ids["us-west-2b"],
    module.vpc.private_subnet_ids["us-west-2c"],
  ]
  public_ip = false
  ami_type  = "AL2023_x86_64_STANDARD"
  user_data = []
  instance = {
    name                = "batch-base"
    image_id            = null
    detailed_monitoring = false
    cpu_credits         = null
    tenancy             = null
    enclaves            = false
  }
  ssh = {
    key_name   = null
    public_key = null
    port       = 22
    sources    = []
  }
  vpc_id      = module.vpc.vpc_id
  extra_disks = {}
  placement = {
    group_name = null
    strategy   = null
  }
  capacity_reservation = null
  efa_cards            = 0
  repair               = null
  release_version      = null
  capacity_type        = "ON_DEMAND"
  instance_types       = ["m7i.large"]
  scaling = {
    min     = 2
    max     = 2
    desired = 2
  }
  labels = {}
  taints = []
  disk = {
    device        = "/dev/xvda"
    system_device = null
    size          = 80
    type          = "gp3"
    iops          = null
    throughput    = null
    encrypted     = true
    kms_key_arn   = null
  }
  imds = {
    hop_limit = 1
  }
  update = {
    max_unavailable            = 1
    max_unavailable_percentage = null
    force                      = false
    strategy                   = "DEFAULT"
  }
  security_group_ids = [module.eks.node_security_group_id]
  ssm                = true
  cni_policy         = true
  ip_family          = "ipv4"
  after              = module.addons_before_nodes.ready
  tags               = {}
}

module "nodes_edge" {
  source          = "./modules/nodes"
  group           = "edge"
  node_group_name = "batch-node-edge"
  role = {
    arn                  = null
    name                 = "batch-us-west-2-self-node-edge"
    path                 = "/"
    permissions_boundary = null
    policy_arns          = []
    policy               = null
    tags                 = {}
  }
  launch_template_name = "batch-node-edge"
  cluster_name         = module.eks.cluster_name
  kubernetes_version   = null
  partition            = "aws"
  self_managed = {
    access_entry_type     = "EC2_LINUX"
    mixed_instances       = null
    instance_refresh      = null
    max_instance_lifetime = null
    warm_pool = {
      min   = 1
      max   = 3
      state = "Stopped"
    }
    target_groups          = []
    classic_load_balancers = []
    suspended_processes    = []
    scale_in_protection    = true
    metrics                = ["GroupDesiredCapacity", "GroupInServiceInstances"]
    autoscaler_tags        = {}
  }
  subnet_ids = [
    module.vpc.private_subnet_ids["us-west-2a"],
    module.vpc.private_subnet_ids["us-west-2b"],
    module.vpc.private_subnet_ids["us-west-2c"],
  ]
  public_ip = false
  ami_type  = "BOTTLEROCKET_ARM_64"
  user_data = [
    "[settings.kubernetes]",
    "cluster-name = \"batch\"",
    "api-server = \"${module.eks.endpoint}\"",
    "cluster-certificate = \"${module.eks.certificate_authority}\"",
    "cluster-dns-ip = \"172.20.0.10\"",
    "",
  ]
  instance = {
    name                = "batch-edge"
    image_id            = "resolve:ssm:/aws/service/bottlerocket/aws-k8s-1.35/arm64/latest/image_id"
    detailed_monitoring = false
    cpu_credits         = null
    tenancy             = null
    enclaves            = false
  }
  ssh = {
    key_name   = null
    public_key = null
    port       = 22
    sources    = []
  }
  vpc_id      = module.vpc.vpc_id
  extra_disks = {}
  placement = {
    group_name = null
    strategy   = null
  }
  capacity_reservation = null
  efa_cards            = 0
  repair               = null
  release_version      = null
  capacity_type        = "ON_DEMAND"
  instance_types       = ["m7g.large"]
  scaling = {
    min     = 1
    max     = 3
    desired = 1
  }
  labels = {}
  taints = []
  disk = {
    device        = "/dev/xvdb"
    system_device = "/dev/xvda"
    size          = 80
    type          = "gp3"
    iops          = null
    throughput    = null
    encrypted     = true
    kms_key_arn   = null
  }
  imds = {
    hop_limit = 1
  }
  update = {
    max_unavailable            = 1
    max_unavailable_percentage = null
    force                      = false
    strategy                   = "DEFAULT"
  }
  security_group_ids = [module.eks.node_security_group_id]
  ssm                = true
  cni_policy         = true
  ip_family          = "ipv4"
  after              = module.addons_before_nodes.ready
  tags               = {}
}

module "nodes_workers" {
  source          = "./modules/nodes_autoscaled"
  group           = "workers"
  node_group_name = "batch-node-workers"
  role = {
    arn                  = null
    name                 = "batch-us-west-2-self-node-workers"
    path                 = "/"
    permissions_boundary = null
    policy_arns          = []
    policy               = null
    tags                 = {}
  }
  launch_template_name = "batch-node-workers"
  cluster_name         = module.eks.cluster_name
  kubernetes_version   = null
  partition            = "aws"
  self_managed = {
    access_entry_type = "EC2_LINUX"
    mixed_instances = {
      on_demand_base     = 1
      on_demand_percent  = 25
      spot_strategy      = "capacity-optimized"
      spot_pools         = null
      max_price          = "0.12"
      weights            = {}
      capacity_rebalance = true
      requirements       = null
    }
    instance_refresh = {
      min_healthy_percentage = 90
      max_healthy_percentage = 120
      instance_warmup        = null
    }
    max_instance_lifetime = 1209600
    warm_pool             = null
    target_groups = [
      "arn:aws:elasticloadbalancing:us-west-2:111122223333:targetgroup/shared/0123456789abcdef",
    ]
    classic_load_balancers = ["legacy"]
    suspended_processes    = ["AZRebalance"]
    scale_in_protection    = false
    metrics = [
      "GroupAndWarmPoolDesiredCapacity",
      "GroupAndWarmPoolTotalCapacity",
      "GroupDesiredCapacity",
      "GroupInServiceCapacity",
      "GroupInServiceInstances",
      "GroupMaxSize",
      "GroupMinSize",
      "GroupPendingCapacity",
      "GroupPendingInstances",
      "GroupStandbyCapacity",
      "GroupStandbyInstances",
      "GroupTerminatingCapacity",
      "GroupTerminatingInstances",
      "GroupTotalCapacity",
      "GroupTotalInstances",
      "WarmPoolDesiredCapacity",
      "WarmPoolPendingCapacity",
      "WarmPoolTerminatingCapacity",
      "WarmPoolTotalCapacity",
      "WarmPoolWarmedCapacity",
    ]
    autoscaler_tags = {
      "k8s.io/cluster-autoscaler/batch"                         = "owned"
      "k8s.io/cluster-autoscaler/enabled"                       = "true"
      "k8s.io/cluster-autoscaler/node-template/label/role"      = "worker"
      "k8s.io/cluster-autoscaler/node-template/taint/dedicated" = "batch:NoSchedule"
    }
  }
  subnet_ids = [
    module.vpc.private_subnet_ids["us-west-2a"],
    module.vpc.private_subnet_ids["us-west-2b"],
    module.vpc.private_subnet_ids["us-west-2c"],
  ]
  public_ip = false
  ami_type  = "AL2023_x86_64_STANDARD"
  user_data = [
    "MIME-Version: 1.0",
    "Content-Type: multipart/mixed; boundary=\"eksgen-1fb764f21dab4ae0\"",
    "",
    "--eksgen-1fb764f21dab4ae0",
    "Content-Type: application/node.eks.aws",
    "",
    "apiVersion: node.eks.aws/v1alpha1",
    "kind: NodeConfig",
    "spec:",
    "  cluster:",
    "    name: batch",
    "    apiServerEndpoint: ${module.eks.endpoint}",
    "    certificateAuthority: ${module.eks.certificate_authority}",
    "    cidr: 172.20.0.0/16",
    "  kubelet:",
    "    flags: [\"--node-labels=role=worker\", \"--register-with-taints=dedicated=batch:NoSchedule\"]",
    "",
    "--eksgen-1fb764f21dab4ae0--",
    "",
  ]
  instance = {
    name                = "batch-workers"
    image_id            = "resolve:ssm:/aws/service/eks/optimized-ami/1.35/amazon-linux-2023/x86_64/standard/recommended/image_id"
    detailed_monitoring = false
    cpu_credits         = null
    tenancy             = null
    enclaves            = false
  }
  ssh = {
    key_name   = null
    public_key = null
    port       = 22
    sources    = []
  }
  vpc_id      = module.vpc.vpc_id
  extra_disks = {}
  placement = {
    group_name = null
    strategy   = null
  }
  capacity_reservation = null
  efa_cards            = 0
  repair               = null
  release_version      = null
  capacity_type        = "ON_DEMAND"
  instance_types       = ["m7i.large", "m6i.large", "m5.large"]
  scaling = {
    min     = 2
    max     = 10
    desired = 3
  }
  labels = {
    role = "worker"
  }
  taints = [
    {
      key    = "dedicated"
      value  = "batch"
      effect = "NO_SCHEDULE"
    },
  ]
  disk = {
    device        = "/dev/xvda"
    system_device = null
    size          = 80
    type          = "gp3"
    iops          = null
    throughput    = null
    encrypted     = true
    kms_key_arn   = null
  }
  imds = {
    hop_limit = 1
  }
  update = {
    max_unavailable            = 1
    max_unavailable_percentage = null
    force                      = false
    strategy                   = "DEFAULT"
  }
  security_group_ids = [module.eks.node_security_group_id]
  ssm                = true
  cni_policy         = true
  ip_family          = "ipv4"
  after              = module.addons_before_nodes.ready
  tags               = {}
}

module "addons_after_nodes" {
  source       = "./modules/addons"
  cluster_name = module.eks.cluster_name
  partition    = "aws"
  addons = {
    coredns = {
      name              = "coredns"
      version           = null
      configuration     = "{}"
      eni_config        = null
      preserve          = false
      resolve_conflicts = "OVERWRITE"
      namespace         = null
      waits             = false
      service_accounts  = {}
      tags              = {}
    }
    "ebs-csi" = {
      name              = "aws-ebs-csi-driver"
      version           = null
      configuration     = "{\"defaultStorageClass\":{\"enabled\":true}}"
      eni_config        = null
      preserve          = false
      resolve_conflicts = "OVERWRITE"
      namespace         = null
      waits             = false
      service_accounts = {
        "ebs-csi-controller-sa" = {
          arn                  = null
          name                 = "batch-us-west-2-addon-ebs-csi-controller-sa"
          path                 = "/"
          permissions_boundary = null
          policy_arns          = ["arn:aws:iam::aws:policy/service-role/AmazonEBSCSIDriverPolicy"]
          policy               = null
          tags                 = {}
        }
      }
      tags = {}
    }
  }
  after = [module.nodes_base.ready, module.nodes_edge.ready, module.nodes_workers.ready]
  tags  = {}
}

module "elb_web" {
  source   = "./modules/elb"
  name     = "batch-lb-web"
  kind     = "network"
  internal = true
  vpc_id   = module.vpc.vpc_id
  subnet_ids = [
    module.vpc.private_subnet_ids["us-west-2a"],
    module.vpc.private_subnet_ids["us-west-2b"],
    module.vpc.private_subnet_ids["us-west-2c"],
  ]
  listeners = {
    "80" = {
      port            = 80
      protocol        = "TCP"
      certificate_arn = null
      ssl_policy      = null
      redirect_https  = false
      target_port     = null
      target_protocol = "TCP"
    }
  }
  target_groups = {
    "80" = {
      name                  = "batch-lb-web-0b96f310"
      port                  = 30080
      protocol              = "TCP"
      target_type           = "instance"
      node_groups           = ["base", "edge"]
      health_check_protocol = "TCP"
      health_check_port     = "30080"
    }
  }
  rules = {}
  health_check = {
    protocol  = "TCP"
    port      = null
    path      = null
    interval  = 10
    timeout   = 5
    healthy   = 3
    unhealthy = 3
  }
  targets = {
    base = module.nodes_base.autoscaling_group_name
    edge = module.nodes_edge.autoscaling_group_name
  }
  node_security_group_id        = module.eks.node_security_group_id
  sources                       = ["10.20.0.0/16"]
  ipv6_sources                  = {}
  additional_security_group_ids = []
  cross_zone                    = false
  draining = {
    enabled = true
    timeout = 60
  }
  idle_timeout        = null
  proxy_protocol      = false
  preserve_client_ip  = true
  stickiness          = null
  access_logs         = null
  log_bucket          = null
  web_acl_arn         = null
  dns                 = null
  deletion_protection = false
  ip_family           = "ipv4"
  tags                = {}
}
