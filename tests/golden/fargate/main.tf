# Made by eksgen from fargate.yaml. Change that file, not this one.

module "vpc" {
  source          = "./modules/vpc"
  name            = "fargate"
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
  nat_zones     = ["eu-west-1a"]
  nat_addresses = {}
  nat_routes = {
    "eu-west-1a" = "eu-west-1a"
    "eu-west-1b" = "eu-west-1a"
    "eu-west-1c" = "eu-west-1a"
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
      aggregation_seconds = 600
      role = {
        arn                  = null
        name                 = "fargate-eu-west-1-flow-logs"
        path                 = "/"
        permissions_boundary = null
        policy_arns          = []
        policy               = null
        tags                 = {}
      }
    }
  }
  tags = {
    team = "data"
  }
}

module "secrets_key" {
  source               = "./modules/kms"
  alias                = "eks/fargate/secrets"
  description          = "Kubernetes secrets of the EKS cluster fargate"
  account_arn          = "arn:aws:iam::111122223333:root"
  administrators       = ["arn:aws:iam::111122223333:role/PlatformAdmin"]
  services             = {}
  service_linked_roles = {}
  deletion_window_days = 30
  tags = {
    team = "data"
  }
}

module "logs_key" {
  source         = "./modules/kms"
  alias          = "eks/fargate/logs"
  description    = "Logs of the EKS cluster fargate"
  account_arn    = "arn:aws:iam::111122223333:root"
  administrators = ["arn:aws:iam::111122223333:role/PlatformAdmin"]
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
    team = "data"
  }
}

module "log_groups" {
  source = "./modules/log_groups"
  groups = {
    "control-plane" = {
      name           = "/aws/eks/fargate/cluster"
      retention_days = 90
      class          = "STANDARD"
      kms_key_arn    = module.logs_key.arn
    }
    "flow-logs" = {
      name           = "/aws/vpc/fargate/flow-logs"
      retention_days = 90
      class          = "STANDARD"
      kms_key_arn    = module.logs_key.arn
    }
  }
  subscriptions = {}
  tags = {
    team = "data"
  }
}

module "eks" {
  source = "./modules/eks"
  name   = "fargate"
  role = {
    arn                  = null
    name                 = "fargate-eu-west-1-cluster"
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
    public       = false
    public_cidrs = []
    sources      = ["10.0.0.0/8"]
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
  pods_in_cluster_group = true
  tags = {
    team = "data"
  }
}

module "fargate" {
  source       = "./modules/fargate"
  cluster_name = module.eks.cluster_name
  partition    = "aws"
  region       = "eu-west-1"
  account_id   = "111122223333"
  profiles = {
    batch = {
      name = "batch-78a87c8c"
      subnet_ids = [
        module.vpc.private_subnet_ids["eu-west-1a"],
        module.vpc.private_subnet_ids["eu-west-1b"],
      ]
      selectors = [
        {
          namespace = "batch"
          labels = {
            tier = "cold"
          }
        },
        {
          namespace = "ci-*"
          labels    = {}
        },
      ]
      role = {
        arn                  = null
        name                 = "fargate-eu-west-1-fargate-batch"
        path                 = "/"
        permissions_boundary = null
        policy_arns          = ["arn:aws:iam::aws:policy/CloudWatchAgentServerPolicy"]
        policy               = null
        tags                 = {}
      }
      tags = {
        "cost-center" = "batch"
      }
    }
    system = {
      name = "system-a6b9d17e"
      subnet_ids = [
        module.vpc.private_subnet_ids["eu-west-1a"],
        module.vpc.private_subnet_ids["eu-west-1b"],
        module.vpc.private_subnet_ids["eu-west-1c"],
      ]
      selectors = [
        {
          namespace = "kube-system"
          labels    = {}
        },
      ]
      role = {
        arn                  = null
        name                 = "fargate-eu-west-1-fargate-system"
        path                 = "/"
        permissions_boundary = null
        policy_arns          = []
        policy               = null
        tags                 = {}
      }
      tags = {}
    }
  }
  after = []
  tags = {
    team = "data"
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
      configuration     = "{\"computeType\":\"Fargate\"}"
      eni_config        = null
      preserve          = false
      resolve_conflicts = "OVERWRITE"
      namespace         = null
      waits             = false
      service_accounts  = {}
      tags              = {}
    }
  }
  after = [module.fargate.ready]
  tags = {
    team = "data"
  }
}
