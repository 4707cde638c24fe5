# Made by eksgen from existing-vpc.yaml. Change that file, not this one.

module "existing_vpc" {
  source     = "./modules/existing_vpc"
  region     = "us-west-2"
  vpc_id     = "vpc-0a1b2c3d4e5f60718"
  account_id = "111122223333"
  owner_only = ["VPC endpoints", "flow logs"]
  cidrs      = ["10.0.0.0/16", "100.64.0.0/16"]
  subnets = {
    "subnet-0a1b2c3d4e5f60001" = {
      tier = "private"
      zone = "us-west-2a"
    }
    "subnet-0a1b2c3d4e5f60002" = {
      tier = "private"
      zone = "us-west-2b"
    }
    "subnet-0a1b2c3d4e5f60003" = {
      tier = "private"
      zone = "us-west-2b"
    }
    "subnet-0a1b2c3d4e5f60004" = {
      tier = "private"
      zone = "us-west-2c"
      cidr = "10.0.64.0/19"
    }
    "subnet-0a1b2c3d4e5f60011" = {
      tier = "public"
      zone = "us-west-2a"
    }
    "subnet-0a1b2c3d4e5f60012" = {
      tier = "public"
      zone = "us-west-2b"
    }
    "subnet-0a1b2c3d4e5f60013" = {
      tier = "public"
      zone = "us-west-2c"
    }
  }
  control_plane_subnet_ids = [
    "subnet-0a1b2c3d4e5f60001",
    "subnet-0a1b2c3d4e5f60002",
    "subnet-0a1b2c3d4e5f60003",
    "subnet-0a1b2c3d4e5f60004",
  ]
  node_subnet_ids = [
    "subnet-0a1b2c3d4e5f60001",
    "subnet-0a1b2c3d4e5f60002",
    "subnet-0a1b2c3d4e5f60003",
    "subnet-0a1b2c3d4e5f60004",
    "subnet-0a1b2c3d4e5f60011",
    "subnet-0a1b2c3d4e5f60012",
    "subnet-0a1b2c3d4e5f60013",
  ]
  managed_node_subnet_ids = [
    "subnet-0a1b2c3d4e5f60001",
    "subnet-0a1b2c3d4e5f60002",
    "subnet-0a1b2c3d4e5f60003",
    "subnet-0a1b2c3d4e5f60004",
    "subnet-0a1b2c3d4e5f60011",
    "subnet-0a1b2c3d4e5f60012",
    "subnet-0a1b2c3d4e5f60013",
  ]
  has_endpoints        = false
  internet_gateway_ids = []
  nat_gateway_ids      = {}
  new_subnets          = {}
  ip_family            = "ipv4"
  security_group_ids   = ["sg-0a1b2c3d4e5f60021", "sg-0a1b2c3d4e5f60022"]
}

module "vpc" {
  source    = "./modules/vpc_existing"
  name      = "tenant"
  region    = "us-west-2"
  partition = "aws"
  existing = {
    vpc_id              = module.existing_vpc.vpc_id
    account_id          = "111122223333"
    internet_gateway_id = null
    nat_gateway_ids     = {}
    private_subnet_ids = [
      "subnet-0a1b2c3d4e5f60001",
      "subnet-0a1b2c3d4e5f60002",
      "subnet-0a1b2c3d4e5f60003",
      "subnet-0a1b2c3d4e5f60004",
    ]
    public_subnet_ids = [
      "subnet-0a1b2c3d4e5f60011",
      "subnet-0a1b2c3d4e5f60012",
      "subnet-0a1b2c3d4e5f60013",
    ]
    intra_subnet_ids = []
    endpoint_subnet_ids = [
      "subnet-0a1b2c3d4e5f60001",
      "subnet-0a1b2c3d4e5f60002",
      "subnet-0a1b2c3d4e5f60004",
    ]
    route_table_ids = []
  }
  cidr                    = "10.0.0.0/16"
  secondary_cidrs         = ["100.64.0.0/16"]
  pod_subnets             = {}
  private_subnets         = {}
  public_subnets          = {}
  assign_public_addresses = true
  intra_subnets           = {}
  ipv6_subnets            = {}
  subnet_tags = {
    private = {}
    public  = {}
    intra   = {}
  }
  nat_zones     = []
  nat_addresses = {}
  nat_routes    = {}
  routes = {
    private = {}
    public  = {}
    intra   = {}
  }
  interface_endpoints = {
    sts = "com.amazonaws.us-west-2.sts"
  }
  gateway_endpoints = {}
  endpoint_policies = {}
  flow_logs = {
    cloudwatch = {
      destination_arn     = module.log_groups.arns["flow-logs"]
      aggregation_seconds = 600
      role = {
        arn                  = null
        name                 = "tenant-us-west-2-flow-logs"
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
  alias                = "eks/tenant/secrets"
  description          = "Kubernetes secrets of the EKS cluster tenant"
  account_arn          = "arn:aws:iam::111122223333:root"
  administrators       = ["arn:aws:iam::111122223333:role/PlatformAdmin"]
  services             = {}
  service_linked_roles = {}
  deletion_window_days = 30
  tags                 = {}
}

module "logs_key" {
  source         = "./modules/kms"
  alias          = "eks/tenant/logs"
  description    = "Logs of the EKS cluster tenant"
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
      name           = "/aws/eks/tenant/cluster"
      retention_days = 90
      class          = "STANDARD"
      kms_key_arn    = module.logs_key.arn
    }
    "flow-logs" = {
      name           = "/aws/vpc/tenant/flow-logs"
      retention_days = 30
      class          = "STANDARD"
      kms_key_arn    = module.logs_key.arn
    }
  }
  subscriptions = {}
  tags          = {}
}

module "eks" {
  source = "./modules/eks"
  name   = "tenant"
  role = {
    arn                  = null
    name                 = "tenant-us-west-2-cluster"
    path                 = "/"
    permissions_boundary = null
    policy_arns          = []
    policy               = null
    tags                 = {}
  }
  partition          = "aws"
  kubernetes_version = "1.36"
  support_type       = "EXTENDED"
  vpc_id             = module.vpc.vpc_id
  subnet_ids = [
    module.vpc.private_subnet_ids["subnet-0a1b2c3d4e5f60001"],
    module.vpc.private_subnet_ids["subnet-0a1b2c3d4e5f60002"],
    module.vpc.private_subnet_ids["subnet-0a1b2c3d4e5f60003"],
    module.vpc.private_subnet_ids["subnet-0a1b2c3d4e5f60004"],
  ]
  ip_family         = "ipv4"
  service_ipv4_cidr = "172.20.0.0/16"
  endpoint = {
    private      = true
    public       = false
    public_cidrs = []
    sources      = []
  }
  node_ingress = {
    "tcp/9100/10.0.0.0/16" = {
      source      = "10.0.0.0/16"
      protocol    = "tcp"
      from_port   = 9100
      to_port     = 9100
      description = "TCP 9100 from 10.0.0.0/16"
    }
  }
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
    existing   = "sg-0a1b2c3d4e5f60021"
    additional = ["sg-0a1b2c3d4e5f60022"]
  }
  zonal_shift           = true
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

module "nodes_batch" {
  source          = "./modules/nodes"
  group           = "batch"
  node_group_name = "batch-656183af"
  role = {
    arn                  = null
    name                 = "tenant-us-west-2-node-batch"
    path                 = "/"
    permissions_boundary = null
    policy_arns          = []
    policy               = null
    tags                 = {}
  }
  launch_template_name = "tenant-node-batch"
  cluster_name         = module.eks.cluster_name
  kubernetes_version   = "1.36"
  partition            = "aws"
  self_managed         = null
  subnet_ids = [
    module.vpc.private_subnet_ids["subnet-0a1b2c3d4e5f60001"],
    module.vpc.private_subnet_ids["subnet-0a1b2c3d4e5f60002"],
    module.vpc.private_subnet_ids["subnet-0a1b2c3d4e5f60003"],
  ]
  public_ip = false
  ami_type  = "AL2023_x86_64_STANDARD"
  user_data = []
  instance = {
    name                = "tenant-batch"
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
  capacity_type        = "SPOT"
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

module "nodes_cache" {
  source          = "./modules/nodes"
  group           = "cache"
  node_group_name = "cache-1c1e907d"
  role = {
    arn                  = null
    name                 = "tenant-us-west-2-node-cache"
    path                 = "/"
    permissions_boundary = null
    policy_arns          = []
    policy               = null
    tags                 = {}
  }
  launch_template_name = "tenant-node-cache"
  cluster_name         = module.eks.cluster_name
  kubernetes_version   = "1.36"
  partition            = "aws"
  self_managed         = null
  subnet_ids           = [module.vpc.private_subnet_ids["subnet-0a1b2c3d4e5f60003"]]
  public_ip            = false
  ami_type             = "AL2023_x86_64_STANDARD"
  user_data            = []
  instance = {
    name                = "tenant-cache"
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
    min     = 1
    max     = 3
    desired = 1
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
  node_group_name = "edge-83462f3f"
  role = {
    arn                  = null
    name                 = "tenant-us-west-2-node-edge"
    path                 = "/"
    permissions_boundary = null
    policy_arns          = []
    policy               = null
    tags                 = {}
  }
  launch_template_name = "tenant-node-edge"
  cluster_name         = module.eks.cluster_name
  kubernetes_version   = "1.36"
  partition            = "aws"
  self_managed         = null
  subnet_ids = [
    module.vpc.public_subnet_ids["subnet-0a1b2c3d4e5f60011"],
    module.vpc.public_subnet_ids["subnet-0a1b2c3d4e5f60012"],
    module.vpc.public_subnet_ids["subnet-0a1b2c3d4e5f60013"],
  ]
  public_ip = true
  ami_type  = "AL2023_x86_64_STANDARD"
  user_data = []
  instance = {
    name                = "tenant-edge"
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
    min     = 1
    max     = 2
    desired = 1
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

module "nodes_web" {
  source          = "./modules/nodes"
  group           = "web"
  node_group_name = "web-9b7374ec"
  role = {
    arn                  = null
    name                 = "tenant-us-west-2-node-web"
    path                 = "/"
    permissions_boundary = null
    policy_arns          = []
    policy               = null
    tags                 = {}
  }
  launch_template_name = "tenant-node-web"
  cluster_name         = module.eks.cluster_name
  kubernetes_version   = "1.36"
  partition            = "aws"
  self_managed         = null
  subnet_ids = [
    module.vpc.private_subnet_ids["subnet-0a1b2c3d4e5f60001"],
    module.vpc.private_subnet_ids["subnet-0a1b2c3d4e5f60002"],
    module.vpc.private_subnet_ids["subnet-0a1b2c3d4e5f60003"],
    module.vpc.private_subnet_ids["subnet-0a1b2c3d4e5f60004"],
  ]
  public_ip = false
  ami_type  = "AL2023_x86_64_STANDARD"
  user_data = []
  instance = {
    name                = "tenant-web"
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
    max     = 6
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
          name                 = "tenant-us-west-2-addon-ebs-csi-controller-sa"
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
  after = [
    module.nodes_batch.ready,
    module.nodes_cache.ready,
    module.nodes_edge.ready,
    module.nodes_web.ready,
  ]
  tags = {}
}

module "elb_edge" {
  source   = "./modules/elb"
  name     = "tenant-lb-edge"
  kind     = "network"
  internal = true
  vpc_id   = module.vpc.vpc_id
  subnet_ids = [
    module.vpc.private_subnet_ids["subnet-0a1b2c3d4e5f60001"],
    module.vpc.private_subnet_ids["subnet-0a1b2c3d4e5f60002"],
    module.vpc.private_subnet_ids["subnet-0a1b2c3d4e5f60004"],
  ]
  listeners = {
    "443" = {
      port            = 443
      protocol        = "TCP"
      certificate_arn = null
      ssl_policy      = null
      redirect_https  = false
      target_port     = null
      target_protocol = "TCP"
    }
  }
  target_groups = {
    "443" = {
      name                  = "tenant-lb-edge-1e102fdd"
      port                  = 30443
      protocol              = "TCP"
      target_type           = "instance"
      node_groups           = ["web"]
      health_check_protocol = "TCP"
      health_check_port     = "30443"
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
    web = module.nodes_web.autoscaling_group_name
  }
  node_security_group_id        = module.eks.node_security_group_id
  sources                       = ["10.0.0.0/16", "100.64.0.0/16"]
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
