# Made by eksgen from pinned.yaml. Change that file, not this one.

module "vpc" {
  source          = "./modules/vpc"
  name            = "pinned"
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
        name                 = "pinned-us-west-2-flow-logs"
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
  alias                = "eks/pinned/secrets"
  description          = "Kubernetes secrets of the EKS cluster pinned"
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
  alias          = "eks/pinned/logs"
  description    = "Logs of the EKS cluster pinned"
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
      name           = "/aws/eks/pinned/cluster"
      retention_days = 90
      class          = "STANDARD"
      kms_key_arn    = module.logs_key.arn
    }
    "flow-logs" = {
      name           = "/aws/vpc/pinned/flow-logs"
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
  name   = "pinned"
  role = {
    arn                  = null
    name                 = "pinned-us-west-2-cluster"
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
      version           = "v1.36.0-eksbuild.2"
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
      version           = "v1.3.10-eksbuild.1"
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
      version           = "v1.20.2-eksbuild.1"
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

module "nodes_edge" {
  source          = "./modules/nodes"
  group           = "edge"
  node_group_name = "edge-cf256950"
  role = {
    arn                  = null
    name                 = "pinned-us-west-2-node-edge"
    path                 = "/"
    permissions_boundary = null
    policy_arns          = []
    policy               = null
    tags                 = {}
  }
  launch_template_name = "pinned-node-edge"
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
  ami_type  = "BOTTLEROCKET_ARM_64"
  user_data = []
  instance = {
    name                = "pinned-edge"
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
  release_version      = "1.50.0-7a4c9d3e"
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
  tags = {
    team = "platform"
  }
}

module "nodes_jobs" {
  source          = "./modules/nodes"
  group           = "jobs"
  node_group_name = "pinned-node-jobs"
  role = {
    arn                  = null
    name                 = "pinned-us-west-2-self-node-jobs"
    path                 = "/"
    permissions_boundary = null
    policy_arns          = []
    policy               = null
    tags                 = {}
  }
  launch_template_name = "pinned-node-jobs"
  cluster_name         = module.eks.cluster_name
  kubernetes_version   = null
  partition            = "aws"
  self_managed = {
    access_entry_type = "EC2_LINUX"
    mixed_instances   = null
    instance_refresh = {
      min_healthy_percentage = 90
      max_healthy_percentage = null
      instance_warmup        = null
    }
    max_instance_lifetime  = null
    warm_pool              = null
    target_groups          = []
    classic_load_balancers = []
    suspended_processes    = []
    scale_in_protection    = false
    metrics                = []
    autoscaler_tags        = {}
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
    "Content-Type: multipart/mixed; boundary=\"eksgen-d87046d485a25676\"",
    "",
    "--eksgen-d87046d485a25676",
    "Content-Type: application/node.eks.aws",
    "",
    "apiVersion: node.eks.aws/v1alpha1",
    "kind: NodeConfig",
    "spec:",
    "  cluster:",
    "    name: pinned",
    "    apiServerEndpoint: ${module.eks.endpoint}",
    "    certificateAuthority: ${module.eks.certificate_authority}",
    "    cidr: 172.20.0.0/16",
    "",
    "--eksgen-d87046d485a25676--",
    "",
  ]
  instance = {
    name                = "pinned-jobs"
    image_id            = "resolve:ssm:/aws/service/eks/optimized-ami/1.36/amazon-linux-2023/x86_64/standard/amazon-eks-node-al2023-x86_64-standard-1.36-v20261113/image_id"
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
    max     = 4
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
  tags = {
    team = "platform"
  }
}

module "nodes_web" {
  source          = "./modules/nodes"
  group           = "web"
  node_group_name = "web-9e141f08"
  role = {
    arn                  = null
    name                 = "pinned-us-west-2-node-web"
    path                 = "/"
    permissions_boundary = null
    policy_arns          = []
    policy               = null
    tags                 = {}
  }
  launch_template_name = "pinned-node-web"
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
    name                = "pinned-web"
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
  release_version      = "1.36.2-20261113"
  capacity_type        = "ON_DEMAND"
  instance_types       = ["m7i.large", "m6i.large"]
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
      version           = "v1.12.4-eksbuild.1"
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
      version           = "v1.53.0-eksbuild.1"
      configuration     = "{\"defaultStorageClass\":{\"enabled\":true}}"
      eni_config        = null
      preserve          = false
      resolve_conflicts = "OVERWRITE"
      namespace         = null
      waits             = false
      service_accounts = {
        "ebs-csi-controller-sa" = {
          arn                  = null
          name                 = "pinned-us-west-2-addon-ebs-csi-controller-sa"
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
  after = [module.nodes_edge.ready, module.nodes_jobs.ready, module.nodes_web.ready]
  tags = {
    team = "platform"
  }
}
