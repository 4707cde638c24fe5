# Made by eksgen from monitoring.yaml. Change that file, not this one.

module "vpc" {
  source          = "./modules/vpc"
  name            = "watch"
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
        name                 = "watch-eu-west-1-flow-logs"
        path                 = "/"
        permissions_boundary = null
        policy_arns          = []
        policy               = null
        tags                 = {}
      }
    }
  }
  tags = {
    team = "monitoring"
  }
}

module "secrets_key" {
  source               = "./modules/kms"
  alias                = "eks/watch/secrets"
  description          = "Kubernetes secrets of the EKS cluster watch"
  account_arn          = "arn:aws:iam::111122223333:root"
  administrators       = ["arn:aws:iam::111122223333:role/PlatformAdmin"]
  services             = {}
  service_linked_roles = {}
  deletion_window_days = 30
  tags = {
    team = "monitoring"
  }
}

module "logs_key" {
  source         = "./modules/kms"
  alias          = "eks/watch/logs"
  description    = "Logs of the EKS cluster watch"
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
    team = "monitoring"
  }
}

module "log_groups" {
  source = "./modules/log_groups"
  groups = {
    "control-plane" = {
      name           = "/aws/eks/watch/cluster"
      retention_days = 90
      class          = "STANDARD"
      kms_key_arn    = module.logs_key.arn
    }
    "flow-logs" = {
      name           = "/aws/vpc/watch/flow-logs"
      retention_days = 30
      class          = "STANDARD"
      kms_key_arn    = module.logs_key.arn
    }
    application = {
      name           = "/aws/containerinsights/watch/application"
      retention_days = 30
      class          = "STANDARD"
      kms_key_arn    = module.logs_key.arn
    }
    dataplane = {
      name           = "/aws/containerinsights/watch/dataplane"
      retention_days = 14
      class          = "INFREQUENT_ACCESS"
      kms_key_arn    = module.logs_key.arn
    }
    host = {
      name           = "/aws/containerinsights/watch/host"
      retention_days = 14
      class          = "INFREQUENT_ACCESS"
      kms_key_arn    = module.logs_key.arn
    }
    performance = {
      name           = "/aws/containerinsights/watch/performance"
      retention_days = 7
      class          = "STANDARD"
      kms_key_arn    = module.logs_key.arn
    }
  }
  subscriptions = {
    audit = {
      group           = "control-plane"
      destination_arn = "arn:aws:firehose:eu-west-1:111122223333:deliverystream/siem"
      filter_pattern  = ""
      function        = null
      role = {
        name                 = "watch-eu-west-1-log-subscription-audit"
        path                 = "/"
        permissions_boundary = null
        tags                 = {}
        principal            = "logs.eu-west-1.amazonaws.com"
        actions              = ["firehose:PutRecord", "firehose:PutRecordBatch"]
        source_arn           = "arn:aws:logs:eu-west-1:111122223333:*"
      }
    }
    errors = {
      group           = "application"
      destination_arn = "arn:aws:lambda:eu-west-1:111122223333:function:alert"
      filter_pattern  = "ERROR"
      function = {
        arn        = "arn:aws:lambda:eu-west-1:111122223333:function:alert"
        qualifier  = null
        principal  = "logs.eu-west-1.amazonaws.com"
        account_id = "111122223333"
      }
      role = null
    }
  }
  tags = {
    team = "monitoring"
  }
}

module "eks" {
  source = "./modules/eks"
  name   = "watch"
  role = {
    arn                  = null
    name                 = "watch-eu-west-1-cluster"
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
    team = "monitoring"
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
    team = "monitoring"
  }
}

module "nodes_web" {
  source          = "./modules/nodes"
  group           = "web"
  node_group_name = "web-2bfce155"
  role = {
    arn                  = null
    name                 = "watch-eu-west-1-node-web"
    path                 = "/"
    permissions_boundary = null
    policy_arns          = []
    policy               = null
    tags                 = {}
  }
  launch_template_name = "watch-node-web"
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
    name                = "watch-web"
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
  tags = {
    team = "monitoring"
  }
}

module "addons_after_nodes" {
  source       = "./modules/addons"
  cluster_name = module.eks.cluster_name
  partition    = "aws"
  addons = {
    "cloudwatch-observability" = {
      name              = "amazon-cloudwatch-observability"
      version           = null
      configuration     = "{\"agent\":{\"config\":{\"logs\":{\"metrics_collected\":{\"kubernetes\":{\"enhanced_container_insights\":true}}}}},\"containerLogs\":{\"enabled\":true}}"
      eni_config        = null
      preserve          = false
      resolve_conflicts = "OVERWRITE"
      namespace         = null
      waits             = false
      service_accounts = {
        "cloudwatch-agent" = {
          arn                  = null
          name                 = "watch-eu-west-1-addon-cloudwatch-agent"
          path                 = "/"
          permissions_boundary = null
          policy_arns = [
            "arn:aws:iam::aws:policy/AWSXrayWriteOnlyAccess",
            "arn:aws:iam::aws:policy/CloudWatchAgentServerPolicy",
          ]
          policy = null
          tags   = {}
        }
      }
      tags = {}
    }
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
          name                 = "watch-eu-west-1-addon-ebs-csi-controller-sa"
          path                 = "/"
          permissions_boundary = null
          policy_arns          = ["arn:aws:iam::aws:policy/service-role/AmazonEBSCSIDriverPolicy"]
          policy               = null
          tags                 = {}
        }
      }
      tags = {}
    }
    "kube-state-metrics" = {
      name              = "kube-state-metrics"
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
    "prometheus-node-exporter" = {
      name              = "prometheus-node-exporter"
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
  after = [
    module.nodes_web.ready,
    module.log_groups.names["application"],
    module.log_groups.names["dataplane"],
    module.log_groups.names["host"],
    module.log_groups.names["performance"],
  ]
  tags = {
    team = "monitoring"
  }
}
