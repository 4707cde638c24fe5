# Made by eksgen from load-balancers.yaml. Change that file, not this one.

module "vpc" {
  source          = "./modules/vpc"
  name            = "shop"
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
        name                 = "shop-us-west-2-flow-logs"
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
  alias                = "eks/shop/secrets"
  description          = "Kubernetes secrets of the EKS cluster shop"
  account_arn          = "arn:aws:iam::111122223333:root"
  administrators       = ["arn:aws:iam::111122223333:role/PlatformAdmin"]
  services             = {}
  service_linked_roles = {}
  deletion_window_days = 30
  tags                 = {}
}

module "logs_key" {
  source         = "./modules/kms"
  alias          = "eks/shop/logs"
  description    = "Logs of the EKS cluster shop"
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
      name           = "/aws/eks/shop/cluster"
      retention_days = 90
      class          = "STANDARD"
      kms_key_arn    = module.logs_key.arn
    }
    "flow-logs" = {
      name           = "/aws/vpc/shop/flow-logs"
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
  name   = "shop"
  role = {
    arn                  = null
    name                 = "shop-us-west-2-cluster"
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

module "nodes_api" {
  source          = "./modules/nodes"
  group           = "api"
  node_group_name = "api-2bfce155"
  role = {
    arn                  = null
    name                 = "shop-us-west-2-node-api"
    path                 = "/"
    permissions_boundary = null
    policy_arns          = []
    policy               = null
    tags                 = {}
  }
  launch_template_name = "shop-node-api"
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
    name                = "shop-api"
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

module "nodes_web" {
  source          = "./modules/nodes"
  group           = "web"
  node_group_name = "web-2bfce155"
  role = {
    arn                  = null
    name                 = "shop-us-west-2-node-web"
    path                 = "/"
    permissions_boundary = null
    policy_arns          = []
    policy               = null
    tags                 = {}
  }
  launch_template_name = "shop-node-web"
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
    name                = "shop-web"
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
          name                 = "shop-us-west-2-addon-ebs-csi-controller-sa"
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
  after = [module.nodes_api.ready, module.nodes_web.ready]
  tags  = {}
}

module "elb_edge" {
  source   = "./modules/elb"
  name     = "shop-lb-edge"
  kind     = "network"
  internal = false
  vpc_id   = module.vpc.vpc_id
  subnet_ids = [
    module.vpc.public_subnet_ids["us-west-2a"],
    module.vpc.public_subnet_ids["us-west-2b"],
    module.vpc.public_subnet_ids["us-west-2c"],
  ]
  listeners = {
    "53" = {
      port            = 53
      protocol        = "TCP_UDP"
      certificate_arn = null
      ssl_policy      = null
      redirect_https  = false
      target_port     = null
      target_protocol = "TCP_UDP"
    }
    "443" = {
      port            = 443
      protocol        = "TLS"
      certificate_arn = "arn:aws:acm:us-west-2:111122223333:certificate/0f4c1b7e-0000-4000-8000-000000000001"
      additional_certificate_arns = [
        "arn:aws:acm:us-west-2:111122223333:certificate/0f4c1b7e-0000-4000-8000-000000000002",
        "arn:aws:acm:us-west-2:111122223333:certificate/0f4c1b7e-0000-4000-8000-000000000003",
      ]
      ssl_policy      = "ELBSecurityPolicy-TLS13-1-2-2021-06"
      redirect_https  = false
      target_port     = null
      target_protocol = "TCP"
    }
  }
  target_groups = {
    "53" = {
      name                  = "shop-lb-edge-4ec477b7"
      port                  = 30053
      protocol              = "TCP_UDP"
      target_type           = "instance"
      node_groups           = ["api", "web"]
      health_check_protocol = "HTTP"
      health_check_port     = "30080"
    }
    "443" = {
      name                  = "shop-lb-edge-01ae1f0b"
      port                  = 30443
      protocol              = "TCP"
      target_type           = "instance"
      node_groups           = ["api", "web"]
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
    api = module.nodes_api.autoscaling_group_name
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
  idle_timeout       = null
  proxy_protocol     = false
  preserve_client_ip = true
  stickiness = {
    cookie   = null
    duration = null
  }
  access_logs = {
    bucket   = null
    prefix   = null
    interval = null
  }
  log_bucket = {
    name           = "shop-lb-edge-logs-111122223333-7e72ecf1"
    partition      = "aws"
    region         = "us-west-2"
    account_id     = "111122223333"
    writer_account = "797873946194"
    expiry_days    = 90
  }
  web_acl_arn = null
  dns = {
    zone_id = "Z0123456789ABCDEFGHIJ"
    name    = "edge.example.com"
  }
  deletion_protection = false
  ip_family           = "ipv4"
  tags                = {}
}

module "elb_grpc" {
  source   = "./modules/elb"
  name     = "shop-lb-grpc"
  kind     = "network"
  internal = true
  vpc_id   = module.vpc.vpc_id
  subnet_ids = [
    module.vpc.private_subnet_ids["us-west-2a"],
    module.vpc.private_subnet_ids["us-west-2b"],
    module.vpc.private_subnet_ids["us-west-2c"],
  ]
  listeners = {
    "8443" = {
      port            = 8443
      protocol        = "TCP"
      certificate_arn = null
      ssl_policy      = null
      redirect_https  = false
      target_port     = null
      target_protocol = "TCP"
    }
  }
  target_groups = {
    "8443" = {
      name                  = "shop-lb-grpc-abf52026"
      port                  = 8443
      protocol              = "TCP"
      target_type           = "ip"
      node_groups           = []
      health_check_protocol = "TCP"
      health_check_port     = "traffic-port"
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
  targets                       = {}
  node_security_group_id        = module.eks.node_security_group_id
  sources                       = ["10.20.0.0/16"]
  ipv6_sources                  = {}
  additional_security_group_ids = []
  cross_zone                    = false
  draining = {
    enabled = true
    timeout = 30
  }
  idle_timeout        = 600
  proxy_protocol      = true
  preserve_client_ip  = false
  stickiness          = null
  access_logs         = null
  log_bucket          = null
  web_acl_arn         = null
  dns                 = null
  deletion_protection = false
  ip_family           = "ipv4"
  tags                = {}
}

module "elb_legacy" {
  source   = "./modules/elb"
  name     = "shop-lb-legacy"
  kind     = "classic"
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
      target_port     = 30080
      target_protocol = "HTTP"
    }
    "443" = {
      port            = 443
      protocol        = "HTTPS"
      certificate_arn = "arn:aws:acm:us-west-2:111122223333:certificate/0f4c1b7e-0000-4000-8000-000000000001"
      ssl_policy      = "ELBSecurityPolicy-TLS-1-2-2017-01"
      redirect_https  = false
      target_port     = 30080
      target_protocol = "HTTP"
    }
  }
  target_groups = {}
  rules         = {}
  health_check = {
    protocol  = "TCP"
    port      = 30080
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
  sources                       = ["10.20.0.0/16"]
  ipv6_sources                  = {}
  additional_security_group_ids = []
  cross_zone                    = false
  draining = {
    enabled = true
    timeout = 60
  }
  idle_timeout       = null
  proxy_protocol     = false
  preserve_client_ip = true
  stickiness = {
    cookie   = null
    duration = 600
  }
  access_logs = {
    bucket   = null
    prefix   = null
    interval = 5
  }
  log_bucket = {
    name           = "shop-lb-legacy-logs-111122223333-c2a1e4d8"
    partition      = "aws"
    region         = "us-west-2"
    account_id     = "111122223333"
    writer_account = "797873946194"
    expiry_days    = 90
  }
  web_acl_arn = null
  dns = {
    zone_id = "Z0123456789ABCDEFGHIJ"
    name    = "legacy.example.com"
  }
  deletion_protection = false
  ip_family           = "ipv4"
  tags                = {}
}

module "elb_site" {
  source   = "./modules/elb"
  name     = "shop-lb-site"
  kind     = "application"
  internal = false
  vpc_id   = module.vpc.vpc_id
  subnet_ids = [
    module.vpc.public_subnet_ids["us-west-2a"],
    module.vpc.public_subnet_ids["us-west-2b"],
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
      certificate_arn = "arn:aws:acm:us-west-2:111122223333:certificate/0f4c1b7e-0000-4000-8000-000000000001"
      additional_certificate_arns = [
        "arn:aws:acm:us-west-2:111122223333:certificate/0f4c1b7e-0000-4000-8000-000000000002",
      ]
      ssl_policy      = "ELBSecurityPolicy-TLS13-1-2-2021-06"
      redirect_https  = false
      target_port     = null
      target_protocol = "HTTP"
    }
  }
  target_groups = {
    "443" = {
      name                  = "shop-lb-site-15d93132"
      port                  = 30080
      protocol              = "HTTP"
      target_type           = "instance"
      node_groups           = ["web"]
      health_check_protocol = "HTTP"
      health_check_port     = "30080"
    }
    "http/30081/api" = {
      name                  = "shop-lb-site-386592bf"
      port                  = 30081
      protocol              = "HTTP"
      target_type           = "instance"
      node_groups           = ["api"]
      health_check_protocol = "HTTP"
      health_check_port     = "traffic-port"
    }
    "http/30082/web" = {
      name                  = "shop-lb-site-2c557238"
      port                  = 30082
      protocol              = "HTTP"
      target_type           = "instance"
      node_groups           = ["web"]
      health_check_protocol = "HTTP"
      health_check_port     = "traffic-port"
    }
    "http/30083/web" = {
      name                  = "shop-lb-site-5891ea4d"
      port                  = 30083
      protocol              = "HTTP"
      target_type           = "instance"
      node_groups           = ["web"]
      health_check_protocol = "HTTP"
      health_check_port     = "traffic-port"
    }
    "http/shop/docs/http" = {
      name                  = "shop-lb-site-764d4d12"
      port                  = 1
      protocol              = "HTTP"
      target_type           = "ip"
      node_groups           = []
      health_check_protocol = "HTTP"
      health_check_port     = "traffic-port"
    }
  }
  rules = {
    "443/10" = {
      listener_port = 443
      priority      = 10
      hosts         = []
      paths         = []
      headers = {
        "X-Canary" = ["always", "beta"]
      }
      targets = {
        "http/30083/web" = 1
      }
    }
    "443/12811" = {
      listener_port = 443
      priority      = 12811
      hosts         = ["api.example.com"]
      paths         = ["/v1/*"]
      headers       = {}
      targets = {
        "http/30081/api" = 1
      }
    }
    "443/16626" = {
      listener_port = 443
      priority      = 16626
      hosts         = ["docs.example.com"]
      paths         = []
      headers       = {}
      targets = {
        "http/shop/docs/http" = 1
      }
    }
    "443/46445" = {
      listener_port = 443
      priority      = 46445
      hosts         = []
      paths         = ["/cart/*", "/checkout/*"]
      headers       = {}
      targets = {
        "http/30082/web" = 90
        "http/30083/web" = 10
      }
    }
  }
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
    api = module.nodes_api.autoscaling_group_name
    web = module.nodes_web.autoscaling_group_name
  }
  node_security_group_id        = module.eks.node_security_group_id
  sources                       = ["0.0.0.0/0"]
  ipv6_sources                  = {}
  additional_security_group_ids = ["sg-0123456789abcdef0"]
  cross_zone                    = true
  draining = {
    enabled = true
    timeout = 60
  }
  idle_timeout       = 120
  proxy_protocol     = false
  preserve_client_ip = true
  stickiness = {
    cookie   = "session"
    duration = 3600
  }
  access_logs = {
    bucket   = null
    prefix   = "site"
    interval = null
  }
  log_bucket = {
    name           = "shop-lb-site-logs-111122223333-bac084c7"
    partition      = "aws"
    region         = "us-west-2"
    account_id     = "111122223333"
    writer_account = "797873946194"
    expiry_days    = 90
  }
  web_acl_arn = "arn:aws:wafv2:us-west-2:111122223333:regional/webacl/shop/11111111-2222-3333-4444-555555555555"
  dns = {
    zone_id = "Z0123456789ABCDEFGHIJ"
    name    = "www.example.com"
  }
  deletion_protection = false
  ip_family           = "ipv4"
  tags                = {}
}
