# Made by eksgen from new-subnets-in-existing-vpc.yaml. Change that file, not this one.

module "existing_vpc" {
  source                   = "./modules/existing_vpc"
  region                   = "us-west-2"
  vpc_id                   = "vpc-0a1b2c3d4e5f60718"
  account_id               = "111122223333"
  owner_only               = ["VPC endpoints", "flow logs", "subnets"]
  cidrs                    = ["10.0.0.0/16", "100.64.0.0/16"]
  subnets                  = {}
  control_plane_subnet_ids = []
  node_subnet_ids          = []
  managed_node_subnet_ids  = []
  has_endpoints            = false
  internet_gateway_ids     = ["igw-0a1b2c3d4e5f60718"]
  nat_gateway_ids = {
    "us-west-2a" = "nat-0a1b2c3d4e5f60718"
  }
  new_subnets = {
    "guest-intra-us-west-2a"   = "10.0.202.0/26"
    "guest-intra-us-west-2b"   = "10.0.202.64/26"
    "guest-pods-us-west-2a"    = "100.64.0.0/19"
    "guest-pods-us-west-2b"    = "100.64.32.0/19"
    "guest-private-us-west-2a" = "10.0.128.0/19"
    "guest-private-us-west-2b" = "10.0.160.0/19"
    "guest-public-us-west-2a"  = "10.0.200.0/24"
    "guest-public-us-west-2b"  = "10.0.201.0/24"
  }
  ip_family          = "ipv4"
  security_group_ids = []
}

module "vpc" {
  source    = "./modules/vpc_existing"
  name      = "guest"
  region    = "us-west-2"
  partition = "aws"
  existing = {
    vpc_id              = module.existing_vpc.vpc_id
    account_id          = "111122223333"
    internet_gateway_id = "igw-0a1b2c3d4e5f60718"
    nat_gateway_ids = {
      "us-west-2a" = "nat-0a1b2c3d4e5f60718"
    }
    private_subnet_ids  = []
    public_subnet_ids   = []
    intra_subnet_ids    = []
    endpoint_subnet_ids = []
    route_table_ids     = []
  }
  cidr            = "10.0.0.0/16"
  secondary_cidrs = ["100.64.0.0/16"]
  pod_subnets = {
    "us-west-2a" = "100.64.0.0/19"
    "us-west-2b" = "100.64.32.0/19"
  }
  private_subnets = {
    "us-west-2a" = "10.0.128.0/19"
    "us-west-2b" = "10.0.160.0/19"
  }
  public_subnets = {
    "us-west-2a" = "10.0.200.0/24"
    "us-west-2b" = "10.0.201.0/24"
  }
  assign_public_addresses = false
  intra_subnets = {
    "us-west-2a" = "10.0.202.0/26"
    "us-west-2b" = "10.0.202.64/26"
  }
  ipv6_subnets = {}
  subnet_tags = {
    private = {}
    public  = {}
    intra   = {}
  }
  nat_zones     = []
  nat_addresses = {}
  nat_routes = {
    "us-west-2a" = "us-west-2a"
    "us-west-2b" = "us-west-2a"
  }
  routes = {
    private = {
      "10.100.0.0/16" = "tgw-0a1b2c3d4e5f60718"
    }
    public = {}
    intra  = {}
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
        name                 = "guest-us-west-2-flow-logs"
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
  alias                = "eks/guest/secrets"
  description          = "Kubernetes secrets of the EKS cluster guest"
  account_arn          = "arn:aws:iam::111122223333:root"
  administrators       = ["arn:aws:iam::111122223333:role/PlatformAdmin"]
  services             = {}
  service_linked_roles = {}
  deletion_window_days = 30
  tags                 = {}
}

module "logs_key" {
  source         = "./modules/kms"
  alias          = "eks/guest/logs"
  description    = "Logs of the EKS cluster guest"
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
      name           = "/aws/eks/guest/cluster"
      retention_days = 90
      class          = "STANDARD"
      kms_key_arn    = module.logs_key.arn
    }
    "flow-logs" = {
      name           = "/aws/vpc/guest/flow-logs"
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
  name   = "guest"
  role = {
    arn                  = null
    name                 = "guest-us-west-2-cluster"
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
      name          = "vpc-cni"
      version       = null
      configuration = "{\"env\":{\"AWS_VPC_K8S_CNI_CUSTOM_NETWORK_CFG\":\"true\",\"ENI_CONFIG_LABEL_DEF\":\"topology.kubernetes.io/zone\"}}"
      eni_config = {
        region = "us-west-2"
        subnet_ids = {
          "us-west-2a" = module.vpc.pod_subnet_ids["us-west-2a"]
          "us-west-2b" = module.vpc.pod_subnet_ids["us-west-2b"]
        }
        security_group_ids = [module.eks.node_security_group_id]
      }
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

module "nodes_web" {
  source          = "./modules/nodes"
  group           = "web"
  node_group_name = "web-817ac344"
  role = {
    arn                  = null
    name                 = "guest-us-west-2-node-web"
    path                 = "/"
    permissions_boundary = null
    policy_arns          = []
    policy               = null
    tags                 = {}
  }
  launch_template_name = "guest-node-web"
  cluster_name         = module.eks.cluster_name
  kubernetes_version   = "1.36"
  partition            = "aws"
  self_managed         = null
  subnet_ids = [
    module.vpc.private_subnet_ids["us-west-2a"],
    module.vpc.private_subnet_ids["us-west-2b"],
  ]
  public_ip = false
  ami_type  = "AL2023_x86_64_STANDARD"
  user_data = []
  instance = {
    name                = "guest-web"
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
          name                 = "guest-us-west-2-addon-ebs-csi-controller-sa"
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
  after = [module.nodes_web.ready]
  tags  = {}
}
