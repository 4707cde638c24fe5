# Made by eksgen from production.yaml. Change that file, not this one.

module "vpc" {
  source          = "./modules/vpc"
  name            = "prod"
  region          = "eu-west-1"
  partition       = "aws"
  existing        = null
  cidr            = "10.20.0.0/16"
  secondary_cidrs = []
  pod_subnets     = {}
  private_subnets = {
    "eu-west-1a" = "10.20.0.0/19"
    "eu-west-1b" = "10.20.32.0/19"
    "eu-west-1c" = "10.20.64.0/19"
  }
  public_subnets = {
    "eu-west-1a" = "10.20.192.0/22"
    "eu-west-1b" = "10.20.196.0/22"
    "eu-west-1c" = "10.20.200.0/22"
  }
  assign_public_addresses = false
  intra_subnets = {
    "eu-west-1a" = "10.20.254.128/26"
    "eu-west-1b" = "10.20.254.192/26"
    "eu-west-1c" = "10.20.255.0/26"
  }
  ipv6_subnets = {}
  subnet_tags = {
    private = {}
    public  = {}
    intra   = {}
  }
  nat_zones     = ["eu-west-1a", "eu-west-1b", "eu-west-1c"]
  nat_addresses = {}
  nat_routes = {
    "eu-west-1a" = "eu-west-1a"
    "eu-west-1b" = "eu-west-1b"
    "eu-west-1c" = "eu-west-1c"
  }
  routes = {
    private = {}
    public  = {}
    intra   = {}
  }
  interface_endpoints = {}
  gateway_endpoints = {
    s3 = "com.amazonaws.eu-west-1.s3"
  }
  endpoint_policies = {}
  flow_logs = {
    cloudwatch = {
      destination_arn     = module.log_groups.arns["flow-logs"]
      aggregation_seconds = 60
      role = {
        arn                  = null
        name                 = "prod-eu-west-1-flow-logs"
        path                 = "/"
        permissions_boundary = null
        policy_arns          = []
        policy               = null
        tags                 = {}
      }
    }
  }
  tags = {
    environment = "production"
    team        = "platform"
  }
}

module "secrets_key" {
  source      = "./modules/kms"
  alias       = "eks/prod/secrets"
  description = "Kubernetes secrets of the EKS cluster prod"
  account_arn = "arn:aws:iam::111122223333:root"
  administrators = [
    "arn:aws:iam::111122223333:role/BreakGlass",
    "arn:aws:iam::111122223333:role/PlatformAdmin",
  ]
  services             = {}
  service_linked_roles = {}
  deletion_window_days = 30
  tags = {
    environment = "production"
    team        = "platform"
  }
}

module "logs_key" {
  source      = "./modules/kms"
  alias       = "eks/prod/logs"
  description = "Logs of the EKS cluster prod"
  account_arn = "arn:aws:iam::111122223333:root"
  administrators = [
    "arn:aws:iam::111122223333:role/BreakGlass",
    "arn:aws:iam::111122223333:role/PlatformAdmin",
  ]
  services = {
    logs = {
      principal = "logs.eu-west-1.amazonaws.com"
      encryption_context = {
        "aws:logs:arn" = "arn:aws:logs:eu-west-1:111122223333:log-group:*"
      }
    }
  }
  service_linked_roles = {}
  deletion_window_days = 30
  tags = {
    environment = "production"
    team        = "platform"
  }
}

module "log_groups" {
  source = "./modules/log_groups"
  groups = {
    "control-plane" = {
      name           = "/aws/eks/prod/cluster"
      retention_days = 365
      class          = "STANDARD"
      kms_key_arn    = module.logs_key.arn
    }
    "flow-logs" = {
      name           = "/aws/vpc/prod/flow-logs"
      retention_days = 90
      class          = "STANDARD"
      kms_key_arn    = module.logs_key.arn
    }
  }
  subscriptions = {}
  tags = {
    environment = "production"
    team        = "platform"
  }
}

module "eks" {
  source = "./modules/eks"
  name   = "prod"
  role = {
    arn                  = null
    name                 = "prod-eu-west-1-cluster"
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
    module.vpc.intra_subnet_ids["eu-west-1a"],
    module.vpc.intra_subnet_ids["eu-west-1b"],
    module.vpc.intra_subnet_ids["eu-west-1c"],
  ]
  ip_family         = "ipv4"
  service_ipv4_cidr = "172.20.0.0/16"
  endpoint = {
    private      = true
    public       = true
    public_cidrs = ["198.51.100.0/24", "203.0.113.0/24"]
    sources      = []
  }
  node_ingress      = {}
  other_node_groups = []
  log_types         = ["api", "audit", "authenticator", "controllerManager", "scheduler"]
  log_group_name    = module.log_groups.names["control-plane"]
  secrets_encryption = {
    this = {
      key_arn = module.secrets_key.arn
    }
  }
  authentication_mode = "API"
  access_entries = {
    "arn:aws:iam::111122223333:role/BreakGlass" = {
      principal_arn     = "arn:aws:iam::111122223333:role/BreakGlass"
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
  region     = "eu-west-1"
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
    environment = "production"
    team        = "platform"
  }
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
      configuration     = "{\"env\":{\"WARM_IP_TARGET\":\"4\"}}"
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
    environment = "production"
    team        = "platform"
  }
}

module "nodes_batch" {
  source          = "./modules/nodes"
  group           = "batch"
  node_group_name = "batch-c86e9770"
  role = {
    arn                  = null
    name                 = "prod-eu-west-1-node-batch"
    path                 = "/"
    permissions_boundary = null
    policy_arns          = []
    policy               = null
    tags                 = {}
  }
  launch_template_name = "prod-node-batch"
  cluster_name         = module.eks.cluster_name
  kubernetes_version   = "1.35"
  partition            = "aws"
  self_managed         = null
  subnet_ids = [
    module.vpc.private_subnet_ids["eu-west-1a"],
    module.vpc.private_subnet_ids["eu-west-1b"],
  ]
  public_ip = false
  ami_type  = "AL2023_x86_64_STANDARD"
  user_data = []
  instance = {
    name                = "prod-batch"
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
  instance_types       = ["m7i.xlarge", "m6i.xlarge", "m5.xlarge"]
  scaling = {
    min     = 0
    max     = 20
    desired = 1
  }
  labels = {
    role = "batch"
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
    size          = 100
    type          = "gp3"
    iops          = 4000
    throughput    = 250
    encrypted     = true
    kms_key_arn   = null
  }
  imds = {
    hop_limit = 1
  }
  update = {
    max_unavailable            = null
    max_unavailable_percentage = 33
    force                      = false
    strategy                   = "DEFAULT"
  }
  security_group_ids = [module.eks.node_security_group_id]
  ssm                = true
  cni_policy         = true
  ip_family          = "ipv4"
  after              = module.addons_before_nodes.ready
  tags = {
    environment = "production"
    team        = "platform"
  }
}

module "nodes_web" {
  source          = "./modules/nodes_autoscaled"
  group           = "web"
  node_group_name = "web-9e141f08"
  role = {
    arn                  = null
    name                 = "prod-eu-west-1-node-web"
    path                 = "/"
    permissions_boundary = null
    policy_arns          = []
    policy               = null
    tags                 = {}
  }
  launch_template_name = "prod-node-web"
  cluster_name         = module.eks.cluster_name
  kubernetes_version   = "1.35"
  partition            = "aws"
  self_managed         = null
  subnet_ids = [
    module.vpc.private_subnet_ids["eu-west-1a"],
    module.vpc.private_subnet_ids["eu-west-1b"],
    module.vpc.private_subnet_ids["eu-west-1c"],
  ]
  public_ip = false
  ami_type  = "AL2023_x86_64_STANDARD"
  user_data = []
  instance = {
    name                = "prod-web"
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
  instance_types       = ["m7i.large", "m6i.large"]
  scaling = {
    min     = 3
    max     = 9
    desired = 3
  }
  labels = {
    role = "web"
  }
  taints = []
  disk = {
    device        = "/dev/xvda"
    system_device = null
    size          = 100
    type          = "gp3"
    iops          = 4000
    throughput    = 250
    encrypted     = true
    kms_key_arn   = null
  }
  imds = {
    hop_limit = 1
  }
  update = {
    max_unavailable            = null
    max_unavailable_percentage = 33
    force                      = false
    strategy                   = "DEFAULT"
  }
  security_group_ids = [module.eks.node_security_group_id]
  ssm                = true
  cni_policy         = true
  ip_family          = "ipv4"
  after              = module.addons_before_nodes.ready
  tags = {
    "cost-center" = "shop"
    environment   = "production"
    team          = "platform"
  }
}

module "addons_after_nodes" {
  source       = "./modules/addons"
  cluster_name = module.eks.cluster_name
  partition    = "aws"
  addons = {
    coredns = {
      name              = "coredns"
      version           = null
      configuration     = "{\"replicaCount\":3}"
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
          name                 = "prod-eu-west-1-addon-ebs-csi-controller-sa"
          path                 = "/"
          permissions_boundary = null
          policy_arns          = ["arn:aws:iam::aws:policy/service-role/AmazonEBSCSIDriverPolicy"]
          policy               = null
          tags                 = {}
        }
      }
      tags = {}
    }
    "metrics-server" = {
      name              = "metrics-server"
      version           = null
      configuration     = null
      eni_config        = null
      preserve          = false
      resolve_conflicts = "OVERWRITE"
      namespace         = null
      waits             = false
      service_accounts  = {}
      tags              = {}
    }
  }
  after = [module.nodes_batch.ready, module.nodes_web.ready]
  tags = {
    environment = "production"
    team        = "platform"
  }
}

module "elb_edge" {
  source   = "./modules/elb"
  name     = "prod-lb-edge"
  kind     = "network"
  internal = false
  vpc_id   = module.vpc.vpc_id
  subnet_ids = [
    module.vpc.public_subnet_ids["eu-west-1a"],
    module.vpc.public_subnet_ids["eu-west-1b"],
    module.vpc.public_subnet_ids["eu-west-1c"],
  ]
  listeners = {
    "443" = {
      port            = 443
      protocol        = "TLS"
      certificate_arn = "arn:aws:acm:eu-west-1:111122223333:certificate/0f4c1b7e-0000-4000-8000-000000000001"
      ssl_policy      = "ELBSecurityPolicy-TLS13-1-2-2021-06"
      redirect_https  = false
      target_port     = null
      target_protocol = "TCP"
    }
  }
  target_groups = {
    "443" = {
      name                  = "prod-lb-edge-3a3b13ba"
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
    environment = "production"
    team        = "platform"
  }
}

module "elb_legacy" {
  source   = "./modules/elb"
  name     = "prod-lb-legacy"
  kind     = "classic"
  internal = true
  vpc_id   = module.vpc.vpc_id
  subnet_ids = [
    module.vpc.private_subnet_ids["eu-west-1a"],
    module.vpc.private_subnet_ids["eu-west-1b"],
    module.vpc.private_subnet_ids["eu-west-1c"],
  ]
  listeners = {
    "80" = {
      port            = 80
      protocol        = "HTTP"
      certificate_arn = null
      ssl_policy      = null
      redirect_https  = false
      target_port     = 30081
      target_protocol = "HTTP"
    }
  }
  target_groups = {}
  rules         = {}
  health_check = {
    protocol  = "HTTP"
    port      = 30081
    path      = "/healthz"
    interval  = 10
    timeout   = 5
    healthy   = 3
    unhealthy = 3
  }
  targets = {
    batch = module.nodes_batch.autoscaling_group_name
    web   = module.nodes_web.autoscaling_group_name
  }
  node_security_group_id        = module.eks.node_security_group_id
  sources                       = ["10.20.0.0/16"]
  ipv6_sources                  = {}
  additional_security_group_ids = []
  cross_zone                    = false
  draining = {
    enabled = true
    timeout = 120
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
    environment = "production"
    team        = "platform"
  }
}

module "elb_shop" {
  source   = "./modules/elb"
  name     = "prod-lb-shop"
  kind     = "application"
  internal = false
  vpc_id   = module.vpc.vpc_id
  subnet_ids = [
    module.vpc.public_subnet_ids["eu-west-1a"],
    module.vpc.public_subnet_ids["eu-west-1b"],
    module.vpc.public_subnet_ids["eu-west-1c"],
  ]
  listeners = {
    "80" = {
      port            = 80
      protocol        = "HTTP"
      certificate_arn = null
      ssl_policy      = null
      redirect_https  = true
      target_port     = null
      target_protocol = null
    }
    "443" = {
      port            = 443
      protocol        = "HTTPS"
      certificate_arn = "arn:aws:acm:eu-west-1:111122223333:certificate/0f4c1b7e-0000-4000-8000-000000000001"
      ssl_policy      = "ELBSecurityPolicy-TLS13-1-2-2021-06"
      redirect_https  = false
      target_port     = null
      target_protocol = "HTTP"
    }
  }
  target_groups = {
    "443" = {
      name                  = "prod-lb-shop-f7ee2851"
      port                  = 30080
      protocol              = "HTTP"
      target_type           = "instance"
      node_groups           = ["web"]
      health_check_protocol = "HTTP"
      health_check_port     = "30080"
    }
  }
  rules = {}
  health_check = {
    protocol  = "HTTP"
    port      = null
    path      = "/healthz"
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
  cross_zone                    = true
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
    environment = "production"
    team        = "platform"
  }
}
