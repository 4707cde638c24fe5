# Made by eksgen from full.yaml. Change that file, not this one.

module "vpc" {
  source    = "./modules/vpc_prevent_destroy"
  name      = "full"
  region    = "us-west-2"
  partition = "aws"
  cidr      = "10.20.0.0/16"
  private_subnets = {
    "us-west-2a" = "10.20.0.0/19"
    "us-west-2b" = "10.20.32.0/19"
    "us-west-2c" = "10.20.64.0/19"
  }
  public_subnets = {
    "us-west-2a" = "10.20.96.0/22"
    "us-west-2b" = "10.20.100.0/22"
    "us-west-2c" = "10.20.104.0/22"
  }
  assign_public_addresses = false
  intra_subnets = {
    "us-west-2a" = "10.20.120.0/26"
    "us-west-2b" = "10.20.120.64/26"
    "us-west-2c" = "10.20.120.128/26"
  }
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
  nat_routes = {
    "us-west-2a" = "us-west-2a"
    "us-west-2b" = "us-west-2b"
    "us-west-2c" = "us-west-2c"
  }
  interface_endpoints = {
    "ecr.api" = "com.amazonaws.us-west-2.ecr.api"
  }
  gateway_endpoints = {
    s3 = "com.amazonaws.us-west-2.s3"
  }
  flow_logs = {
    cloudwatch = {
      log_group_arn       = module.log_groups.arns["flow-logs"]
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
      name           = "/aws/eks/full/cluster"
      retention_days = 365
      class          = "INFREQUENT_ACCESS"
      kms_key_arn    = "arn:aws:kms:us-west-2:111122223333:key/0f4c1b7e-0000-4000-8000-00000000000b"
    }
    "flow-logs" = {
      name           = "/aws/vpc/full/flow-logs"
      retention_days = 60
      class          = "STANDARD"
      kms_key_arn    = "arn:aws:kms:us-west-2:111122223333:key/0f4c1b7e-0000-4000-8000-00000000000a"
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
    module.vpc.intra_subnet_ids["us-west-2a"],
    module.vpc.intra_subnet_ids["us-west-2b"],
    module.vpc.intra_subnet_ids["us-west-2c"],
  ]
  service_ipv4_cidr = "172.20.0.0/16"
  endpoint = {
    private      = true
    public       = true
    public_cidrs = ["203.0.113.0/24"]
    sources      = ["10.0.0.0/8", "pl-0123456789abcdef0", "sg-0123456789abcdef0"]
  }
  log_types      = ["api", "audit", "authenticator", "controllerManager", "scheduler"]
  log_group_name = module.log_groups.names["control-plane"]
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
      configuration     = null
      preserve          = false
      resolve_conflicts = "NONE"
      service_accounts  = {}
      tags              = {}
    }
    "pod-identity-agent" = {
      name              = "eks-pod-identity-agent"
      version           = null
      configuration     = null
      preserve          = true
      resolve_conflicts = "OVERWRITE"
      service_accounts  = {}
      tags              = {}
    }
    "vpc-cni" = {
      name              = "vpc-cni"
      version           = "v1.20.4-eksbuild.1"
      configuration     = "{\"env\":{\"WARM_IP_TARGET\":\"4\"}}"
      preserve          = true
      resolve_conflicts = "PRESERVE"
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
  subnet_ids = [
    module.vpc.private_subnet_ids["us-west-2a"],
    module.vpc.private_subnet_ids["us-west-2b"],
  ]
  public_ip       = false
  ami_type        = "AL2023_x86_64_NVIDIA"
  release_version = null
  capacity_type   = "SPOT"
  instance_types  = ["g6.xlarge", "g5.xlarge"]
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
    device      = "/dev/xvda"
    size        = 80
    type        = "gp3"
    iops        = null
    throughput  = null
    encrypted   = true
    kms_key_arn = module.disks_key.arn
  }
  imds = {
    hop_limit = 1
  }
  update = {
    max_unavailable            = 2
    max_unavailable_percentage = null
  }
  security_group_ids = [module.eks.node_security_group_id]
  ssm                = true
  after              = module.addons_before_nodes.ready
  tags = {
    "größe" = "XL @ 100 = max"
    team    = "platform"
  }
}

module "nodes_web" {
  source          = "./modules/nodes_autoscaled"
  group           = "web"
  node_group_name = "web-972f6d3e"
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
  launch_template_name = "full-node-web"
  cluster_name         = module.eks.cluster_name
  kubernetes_version   = "1.35"
  partition            = "aws"
  subnet_ids = [
    module.vpc.private_subnet_ids["us-west-2a"],
    module.vpc.private_subnet_ids["us-west-2b"],
    module.vpc.private_subnet_ids["us-west-2c"],
  ]
  public_ip       = false
  ami_type        = "AL2023_x86_64_STANDARD"
  release_version = null
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
    device      = "/dev/xvda"
    size        = 100
    type        = "gp3"
    iops        = 4000
    throughput  = 250
    encrypted   = true
    kms_key_arn = "arn:aws:kms:us-west-2:111122223333:key/0f4c1b7e-0000-4000-8000-00000000000c"
  }
  imds = {
    hop_limit = 2
  }
  update = {
    max_unavailable            = null
    max_unavailable_percentage = 33
  }
  security_group_ids = [module.eks.node_security_group_id]
  ssm                = false
  after              = module.addons_before_nodes.ready
  tags = {
    "cost-center" = "shop"
    "größe"       = "XL @ 100 = max"
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
      configuration     = "{\"podAnnotations\":{\"example.com/note\":\"$${literally} 100%%{this}\"},\"replicaCount\":3}"
      preserve          = false
      resolve_conflicts = "OVERWRITE"
      service_accounts  = {}
      tags              = {}
    }
    "ebs-csi" = {
      name              = "aws-ebs-csi-driver"
      version           = null
      configuration     = "{\"defaultStorageClass\":{\"enabled\":true}}"
      preserve          = true
      resolve_conflicts = "OVERWRITE"
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
      preserve          = false
      resolve_conflicts = "OVERWRITE"
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
      preserve          = false
      resolve_conflicts = "OVERWRITE"
      service_accounts  = {}
      tags              = {}
    }
  }
  after = [module.nodes_batch.ready, module.nodes_web.ready]
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
      port              = 443
      protocol          = "TLS"
      certificate_arn   = "arn:aws:acm:us-west-2:111122223333:certificate/0f4c1b7e-0000-4000-8000-000000000001"
      ssl_policy        = "ELBSecurityPolicy-TLS13-1-3-2021-06"
      redirect_https    = false
      target_port       = 30443
      target_protocol   = "TCP"
      target_group_name = "full-lb-edge-8c144138"
    }
  }
  health_check = {
    protocol  = "HTTP"
    port      = 30081
    path      = "/healthz"
    interval  = 15
    timeout   = 6
    healthy   = 2
    unhealthy = 4
  }
  targets = {
    web = module.nodes_web.autoscaling_group_name
  }
  node_security_group_id = module.eks.node_security_group_id
  ingress_cidrs          = ["0.0.0.0/0"]
  cross_zone             = false
  draining = {
    enabled = true
    timeout = 90
  }
  idle_timeout        = null
  proxy_protocol      = true
  preserve_client_ip  = false
  deletion_protection = true
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
      port              = 80
      protocol          = "TCP"
      certificate_arn   = null
      ssl_policy        = null
      redirect_https    = false
      target_port       = 30082
      target_protocol   = "TCP"
      target_group_name = null
    }
  }
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
  node_security_group_id = module.eks.node_security_group_id
  ingress_cidrs          = ["10.20.0.0/16"]
  cross_zone             = false
  draining = {
    enabled = false
    timeout = 0
  }
  idle_timeout        = null
  proxy_protocol      = false
  preserve_client_ip  = true
  deletion_protection = false
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
      port              = 80
      protocol          = "HTTP"
      certificate_arn   = null
      ssl_policy        = null
      redirect_https    = true
      target_port       = null
      target_protocol   = null
      target_group_name = null
    }
    "443" = {
      port              = 443
      protocol          = "HTTPS"
      certificate_arn   = "arn:aws:acm:us-west-2:111122223333:certificate/0f4c1b7e-0000-4000-8000-000000000001"
      ssl_policy        = "ELBSecurityPolicy-TLS13-1-2-2021-06"
      redirect_https    = false
      target_port       = 30080
      target_protocol   = "HTTP"
      target_group_name = "full-lb-shop-466a2aa6"
    }
  }
  health_check = {
    protocol  = "HTTP"
    port      = 30080
    path      = "/healthz"
    interval  = 10
    timeout   = 5
    healthy   = 3
    unhealthy = 3
  }
  targets = {
    web = module.nodes_web.autoscaling_group_name
  }
  node_security_group_id = module.eks.node_security_group_id
  ingress_cidrs          = ["0.0.0.0/0"]
  cross_zone             = true
  draining = {
    enabled = true
    timeout = 60
  }
  idle_timeout        = 120
  proxy_protocol      = false
  preserve_client_ip  = true
  deletion_protection = false
  tags = {
    "größe" = "XL @ 100 = max"
    team    = "platform"
  }
}
