# Made by eksgen from ipv6.yaml. Change that file, not this one.

module "vpc" {
  source          = "./modules/vpc"
  name            = "ipv6"
  region          = "us-west-2"
  partition       = "aws"
  existing        = null
  cidr            = "10.40.0.0/22"
  secondary_cidrs = []
  pod_subnets     = {}
  private_subnets = {
    "us-west-2a" = "10.40.0.0/26"
    "us-west-2b" = "10.40.0.64/26"
    "us-west-2c" = "10.40.0.128/26"
  }
  public_subnets = {
    "us-west-2a" = "10.40.1.128/27"
    "us-west-2b" = "10.40.1.160/27"
    "us-west-2c" = "10.40.1.192/27"
  }
  assign_public_addresses = false
  intra_subnets = {
    "us-west-2a" = "10.40.3.160/28"
    "us-west-2b" = "10.40.3.176/28"
    "us-west-2c" = "10.40.3.192/28"
  }
  ipv6_subnets = {
    "intra/us-west-2a"   = 32
    "intra/us-west-2b"   = 33
    "intra/us-west-2c"   = 34
    "private/us-west-2a" = 0
    "private/us-west-2b" = 1
    "private/us-west-2c" = 2
    "public/us-west-2a"  = 16
    "public/us-west-2b"  = 17
    "public/us-west-2c"  = 18
  }
  subnet_tags = {
    private = {}
    public  = {}
    intra   = {}
  }
  nat_zones     = ["us-west-2a", "us-west-2b", "us-west-2c"]
  nat_addresses = {}
  nat_routes = {
    "us-west-2a" = "us-west-2a"
    "us-west-2b" = "us-west-2b"
    "us-west-2c" = "us-west-2c"
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
        name                 = "ipv6-us-west-2-flow-logs"
        path                 = "/"
        permissions_boundary = null
        policy_arns          = []
        policy               = null
        tags                 = {}
      }
    }
  }
  tags = {
    team = "platform"
  }
}

module "secrets_key" {
  source               = "./modules/kms"
  alias                = "eks/ipv6/secrets"
  description          = "Kubernetes secrets of the EKS cluster ipv6"
  account_arn          = "arn:aws:iam::111122223333:root"
  administrators       = ["arn:aws:iam::111122223333:role/PlatformAdmin"]
  services             = {}
  service_linked_roles = {}
  deletion_window_days = 30
  tags = {
    team = "platform"
  }
}

module "logs_key" {
  source         = "./modules/kms"
  alias          = "eks/ipv6/logs"
  description    = "Logs of the EKS cluster ipv6"
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
  tags = {
    team = "platform"
  }
}

module "log_groups" {
  source = "./modules/log_groups"
  groups = {
    "control-plane" = {
      name           = "/aws/eks/ipv6/cluster"
      retention_days = 90
      class          = "STANDARD"
      kms_key_arn    = module.logs_key.arn
    }
    "flow-logs" = {
      name           = "/aws/vpc/ipv6/flow-logs"
      retention_days = 90
      class          = "STANDARD"
      kms_key_arn    = module.logs_key.arn
    }
  }
  subscriptions = {}
  tags = {
    team = "platform"
  }
}

module "eks" {
  source = "./modules/eks"
  name   = "ipv6"
  role = {
    arn                  = null
    name                 = "ipv6-us-west-2-cluster"
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
    module.vpc.intra_subnet_ids["us-west-2a"],
    module.vpc.intra_subnet_ids["us-west-2b"],
    module.vpc.intra_subnet_ids["us-west-2c"],
  ]
  ip_family         = "ipv6"
  service_ipv4_cidr = null
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
  tags = {
    team = "platform"
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
    team = "platform"
  }
}

module "nodes_own-image" {
  source          = "./modules/nodes"
  group           = "own-image"
  node_group_name = "own-image-64456caa"
  role = {
    arn                  = null
    name                 = "ipv6-us-west-2-node-own-image"
    path                 = "/"
    permissions_boundary = null
    policy_arns          = []
    policy               = null
    tags                 = {}
  }
  launch_template_name = "ipv6-node-own-image"
  cluster_name         = module.eks.cluster_name
  kubernetes_version   = null
  partition            = "aws"
  self_managed         = null
  subnet_ids = [
    module.vpc.private_subnet_ids["us-west-2a"],
    module.vpc.private_subnet_ids["us-west-2b"],
    module.vpc.private_subnet_ids["us-west-2c"],
  ]
  public_ip = false
  ami_type  = "CUSTOM"
  user_data = [
    "[settings.kubernetes]",
    "max-pods = 110",
    "cluster-name = \"ipv6\"",
    "api-server = \"${module.eks.endpoint}\"",
    "cluster-certificate = \"${module.eks.certificate_authority}\"",
    "cluster-dns-ip = \"${module.eks.dns_address}\"",
    "[settings.kubernetes.node-labels]",
    "\"eks.amazonaws.com/nodegroup\" = \"own-image-64456caa\"",
    "\"eks.amazonaws.com/nodegroup-image\" = \"ami-0123456789abcdef0\"",
    "\"eks.amazonaws.com/capacityType\" = \"ON_DEMAND\"",
    "",
  ]
  instance = {
    name                = "ipv6-own-image"
    image_id            = "ami-0123456789abcdef0"
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
    min     = 2
    max     = 2
    desired = 2
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
  ip_family          = "ipv6"
  after              = module.addons_before_nodes.ready
  tags = {
    team = "platform"
  }
}

module "nodes_web" {
  source          = "./modules/nodes"
  group           = "web"
  node_group_name = "web-33575e72"
  role = {
    arn                  = null
    name                 = "ipv6-us-west-2-node-web"
    path                 = "/"
    permissions_boundary = null
    policy_arns          = []
    policy               = null
    tags                 = {}
  }
  launch_template_name = "ipv6-node-web"
  cluster_name         = module.eks.cluster_name
  kubernetes_version   = "1.36"
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
    name                = "ipv6-web"
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
    max     = 100
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
  ip_family          = "ipv6"
  after              = module.addons_before_nodes.ready
  tags = {
    team = "platform"
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
          name                 = "ipv6-us-west-2-addon-ebs-csi-controller-sa"
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
  after = [module.nodes_own-image.ready, module.nodes_web.ready]
  tags = {
    team = "platform"
  }
}

module "elb_edge" {
  source   = "./modules/elb"
  name     = "ipv6-lb-edge"
  kind     = "network"
  internal = false
  vpc_id   = module.vpc.vpc_id
  subnet_ids = [
    module.vpc.public_subnet_ids["us-west-2a"],
    module.vpc.public_subnet_ids["us-west-2b"],
    module.vpc.public_subnet_ids["us-west-2c"],
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
      name                  = "ipv6-lb-edge-49076358"
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
  sources                       = ["0.0.0.0/0", "::/0"]
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
  ip_family           = "ipv6"
  tags = {
    team = "platform"
  }
}

module "elb_inside" {
  source   = "./modules/elb"
  name     = "ipv6-lb-inside"
  kind     = "application"
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
      protocol        = "HTTP"
      certificate_arn = null
      ssl_policy      = null
      redirect_https  = false
      target_port     = null
      target_protocol = "HTTP"
    }
  }
  target_groups = {
    "80" = {
      name                  = "ipv6-lb-inside-38ed67a6"
      port                  = 30081
      protocol              = "HTTP"
      target_type           = "instance"
      node_groups           = ["web"]
      health_check_protocol = "HTTP"
      health_check_port     = "30081"
    }
  }
  rules = {}
  health_check = {
    protocol  = "HTTP"
    port      = null
    path      = "/"
    interval  = 10
    timeout   = 5
    healthy   = 3
    unhealthy = 3
  }
  targets = {
    web = module.nodes_web.autoscaling_group_name
  }
  node_security_group_id = module.eks.node_security_group_id
  sources                = ["10.40.0.0/22"]
  ipv6_sources = {
    vpc = module.vpc.ipv6_cidr
  }
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
  ip_family           = "ipv6"
  tags = {
    team = "platform"
  }
}
