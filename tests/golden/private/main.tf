# Made by eksgen from private.yaml. Change that file, not this one.

module "vpc" {
  source          = "./modules/vpc"
  name            = "vault"
  region          = "eu-central-1"
  partition       = "aws"
  existing        = null
  cidr            = "10.40.0.0/16"
  secondary_cidrs = []
  pod_subnets     = {}
  private_subnets = {
    "eu-central-1a" = "10.40.0.0/19"
    "eu-central-1b" = "10.40.32.0/19"
    "eu-central-1c" = "10.40.64.0/19"
  }
  public_subnets          = {}
  assign_public_addresses = false
  intra_subnets = {
    "eu-central-1a" = "10.40.254.128/26"
    "eu-central-1b" = "10.40.254.192/26"
    "eu-central-1c" = "10.40.255.0/26"
  }
  ipv6_subnets = {}
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
    ec2                  = "com.amazonaws.eu-central-1.ec2"
    "ecr.api"            = "com.amazonaws.eu-central-1.ecr.api"
    "ecr.dkr"            = "com.amazonaws.eu-central-1.ecr.dkr"
    eks                  = "com.amazonaws.eu-central-1.eks"
    "eks-auth"           = "com.amazonaws.eu-central-1.eks-auth"
    elasticloadbalancing = "com.amazonaws.eu-central-1.elasticloadbalancing"
    logs                 = "com.amazonaws.eu-central-1.logs"
    ssm                  = "com.amazonaws.eu-central-1.ssm"
    ssmmessages          = "com.amazonaws.eu-central-1.ssmmessages"
    sts                  = "com.amazonaws.eu-central-1.sts"
  }
  gateway_endpoints = {
    s3 = "com.amazonaws.eu-central-1.s3"
  }
  endpoint_policies = {}
  flow_logs = {
    cloudwatch = {
      destination_arn     = module.log_groups.arns["flow-logs"]
      aggregation_seconds = 600
      role = {
        arn                  = null
        name                 = "vault-eu-central-1-flow-logs"
        path                 = "/"
        permissions_boundary = null
        policy_arns          = []
        policy               = null
        tags                 = {}
      }
    }
  }
  tags = {
    team = "security"
  }
}

module "secrets_key" {
  source               = "./modules/kms"
  alias                = "eks/vault/secrets"
  description          = "Kubernetes secrets of the EKS cluster vault"
  account_arn          = "arn:aws:iam::111122223333:root"
  administrators       = ["arn:aws:iam::111122223333:role/SecurityAdmin"]
  services             = {}
  service_linked_roles = {}
  deletion_window_days = 30
  tags = {
    team = "security"
  }
}

module "logs_key" {
  source         = "./modules/kms"
  alias          = "eks/vault/logs"
  description    = "Logs of the EKS cluster vault"
  account_arn    = "arn:aws:iam::111122223333:root"
  administrators = ["arn:aws:iam::111122223333:role/SecurityAdmin"]
  services = {
    logs = {
      principal = "logs.eu-central-1.amazonaws.com"
      encryption_context = {
        "aws:logs:arn" = "arn:aws:logs:eu-central-1:111122223333:log-group:*"
      }
    }
  }
  service_linked_roles = {}
  deletion_window_days = 30
  tags = {
    team = "security"
  }
}

module "log_groups" {
  source = "./modules/log_groups"
  groups = {
    "control-plane" = {
      name           = "/aws/eks/vault/cluster"
      retention_days = 90
      class          = "STANDARD"
      kms_key_arn    = module.logs_key.arn
    }
    "flow-logs" = {
      name           = "/aws/vpc/vault/flow-logs"
      retention_days = 90
      class          = "STANDARD"
      kms_key_arn    = module.logs_key.arn
    }
  }
  subscriptions = {}
  tags = {
    team = "security"
  }
}

module "eks" {
  source = "./modules/eks"
  name   = "vault"
  role = {
    arn                  = null
    name                 = "vault-eu-central-1-cluster"
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
    module.vpc.intra_subnet_ids["eu-central-1a"],
    module.vpc.intra_subnet_ids["eu-central-1b"],
    module.vpc.intra_subnet_ids["eu-central-1c"],
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
    "arn:aws:iam::111122223333:role/SecurityAdmin" = {
      principal_arn     = "arn:aws:iam::111122223333:role/SecurityAdmin"
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
  region     = "eu-central-1"
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
    team = "security"
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
    team = "security"
  }
}

module "nodes_system" {
  source          = "./modules/nodes"
  group           = "system"
  node_group_name = "system-01c16cc3"
  role = {
    arn                  = null
    name                 = "vault-eu-central-1-node-system"
    path                 = "/"
    permissions_boundary = null
    policy_arns          = []
    policy               = null
    tags                 = {}
  }
  launch_template_name = "vault-node-system"
  cluster_name         = module.eks.cluster_name
  kubernetes_version   = "1.35"
  partition            = "aws"
  self_managed         = null
  subnet_ids = [
    module.vpc.private_subnet_ids["eu-central-1a"],
    module.vpc.private_subnet_ids["eu-central-1b"],
    module.vpc.private_subnet_ids["eu-central-1c"],
  ]
  public_ip = false
  ami_type  = "AL2023_ARM_64_STANDARD"
  user_data = []
  instance = {
    name                = "vault-system"
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
  instance_types       = ["m7g.large"]
  scaling = {
    min     = 2
    max     = 4
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
    team = "security"
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
          name                 = "vault-eu-central-1-addon-ebs-csi-controller-sa"
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
  after = [module.nodes_system.ready]
  tags = {
    team = "security"
  }
}
