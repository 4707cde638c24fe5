# Made by eksgen from china.yaml. Change that file, not this one.

module "vpc" {
  source          = "./modules/vpc"
  name            = "ningxia"
  region          = "cn-northwest-1"
  partition       = "aws-cn"
  existing        = null
  cidr            = "10.60.0.0/16"
  secondary_cidrs = []
  pod_subnets     = {}
  private_subnets = {
    "cn-northwest-1a" = "10.60.0.0/19"
    "cn-northwest-1b" = "10.60.32.0/19"
    "cn-northwest-1c" = "10.60.64.0/19"
  }
  public_subnets = {
    "cn-northwest-1a" = "10.60.192.0/22"
    "cn-northwest-1b" = "10.60.196.0/22"
    "cn-northwest-1c" = "10.60.200.0/22"
  }
  assign_public_addresses = false
  intra_subnets = {
    "cn-northwest-1a" = "10.60.254.128/26"
    "cn-northwest-1b" = "10.60.254.192/26"
    "cn-northwest-1c" = "10.60.255.0/26"
  }
  ipv6_subnets = {}
  subnet_tags = {
    private = {}
    public  = {}
    intra   = {}
  }
  nat_zones     = ["cn-northwest-1a"]
  nat_addresses = {}
  nat_routes = {
    "cn-northwest-1a" = "cn-northwest-1a"
    "cn-northwest-1b" = "cn-northwest-1a"
    "cn-northwest-1c" = "cn-northwest-1a"
  }
  routes = {
    private = {}
    public  = {}
    intra   = {}
  }
  interface_endpoints = {}
  gateway_endpoints = {
    s3 = "com.amazonaws.cn-northwest-1.s3"
  }
  endpoint_policies = {}
  flow_logs = {
    cloudwatch = {
      destination_arn     = module.log_groups.arns["flow-logs"]
      aggregation_seconds = 600
      role = {
        arn                  = null
        name                 = "ningxia-cn-northwest-1-flow-logs"
        path                 = "/"
        permissions_boundary = null
        policy_arns          = []
        policy               = null
        tags                 = {}
      }
    }
  }
  tags = {
    team = "platform-cn"
  }
}

module "secrets_key" {
  source               = "./modules/kms"
  alias                = "eks/ningxia/secrets"
  description          = "Kubernetes secrets of the EKS cluster ningxia"
  account_arn          = "arn:aws-cn:iam::111122223333:root"
  administrators       = ["arn:aws-cn:iam::111122223333:role/PlatformAdmin"]
  services             = {}
  service_linked_roles = {}
  deletion_window_days = 30
  tags = {
    team = "platform-cn"
  }
}

module "logs_key" {
  source         = "./modules/kms"
  alias          = "eks/ningxia/logs"
  description    = "Logs of the EKS cluster ningxia"
  account_arn    = "arn:aws-cn:iam::111122223333:root"
  administrators = ["arn:aws-cn:iam::111122223333:role/PlatformAdmin"]
  services = {
    logs = {
      principal = "logs.cn-northwest-1.amazonaws.com.cn"
      encryption_context = {
        "aws:logs:arn" = "arn:aws-cn:logs:cn-northwest-1:111122223333:log-group:*"
      }
    }
  }
  service_linked_roles = {}
  deletion_window_days = 30
  tags = {
    team = "platform-cn"
  }
}

module "log_groups" {
  source = "./modules/log_groups"
  groups = {
    "control-plane" = {
      name           = "/aws/eks/ningxia/cluster"
      retention_days = 90
      class          = "STANDARD"
      kms_key_arn    = module.logs_key.arn
    }
    "flow-logs" = {
      name           = "/aws/vpc/ningxia/flow-logs"
      retention_days = 90
      class          = "STANDARD"
      kms_key_arn    = module.logs_key.arn
    }
  }
  subscriptions = {}
  tags = {
    team = "platform-cn"
  }
}

module "eks" {
  source = "./modules/eks"
  name   = "ningxia"
  role = {
    arn                  = null
    name                 = "ningxia-cn-northwest-1-cluster"
    path                 = "/"
    permissions_boundary = null
    policy_arns          = []
    policy               = null
    tags                 = {}
  }
  partition          = "aws-cn"
  kubernetes_version = "1.35"
  support_type       = "EXTENDED"
  vpc_id             = module.vpc.vpc_id
  subnet_ids = [
    module.vpc.intra_subnet_ids["cn-northwest-1a"],
    module.vpc.intra_subnet_ids["cn-northwest-1b"],
    module.vpc.intra_subnet_ids["cn-northwest-1c"],
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
    "arn:aws-cn:iam::111122223333:role/PlatformAdmin" = {
      principal_arn     = "arn:aws-cn:iam::111122223333:role/PlatformAdmin"
      type              = "STANDARD"
      kubernetes_groups = []
      user_name         = null
      policies = {
        "cluster-admin" = {
          policy_arn = "arn:aws-cn:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy"
          namespaces = []
        }
      }
      tags = {}
    }
  }
  region     = "cn-northwest-1"
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
  tags = {
    team = "platform-cn"
  }
}

module "addons_before_nodes" {
  source       = "./modules/addons"
  cluster_name = module.eks.cluster_name
  partition    = "aws-cn"
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
  tags = {
    team = "platform-cn"
  }
}

module "nodes_web" {
  source          = "./modules/nodes"
  group           = "web"
  node_group_name = "web-8a172f83"
  role = {
    arn                  = null
    name                 = "ningxia-cn-northwest-1-node-web"
    path                 = "/"
    permissions_boundary = null
    policy_arns          = []
    policy               = null
    tags                 = {}
  }
  launch_template_name = "ningxia-node-web"
  cluster_name         = module.eks.cluster_name
  kubernetes_version   = "1.35"
  partition            = "aws-cn"
  self_managed         = null
  subnet_ids = [
    module.vpc.private_subnet_ids["cn-northwest-1a"],
    module.vpc.private_subnet_ids["cn-northwest-1b"],
    module.vpc.private_subnet_ids["cn-northwest-1c"],
  ]
  public_ip = false
  ami_type  = "AL2023_x86_64_STANDARD"
  user_data = []
  instance = {
    name                = "ningxia-web"
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
  instance_types       = ["m6i.large"]
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
  tags = {
    team = "platform-cn"
  }
}

module "addons_after_nodes" {
  source       = "./modules/addons"
  cluster_name = module.eks.cluster_name
  partition    = "aws-cn"
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
          name                 = "ningxia-cn-northwest-1-addon-ebs-csi-controller-sa"
          path                 = "/"
          permissions_boundary = null
          policy_arns          = ["arn:aws-cn:iam::aws:policy/service-role/AmazonEBSCSIDriverPolicy"]
          policy               = null
          tags                 = {}
        }
      }
      tags = {}
    }
  }
  after = [module.nodes_web.ready]
  tags = {
    team = "platform-cn"
  }
}

module "elb_edge" {
  source   = "./modules/elb"
  name     = "ningxia-lb-edge"
  kind     = "network"
  internal = false
  vpc_id   = module.vpc.vpc_id
  subnet_ids = [
    module.vpc.public_subnet_ids["cn-northwest-1a"],
    module.vpc.public_subnet_ids["cn-northwest-1b"],
    module.vpc.public_subnet_ids["cn-northwest-1c"],
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
      name                  = "ningxia-lb-edge-b461d5a7"
      port                  = 30080
      protocol              = "TCP"
      target_type           = "instance"
      node_groups           = ["web"]
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
    web = module.nodes_web.autoscaling_group_name
  }
  node_security_group_id        = module.eks.node_security_group_id
  sources                       = ["0.0.0.0/0"]
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
  tags = {
    team = "platform-cn"
  }
}
