# Made by eksgen from full.yaml. Change that file, not this one.

module "vpc" {
  source          = "./modules/vpc_prevent_destroy"
  name            = "full"
  region          = "us-west-2"
  partition       = "aws"
  existing        = null
  cidr            = "10.20.0.0/16"
  secondary_cidrs = ["10.21.0.0/16", "100.64.0.0/16"]
  pod_subnets = {
    "us-west-2a" = "100.64.0.0/19"
    "us-west-2b" = "100.64.32.0/19"
    "us-west-2c" = "100.64.64.0/19"
  }
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
    private = {
      tier = "a"
    }
    public = {
      tier = "b"
    }
    intra = {
      tier = "c"
    }
  }
  nat_zones = ["us-west-2a", "us-west-2b", "us-west-2c"]
  nat_addresses = {
    "us-west-2a" = "eipalloc-0123456789abcdef0"
  }
  nat_routes = {
    "us-west-2a" = "us-west-2a"
    "us-west-2b" = "us-west-2b"
    "us-west-2c" = "us-west-2c"
  }
  routes = {
    private = {
      "10.0.0.0/8" = "tgw-0123456789abcdef0"
    }
    public = {}
    intra = {
      "10.0.0.0/8" = "tgw-0123456789abcdef0"
    }
  }
  interface_endpoints = {
    "ecr.api" = "com.amazonaws.us-west-2.ecr.api"
  }
  gateway_endpoints = {
    s3 = "com.amazonaws.us-west-2.s3"
  }
  endpoint_policies = {
    s3 = "{\"Statement\":[{\"Action\":\"s3:*\",\"Effect\":\"Allow\",\"Principal\":\"*\",\"Resource\":\"*\"}]}"
  }
  flow_logs = {
    cloudwatch = {
      destination_arn     = module.log_groups.arns["flow-logs"]
      aggregation_seconds = 60
      role = {
        arn                  = null
        name                 = "full-us-west-2-flow-logs"
        path                 = "/eks/"
        permissions_boundary = "arn:aws:iam::111122223333:policy/boundary"
        policy_arns          = ["arn:aws:iam::aws:policy/CloudWatchReadOnlyAccess"]
        policy               = null
        tags = {
          "managed-by" = "eksgen"
        }
      }
    }
  }
  tags = {
    "größe" = "XL @ 100 = max"
    team    = "platform"
  }
}

module "secrets_key" {
  source      = "./modules/kms_prevent_destroy"
  alias       = "eks/full/secrets"
  description = "Kubernetes secrets of the EKS cluster full"
  account_arn = "arn:aws:iam::111122223333:root"
  administrators = [
    "arn:aws:iam::111122223333:role/PlatformAdmin",
    "arn:aws:iam::111122223333:user/ops/break-glass",
  ]
  services             = {}
  service_linked_roles = {}
  deletion_window_days = 30
  tags = {
    "größe" = "XL @ 100 = max"
    team    = "platform"
  }
}

module "logs_key" {
  source      = "./modules/kms_prevent_destroy"
  alias       = "eks/full/logs"
  description = "Logs of the EKS cluster full"
  account_arn = "arn:aws:iam::111122223333:root"
  administrators = [
    "arn:aws:iam::111122223333:role/PlatformAdmin",
    "arn:aws:iam::111122223333:user/ops/break-glass",
  ]
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
    "größe" = "XL @ 100 = max"
    team    = "platform"
  }
}

module "registries_key" {
  source      = "./modules/kms_prevent_destroy"
  alias       = "eks/full/registries"
  description = "Container images of the EKS cluster full"
  account_arn = "arn:aws:iam::111122223333:root"
  administrators = [
    "arn:aws:iam::111122223333:role/PlatformAdmin",
    "arn:aws:iam::111122223333:user/ops/break-glass",
  ]
  services             = {}
  service_linked_roles = {}
  deletion_window_days = 30
  tags = {
    "größe" = "XL @ 100 = max"
    team    = "platform"
  }
}

module "disks_key" {
  source      = "./modules/kms_prevent_destroy"
  alias       = "eks/full/disks"
  description = "Disks of the nodes of the EKS cluster full"
  account_arn = "arn:aws:iam::111122223333:root"
  administrators = [
    "arn:aws:iam::111122223333:role/PlatformAdmin",
    "arn:aws:iam::111122223333:user/ops/break-glass",
  ]
  services = {}
  service_linked_roles = {
    autoscaling = "arn:aws:iam::111122223333:role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling"
    spot        = "arn:aws:iam::111122223333:role/aws-service-role/spot.amazonaws.com/AWSServiceRoleForEC2Spot"
  }
  deletion_window_days = 30
  tags = {
    "größe" = "XL @ 100 = max"
    team    = "platform"
  }
}

module "log_groups" {
  source = "./modules/log_groups"
  groups = {
    "control-plane" = {
      name            = "/aws/eks/full/cluster"
      retention_days  = 365
      class           = "INFREQUENT_ACCESS"
      kms_key_arn     = "arn:aws:kms:us-west-2:111122223333:key/0f4c1b7e-0000-4000-8000-00000000000b"
      keep_on_destroy = true
    }
    "flow-logs" = {
      name           = "/aws/vpc/full/flow-logs"
      retention_days = 60
      class          = "STANDARD"
      kms_key_arn    = "arn:aws:kms:us-west-2:111122223333:key/0f4c1b7e-0000-4000-8000-00000000000a"
    }
    "audit-trail" = {
      name           = "/aws/cloudtrail/full/audit"
      retention_days = 90
      class          = "STANDARD"
      kms_key_arn    = module.logs_key.arn
    }
    application = {
      name           = "/aws/containerinsights/full/application"
      retention_days = 30
      class          = "STANDARD"
      kms_key_arn    = module.logs_key.arn
    }
    debug = {
      name           = "/full/debug"
      retention_days = 90
      class          = "INFREQUENT_ACCESS"
      kms_key_arn    = module.logs_key.arn
    }
  }
  subscriptions = {
    alerts = {
      group           = "application"
      destination_arn = "arn:aws:lambda:us-west-2:111122223333:function:alert:live"
      filter_pattern  = ""
      function = {
        arn        = "arn:aws:lambda:us-west-2:111122223333:function:alert"
        qualifier  = "live"
        principal  = "logs.us-west-2.amazonaws.com"
        account_id = "111122223333"
      }
      role = null
    }
    archive = {
      group           = "flow-logs"
      destination_arn = "arn:aws:logs:us-west-2:444455556666:destination:archive"
      filter_pattern  = ""
      function        = null
      role            = null
    }
    siem = {
      group           = "application"
      destination_arn = "arn:aws:firehose:us-west-2:111122223333:deliverystream/siem"
      filter_pattern  = "{ $.verb = \"delete\" }"
      function        = null
      role = {
        name                 = "full-us-west-2-log-subscription-siem"
        path                 = "/eks/"
        permissions_boundary = "arn:aws:iam::111122223333:policy/boundary"
        tags = {
          "managed-by" = "eksgen"
        }
        principal  = "logs.us-west-2.amazonaws.com"
        actions    = ["firehose:PutRecord", "firehose:PutRecordBatch"]
        source_arn = "arn:aws:logs:us-west-2:111122223333:*"
      }
    }
  }
  tags = {
    "größe" = "XL @ 100 = max"
    team    = "platform"
  }
}

module "eks" {
  source = "./modules/eks_prevent_destroy"
  name   = "full"
  role = {
    arn                  = null
    name                 = "full-control-plane"
    path                 = "/eks/control-plane/"
    permissions_boundary = "arn:aws:iam::111122223333:policy/boundary"
    policy_arns          = []
    policy               = null
    tags = {
      "managed-by" = "eksgen"
      part         = "control-plane"
    }
  }
  partition          = "aws"
  kubernetes_version = "1.35"
  support_type       = "EXTENDED"
  vpc_id             = module.vpc.vpc_id
  subnet_ids = [
    module.vpc.private_subnet_ids["us-west-2a"],
    module.vpc.private_subnet_ids["us-west-2b"],
    module.vpc.private_subnet_ids["us-west-2c"],
  ]
  ip_family         = "ipv4"
  service_ipv4_cidr = "172.20.0.0/16"
  endpoint = {
    private      = true
    public       = true
    public_cidrs = ["203.0.113.0/24"]
    sources      = ["10.0.0.0/8", "pl-0123456789abcdef0", "sg-0123456789abcdef0"]
  }
  node_ingress = {
    "all/sg-0123456789abcdef1" = {
      source      = "sg-0123456789abcdef1"
      protocol    = "-1"
      from_port   = null
      to_port     = null
      description = "Everything from sg-0123456789abcdef1"
    }
    "icmp/10.0.0.0/8" = {
      source      = "10.0.0.0/8"
      protocol    = "icmp"
      from_port   = -1
      to_port     = -1
      description = "ICMP from 10.0.0.0/8"
    }
    "tcp/30000-32767/10.0.0.0/8" = {
      source      = "10.0.0.0/8"
      protocol    = "tcp"
      from_port   = 30000
      to_port     = 32767
      description = "NodePorts of the partners"
    }
    "tcp/9100/sg-0123456789abcdef0" = {
      source      = "sg-0123456789abcdef0"
      protocol    = "tcp"
      from_port   = 9100
      to_port     = 9100
      description = "node exporter"
    }
    "udp/8472/pl-0123456789abcdef0" = {
      source      = "pl-0123456789abcdef0"
      protocol    = "udp"
      from_port   = 8472
      to_port     = 8472
      description = "UDP 8472 from pl-0123456789abcdef0"
    }
  }
  other_node_groups = ["sg-0123456789abcdef1"]
  log_types         = ["api", "audit", "authenticator", "controllerManager", "scheduler"]
  log_group_name    = module.log_groups.names["control-plane"]
  secrets_encryption = {
    this = {
      key_arn = module.secrets_key.arn
    }
  }
  authentication_mode = "API_AND_CONFIG_MAP"
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
    "arn:aws:iam::111122223333:user/ops/break-glass" = {
      principal_arn     = "arn:aws:iam::111122223333:user/ops/break-glass"
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
  zonal_shift         = null
  deletion_protection = null
  scaling_tier        = null
  egress_mode         = null
  components          = null
  auto_mode = {
    this = {
      node_pools = ["general-purpose"]
      node_role = {
        arn                  = null
        name                 = "full-auto-node"
        path                 = "/eks/"
        permissions_boundary = "arn:aws:iam::111122223333:policy/boundary"
        policy_arns          = ["arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"]
        policy               = null
        tags = {
          "managed-by" = "eksgen"
        }
      }
    }
  }
  remote_networks = {
    this = {
      nodes = ["10.80.0.0/16"]
      pods  = ["10.85.0.0/16"]
      node_role = {
        provider             = "iam-roles-anywhere"
        arn                  = null
        name                 = "full-hybrid-node"
        path                 = "/eks/"
        permissions_boundary = "arn:aws:iam::111122223333:policy/boundary"
        policy_arns          = []
        policy               = null
        tags = {
          "managed-by" = "eksgen"
          part         = "hybrid"
        }
      }
    }
  }
  pods_in_cluster_group = true
  tags = {
    "größe" = "XL @ 100 = max"
    team    = "platform"
  }
}

module "identity" {
  source         = "./modules/identity"
  cluster_name   = module.eks.cluster_name
  partition      = "aws"
  region         = "us-west-2"
  account_id     = "111122223333"
  oidc_issuer    = module.eks.oidc_issuer
  oidc_audiences = ["sts.amazonaws.com", "vault.example.com"]
  accounts = {
    "shop/payments" = {
      namespace   = "shop"
      name        = "payments"
      irsa        = true
      association = false
      role = {
        arn                  = "arn:aws:iam::111122223333:role/Payments"
        name                 = "Payments"
        path                 = "/"
        permissions_boundary = "arn:aws:iam::111122223333:policy/boundary"
        policy_arns          = []
        tags = {
          "managed-by" = "eksgen"
        }
      }
      policies        = {}
      target_role_arn = null
      session_tags    = true
    }
    "shop/uploader" = {
      namespace   = "shop"
      name        = "uploader"
      irsa        = false
      association = true
      role = {
        arn                  = null
        name                 = "full-uploader"
        path                 = "/pods/"
        permissions_boundary = "arn:aws:iam::111122223333:policy/boundary"
        policy_arns = [
          "arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryPowerUser",
          "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess",
        ]
        tags = {
          "managed-by" = "eksgen"
          part         = "shop"
        }
      }
      policies = {
        "external-dns" = "{\"Statement\":[{\"Action\":[\"route53:ChangeResourceRecordSets\",\"route53:ListResourceRecordSets\",\"route53:ListTagsForResource\",\"route53:ListTagsForResources\"],\"Effect\":\"Allow\",\"Resource\":[\"arn:aws:route53:::hostedzone/*\"],\"Sid\":\"ChangeRecords\"},{\"Action\":[\"route53:ListHostedZones\"],\"Effect\":\"Allow\",\"Resource\":[\"*\"],\"Sid\":\"ListZones\"}],\"Version\":\"2012-10-17\"}"
        statements     = "{\"Statement\":[{\"Action\":[\"sqs:SendMessage\"],\"Effect\":\"Allow\",\"Resource\":[\"arn:aws:sqs:us-west-2:111122223333:shop\"]}],\"Version\":\"2012-10-17\"}"
      }
      target_role_arn = null
      session_tags    = true
    }
  }
  tags = {
    "größe" = "XL @ 100 = max"
    team    = "platform"
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
      resolve_conflicts = "NONE"
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
      preserve          = true
      resolve_conflicts = "OVERWRITE"
      namespace         = null
      waits             = false
      service_accounts  = {}
      tags              = {}
    }
    "vpc-cni" = {
      name          = "vpc-cni"
      version       = "v1.20.4-eksbuild.1"
      configuration = "{\"env\":{\"AWS_VPC_K8S_CNI_CUSTOM_NETWORK_CFG\":\"true\",\"ENI_CONFIG_LABEL_DEF\":\"topology.kubernetes.io/zone\",\"WARM_IP_TARGET\":\"4\"}}"
      eni_config = {
        region = "us-west-2"
        subnet_ids = {
          "us-west-2a" = module.vpc.pod_subnet_ids["us-west-2a"]
          "us-west-2b" = module.vpc.pod_subnet_ids["us-west-2b"]
          "us-west-2c" = module.vpc.pod_subnet_ids["us-west-2c"]
        }
        security_group_ids = [module.eks.node_security_group_id]
      }
      preserve          = true
      resolve_conflicts = "PRESERVE"
      namespace         = null
      waits             = false
      service_accounts  = {}
      tags              = {}
    }
  }
  after = []
  tags = {
    "größe" = "XL @ 100 = max"
    team    = "platform"
  }
}

module "nodes_batch" {
  source          = "./modules/nodes"
  group           = "batch"
  node_group_name = "batch-a7ff2678"
  role = {
    arn                  = "arn:aws:iam::111122223333:role/batch-nodes"
    name                 = "full-us-west-2-node-batch"
    path                 = "/eks/"
    permissions_boundary = "arn:aws:iam::111122223333:policy/boundary"
    policy_arns          = []
    policy               = null
    tags = {
      "managed-by" = "eksgen"
    }
  }
  launch_template_name = "full-node-batch"
  cluster_name         = module.eks.cluster_name
  kubernetes_version   = "1.35"
  partition            = "aws"
  self_managed         = null
  subnet_ids = [
    module.vpc.private_subnet_ids["us-west-2a"],
    module.vpc.private_subnet_ids["us-west-2b"],
  ]
  public_ip = false
  ami_type  = "AL2023_x86_64_NVIDIA"
  user_data = []
  instance = {
    name                = "full-batch"
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
  instance_types       = ["g6.xlarge", "g5.xlarge"]
  scaling = {
    min     = 0
    max     = 20
    desired = 1
  }
  labels = {}
  taints = [
    {
      key    = "nvidia.com/gpu"
      value  = "true"
      effect = "NO_SCHEDULE"
    },
  ]
  disk = {
    device        = "/dev/xvda"
    system_device = null
    size          = 80
    type          = "gp3"
    iops          = null
    throughput    = null
    encrypted     = true
    kms_key_arn   = module.disks_key.arn
  }
  imds = {
    hop_limit = 1
  }
  update = {
    max_unavailable            = 2
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
    "größe" = "XL @ 100 = max"
    team    = "platform"
  }
}

module "nodes_own" {
  source          = "./modules/nodes"
  group           = "own"
  node_group_name = "own-0a87041c"
  role = {
    arn                  = null
    name                 = "full-us-west-2-node-own"
    path                 = "/eks/"
    permissions_boundary = "arn:aws:iam::111122223333:policy/boundary"
    policy_arns          = []
    policy               = null
    tags = {
      "managed-by" = "eksgen"
    }
  }
  launch_template_name = "full-node-own"
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
  user_data = ["#!/bin/bash", "/opt/join"]
  instance = {
    name                = "full-own"
    image_id            = "ami-0123456789abcdef0"
    detailed_monitoring = false
    cpu_credits         = null
    tenancy             = null
    enclaves            = true
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
    group_name = "racks"
    strategy   = null
  }
  capacity_reservation = {
    id         = null
    preference = "none"
  }
  efa_cards       = 0
  repair          = null
  release_version = null
  capacity_type   = "ON_DEMAND"
  instance_types  = ["m7i.xlarge"]
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
  tags = {
    "größe" = "XL @ 100 = max"
    team    = "platform"
  }
}

module "nodes_rocket" {
  source          = "./modules/nodes"
  group           = "rocket"
  node_group_name = "rocket-9097266d"
  role = {
    arn                  = null
    name                 = "full-us-west-2-node-rocket"
    path                 = "/eks/"
    permissions_boundary = "arn:aws:iam::111122223333:policy/boundary"
    policy_arns          = []
    policy               = null
    tags = {
      "managed-by" = "eksgen"
    }
  }
  launch_template_name = "full-node-rocket"
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
  ami_type  = "BOTTLEROCKET_x86_64"
  user_data = [
    "[settings]",
    "motd = \"from the spec\"",
    "[settings.host-containers.admin]",
    "enabled = true",
    "",
  ]
  instance = {
    name                = "full-rocket"
    image_id            = null
    detailed_monitoring = false
    cpu_credits         = "unlimited"
    tenancy             = null
    enclaves            = false
  }
  ssh = {
    key_name   = "full-node-rocket-a15a21b0"
    public_key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJtqM1a2b3c4d5e6f7g8h9i0j1k2l3m4n5o6p7q8r9s0"
    port       = 22
    sources    = []
  }
  vpc_id      = module.vpc.vpc_id
  extra_disks = {}
  placement = {
    group_name = "full-node-rocket-spread"
    strategy   = "spread"
  }
  capacity_reservation = null
  efa_cards            = 0
  repair               = null
  release_version      = null
  capacity_type        = "ON_DEMAND"
  instance_types       = ["t3.large"]
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
  ip_family          = "ipv4"
  after              = module.addons_before_nodes.ready
  tags = {
    "größe" = "XL @ 100 = max"
    team    = "platform"
  }
}

module "nodes_training" {
  source          = "./modules/nodes"
  group           = "training"
  node_group_name = "training-0cbdcd75"
  role = {
    arn                  = null
    name                 = "full-us-west-2-node-training"
    path                 = "/eks/"
    permissions_boundary = "arn:aws:iam::111122223333:policy/boundary"
    policy_arns          = []
    policy               = null
    tags = {
      "managed-by" = "eksgen"
    }
  }
  launch_template_name = "full-node-training"
  cluster_name         = module.eks.cluster_name
  kubernetes_version   = "1.35"
  partition            = "aws"
  self_managed         = null
  subnet_ids           = [module.vpc.private_subnet_ids["us-west-2b"]]
  public_ip            = false
  ami_type             = "AL2023_x86_64_NVIDIA"
  user_data = [
    "MIME-Version: 1.0",
    "Content-Type: multipart/mixed; boundary=\"eksgen-b7c269fc880a15d0\"",
    "",
    "--eksgen-b7c269fc880a15d0",
    "Content-Type: application/node.eks.aws",
    "",
    "apiVersion: node.eks.aws/v1alpha1",
    "kind: NodeConfig",
    "spec:",
    "  instance:",
    "    localStorage:",
    "      strategy: RAID0",
    "",
    "--eksgen-b7c269fc880a15d0--",
    "",
  ]
  instance = {
    name                = "full-training"
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
  capacity_reservation = {
    id         = "cr-0123456789abcdef0"
    preference = null
  }
  efa_cards       = 32
  repair          = null
  release_version = null
  capacity_type   = "CAPACITY_BLOCK"
  instance_types  = ["p5.48xlarge"]
  scaling = {
    min     = 0
    max     = 2
    desired = 0
  }
  labels = {}
  taints = [
    {
      key    = "nvidia.com/gpu"
      value  = null
      effect = "NO_SCHEDULE"
    },
  ]
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
    "größe" = "XL @ 100 = max"
    team    = "platform"
  }
}

module "nodes_web" {
  source          = "./modules/nodes_autoscaled"
  group           = "frontend"
  node_group_name = "frontend-972f6d3e"
  role = {
    arn                  = null
    name                 = "full-web"
    path                 = "/eks/"
    permissions_boundary = "arn:aws:iam::111122223333:policy/web-boundary"
    policy_arns = [
      "arn:aws:iam::111122223333:policy/web",
      "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess",
    ]
    policy = null
    tags = {
      "managed-by" = "eksgen"
    }
  }
  launch_template_name = "full-node-frontend"
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
  user_data = [
    "MIME-Version: 1.0",
    "Content-Type: multipart/mixed; boundary=\"eksgen-0cb8255138815241\"",
    "",
    "--eksgen-0cb8255138815241",
    "Content-Type: application/node.eks.aws",
    "",
    "apiVersion: node.eks.aws/v1alpha1",
    "kind: NodeConfig",
    "spec:",
    "  kubelet:",
    "    config:",
    "      registryPullQPS: 20",
    "  containerd:",
    "    config: \"[debug]\\nlevel = \\\"info\\\"\\n\"",
    "",
    "--eksgen-0cb8255138815241",
    "Content-Type: text/x-shellscript; charset=\"utf-8\"",
    "",
    "#!/bin/bash",
    "set -ex",
    "sysctl -w vm.max_map_count=262144",
    "",
    "--eksgen-0cb8255138815241",
    "Content-Type: text/x-shellscript; charset=\"utf-8\"",
    "",
    "#!/bin/bash",
    "set -e",
    "install -D -m 0600 /dev/null /etc/eks/nodeadm.d/eksgen.yaml",
    "cat > /etc/eks/nodeadm.d/eksgen.yaml <<'END_92a09d53c15ef61c'",
    "apiVersion: node.eks.aws/v1alpha1",
    "kind: NodeConfig",
    "spec:",
    "  kubelet:",
    "    config:",
    "      maxPods: 29",
    "END_92a09d53c15ef61c",
    "",
    "--eksgen-0cb8255138815241",
    "Content-Type: text/x-shellscript; charset=\"utf-8\"",
    "",
    "#!/bin/bash",
    "set -e",
    "install -D -m 0600 /dev/null /usr/local/sbin/eksgen-post-commands",
    "cat > /usr/local/sbin/eksgen-post-commands <<'END_6dcafab2fd50ca52'",
    "#!/bin/bash",
    "set -ex",
    "echo \"$${joined} 100%%{now}\"",
    "END_6dcafab2fd50ca52",
    "chmod 0700 /usr/local/sbin/eksgen-post-commands",
    "install -D -m 0600 /dev/null /etc/systemd/system/eksgen-post-commands.service",
    "cat > /etc/systemd/system/eksgen-post-commands.service <<'END_d56171cc559ff0d0'",
    "[Unit]",
    "Description=Commands of the cluster spec for a node that has joined",
    "After=nodeadm-run.service",
    "",
    "[Service]",
    "Type=oneshot",
    "ExecStart=/usr/local/sbin/eksgen-post-commands",
    "END_d56171cc559ff0d0",
    "systemctl daemon-reload",
    "systemctl start --no-block eksgen-post-commands.service",
    "",
    "--eksgen-0cb8255138815241--",
    "",
  ]
  instance = {
    name                = "web"
    image_id            = null
    detailed_monitoring = true
    cpu_credits         = null
    tenancy             = "dedicated"
    enclaves            = false
  }
  ssh = {
    key_name   = "operators"
    public_key = null
    port       = 22
    sources    = ["203.0.113.0/24", "sg-0123456789abcdef0"]
  }
  vpc_id = module.vpc.vpc_id
  extra_disks = {
    "/dev/xvdf" = {
      size        = 200
      type        = "io2"
      iops        = 3000
      throughput  = null
      encrypted   = true
      kms_key_arn = null
      snapshot_id = null
      keep        = true
    }
    "/dev/xvdg" = {
      size        = null
      type        = "gp3"
      iops        = null
      throughput  = 250
      encrypted   = true
      kms_key_arn = null
      snapshot_id = "snap-0123456789abcdef0"
      keep        = false
    }
  }
  placement = {
    group_name = null
    strategy   = null
  }
  capacity_reservation = null
  efa_cards            = 0
  repair = {
    max_unhealthy_count      = null
    max_unhealthy_percentage = null
    max_parallel_count       = null
    max_parallel_percentage  = null
    overrides                = []
  }
  release_version = "1.35.2-20261101"
  capacity_type   = "ON_DEMAND"
  instance_types  = ["m7i.large", "m6i.large"]
  scaling = {
    min     = 2
    max     = 10
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
    kms_key_arn   = "arn:aws:kms:us-west-2:111122223333:key/0f4c1b7e-0000-4000-8000-00000000000c"
  }
  imds = {
    hop_limit = 2
  }
  update = {
    max_unavailable            = null
    max_unavailable_percentage = 33
    force                      = true
    strategy                   = "DEFAULT"
  }
  security_group_ids = ["sg-0123456789abcdef1", "sg-0123456789abcdef2"]
  ssm                = false
  cni_policy         = true
  ip_family          = "ipv4"
  after              = module.addons_before_nodes.ready
  tags = {
    "cost-center" = "shop"
    "größe"       = "XL @ 100 = max"
    team          = "platform"
  }
}

module "fargate" {
  source       = "./modules/fargate"
  cluster_name = module.eks.cluster_name
  partition    = "aws"
  region       = "us-west-2"
  account_id   = "111122223333"
  profiles = {
    cold = {
      name       = "cold-5ea684c9"
      subnet_ids = [module.vpc.private_subnet_ids["us-west-2a"]]
      selectors = [
        {
          namespace = "ci-*"
          labels    = {}
        },
        {
          namespace = "cold"
          labels = {
            tier = "cold"
          }
        },
      ]
      role = {
        arn                  = null
        name                 = "full-cold"
        path                 = "/eks/fargate/"
        permissions_boundary = "arn:aws:iam::111122223333:policy/boundary"
        policy_arns          = []
        policy               = null
        tags = {
          "managed-by" = "eksgen"
        }
      }
      tags = {
        "cost-center" = "cold"
      }
    }
  }
  after = module.addons_before_nodes.ready
  tags = {
    "größe" = "XL @ 100 = max"
    team    = "platform"
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
      configuration     = "{\"podAnnotations\":{\"example.com/note\":\"$${literally} 100%%{this}\"},\"replicaCount\":3}"
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
      preserve          = true
      resolve_conflicts = "OVERWRITE"
      namespace         = null
      waits             = false
      service_accounts = {
        "ebs-csi-controller-sa" = {
          arn                  = null
          name                 = "full-us-west-2-addon-ebs-csi-controller-sa"
          path                 = "/eks/"
          permissions_boundary = "arn:aws:iam::111122223333:policy/boundary"
          policy_arns          = ["arn:aws:iam::aws:policy/service-role/AmazonEBSCSIDriverPolicy"]
          policy               = "{\"Statement\":[{\"Action\":[\"kms:CreateGrant\"],\"Condition\":{\"Bool\":{\"kms:GrantIsForAWSResource\":\"true\"}},\"Effect\":\"Allow\",\"Resource\":[\"arn:aws:kms:us-west-2:111122223333:key/0f4c1b7e-0000-4000-8000-00000000000e\"]}],\"Version\":\"2012-10-17\"}"
          tags = {
            "managed-by" = "eksgen"
            part         = "storage"
          }
        }
      }
      tags = {
        part = "storage"
      }
    }
    "fsx-csi" = {
      name              = "aws-fsx-csi-driver"
      version           = null
      configuration     = null
      eni_config        = null
      preserve          = false
      resolve_conflicts = "OVERWRITE"
      namespace         = null
      waits             = false
      service_accounts = {
        "fsx-csi-controller-sa" = {
          arn                  = "arn:aws:iam::111122223333:role/fsx"
          name                 = "full-us-west-2-addon-fsx-csi-controller-sa"
          path                 = "/eks/"
          permissions_boundary = "arn:aws:iam::111122223333:policy/boundary"
          policy_arns          = ["arn:aws:iam::aws:policy/AmazonFSxFullAccess"]
          policy               = null
          tags = {
            "managed-by" = "eksgen"
          }
        }
      }
      tags = {}
    }
    "metrics-server" = {
      name              = "metrics-server"
      version           = "v0.8.0-eksbuild.3"
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
    module.nodes_batch.ready,
    module.nodes_own.ready,
    module.nodes_rocket.ready,
    module.nodes_training.ready,
    module.nodes_web.ready,
    module.fargate.ready,
  ]
  tags = {
    "größe" = "XL @ 100 = max"
    team    = "platform"
  }
}

module "karpenter" {
  source       = "./modules/karpenter"
  name         = "full-karpenter"
  cluster_name = module.eks.cluster_name
  partition    = "aws"
  region       = "us-west-2"
  account_id   = "111122223333"
  namespace    = "karpenter"
  controller_role = {
    name                 = "full-us-west-2-karpenter"
    path                 = "/eks/"
    permissions_boundary = "arn:aws:iam::111122223333:policy/boundary"
    tags = {
      "managed-by" = "eksgen"
    }
  }
  node_role = {
    arn                  = null
    name                 = "full-karpenter-nodes"
    path                 = "/eks/"
    permissions_boundary = "arn:aws:iam::111122223333:policy/boundary"
    policy_arns          = ["arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"]
    policy               = null
    tags = {
      "managed-by" = "eksgen"
      part         = "karpenter"
    }
  }
  subnet_ids = {
    "us-west-2a" = module.vpc.private_subnet_ids["us-west-2a"]
    "us-west-2b" = module.vpc.private_subnet_ids["us-west-2b"]
    "us-west-2c" = module.vpc.private_subnet_ids["us-west-2c"]
  }
  security_group_id = module.eks.node_security_group_id
  disk_keys = {
    managed = module.disks_key.arn
  }
  cni_policy = true
  ip_family  = "ipv4"
  tags = {
    "größe" = "XL @ 100 = max"
    team    = "platform"
  }
}

module "elb_edge" {
  source   = "./modules/elb"
  name     = "full-lb-edge"
  kind     = "network"
  internal = false
  vpc_id   = module.vpc.vpc_id
  subnet_ids = [
    module.vpc.public_subnet_ids["us-west-2a"],
    module.vpc.public_subnet_ids["us-west-2b"],
    module.vpc.public_subnet_ids["us-west-2c"],
  ]
  listeners = {
    "443" = {
      port            = 443
      protocol        = "TLS"
      certificate_arn = "arn:aws:acm:us-west-2:111122223333:certificate/0f4c1b7e-0000-4000-8000-000000000001"
      ssl_policy      = "ELBSecurityPolicy-TLS13-1-3-2021-06"
      redirect_https  = false
      target_port     = null
      target_protocol = "TCP"
    }
  }
  target_groups = {
    "443" = {
      name                  = "full-lb-edge-8c144138"
      port                  = 30443
      protocol              = "TCP"
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
    path      = "/healthz"
    interval  = 15
    timeout   = 6
    healthy   = 2
    unhealthy = 4
  }
  targets = {
    web = module.nodes_web.autoscaling_group_name
  }
  node_security_group_id        = module.eks.node_security_group_id
  sources                       = ["0.0.0.0/0", "pl-0123456789abcdef0"]
  ipv6_sources                  = {}
  additional_security_group_ids = []
  cross_zone                    = false
  draining = {
    enabled = true
    timeout = 90
  }
  idle_timeout        = null
  proxy_protocol      = true
  preserve_client_ip  = false
  stickiness          = null
  access_logs         = null
  log_bucket          = null
  web_acl_arn         = null
  dns                 = null
  deletion_protection = true
  ip_family           = "ipv4"
  tags = {
    exposure = "public"
    "größe"  = "XL @ 100 = max"
    team     = "platform"
  }
}

module "elb_legacy" {
  source   = "./modules/elb"
  name     = "full-lb-legacy"
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
      protocol        = "TCP"
      certificate_arn = null
      ssl_policy      = null
      redirect_https  = false
      target_port     = 30082
      target_protocol = "TCP"
    }
  }
  target_groups = {}
  rules         = {}
  health_check = {
    protocol  = "TCP"
    port      = 30082
    path      = null
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
  sources                       = ["10.20.0.0/16", "sg-0123456789abcdef0"]
  ipv6_sources                  = {}
  additional_security_group_ids = []
  cross_zone                    = false
  draining = {
    enabled = false
    timeout = 300
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
    "größe" = "XL @ 100 = max"
    team    = "platform"
  }
}

module "elb_shop" {
  source   = "./modules/elb"
  name     = "full-lb-shop"
  kind     = "application"
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
      ssl_policy      = "ELBSecurityPolicy-TLS13-1-2-2021-06"
      redirect_https  = false
      target_port     = null
      target_protocol = "HTTP"
    }
  }
  target_groups = {
    "443" = {
      name                  = "full-lb-shop-466a2aa6"
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
  idle_timeout        = 120
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
    "größe" = "XL @ 100 = max"
    team    = "platform"
  }
}

module "audit" {
  source     = "./modules/audit"
  name       = "full-us-west-2-audit"
  partition  = "aws"
  region     = "us-west-2"
  account_id = "111122223333"
  bucket = {
    name = "acme-audit"
    make = false
  }
  kms_key_arn  = null
  multi_region = true
  cloudwatch = {
    this = {
      group_arn = module.log_groups.arns["audit-trail"]
      role = {
        name                 = "full-us-west-2-audit-trail"
        path                 = "/eks/"
        permissions_boundary = "arn:aws:iam::111122223333:policy/boundary"
        tags = {
          "managed-by" = "eksgen"
        }
      }
    }
  }
  tags = {
    "größe" = "XL @ 100 = max"
    team    = "platform"
  }
}

module "registry" {
  source = "./modules/registry"
  repositories = {
    "shop/web" = {
      scan_on_push   = true
      immutable_tags = false
      kms_key_arn    = module.registries_key.arn
      tags = {
        part = "shop"
      }
    }
  }
  expiry = {
    "shop/web" = {
      keep_last     = 30
      untagged_days = 7
    }
  }
  pull_from = {
    "shop/web" = ["arn:aws:iam::444455556666:role/Deploy", "arn:aws:iam::444455556666:root"]
  }
  tags = {
    "größe" = "XL @ 100 = max"
    team    = "platform"
  }
}
