# Made by eksgen from capabilities.yaml. Change that file, not this one.

module "vpc" {
  source          = "./modules/vpc"
  name            = "platform"
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
        name                 = "platform-us-west-2-flow-logs"
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
  alias                = "eks/platform/secrets"
  description          = "Kubernetes secrets of the EKS cluster platform"
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
  alias          = "eks/platform/logs"
  description    = "Logs of the EKS cluster platform"
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
      name           = "/aws/eks/platform/cluster"
      retention_days = 90
      class          = "STANDARD"
      kms_key_arn    = module.logs_key.arn
    }
    "flow-logs" = {
      name           = "/aws/vpc/platform/flow-logs"
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
  name   = "platform"
  role = {
    arn                  = null
    name                 = "platform-us-west-2-cluster"
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
    module.vpc.private_subnet_ids["us-west-2a"],
    module.vpc.private_subnet_ids["us-west-2b"],
    module.vpc.private_subnet_ids["us-west-2c"],
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
      node_pools = ["general-purpose", "system"]
      node_role = {
        arn                  = null
        name                 = "platform-us-west-2-auto-node"
        path                 = "/"
        permissions_boundary = null
        policy_arns          = []
        policy               = null
        tags                 = {}
      }
    }
  }
  remote_networks       = {}
  pods_in_cluster_group = true
  tags = {
    team = "platform"
  }
}

module "capabilities" {
  source       = "./modules/capabilities"
  cluster_name = module.eks.cluster_name
  partition    = "aws"
  capabilities = {
    ack = {
      name = "ack"
      type = "ACK"
      role = {
        arn                  = null
        name                 = "platform-ack"
        path                 = "/"
        permissions_boundary = "arn:aws:iam::111122223333:policy/ControllerBoundary"
        policy_arns          = ["arn:aws:iam::aws:policy/AmazonSQSFullAccess"]
        policy               = "{\"Statement\":[{\"Action\":[\"s3:CreateBucket\",\"s3:DeleteBucket\",\"s3:GetBucketTagging\",\"s3:ListBucket\",\"s3:PutBucketTagging\"],\"Effect\":\"Allow\",\"Resource\":[\"arn:aws:s3:::shop-*\"]}],\"Version\":\"2012-10-17\"}"
        tags                 = {}
      }
      access                    = {}
      delete_propagation_policy = "RETAIN"
      argo_cd                   = null
      tags                      = {}
    }
    argocd = {
      name = "gitops"
      type = "ARGOCD"
      role = {
        arn                  = null
        name                 = "platform-us-west-2-capability-argocd"
        path                 = "/"
        permissions_boundary = null
        policy_arns          = ["arn:aws:iam::aws:policy/AWSSecretsManagerClientReadOnlyAccess"]
        policy               = null
        tags = {
          "cost-center" = "delivery"
        }
      }
      access = {
        AmazonEKSAdminPolicy = {
          policy_arn = "arn:aws:eks::aws:cluster-access-policy/AmazonEKSAdminPolicy"
          namespaces = ["shop", "team-*"]
        }
        AmazonEKSSecretReaderPolicy = {
          policy_arn = "arn:aws:eks::aws:cluster-access-policy/AmazonEKSSecretReaderPolicy"
          namespaces = ["shop"]
        }
      }
      delete_propagation_policy = "RETAIN"
      argo_cd = {
        idc_instance_arn = "arn:aws:sso:::instance/ssoins-0123456789abcdef"
        idc_region       = "us-east-1"
        namespace        = "argocd"
        role_mappings = {
          ADMIN = [
            {
              id   = "01234567-89ab-cdef-0123-456789abcdef"
              type = "SSO_GROUP"
            },
          ]
          VIEWER = [
            {
              id   = "0123456789-01234567-89ab-cdef-0123-456789abcdea"
              type = "SSO_GROUP"
            },
            {
              id   = "0123456789-01234567-89ab-cdef-0123-456789abcdeb"
              type = "SSO_USER"
            },
          ]
        }
        vpc_endpoint_ids = ["vpce-0123456789abcdef0"]
      }
      tags = {
        "cost-center" = "delivery"
      }
    }
    kro = {
      name = "kro"
      type = "KRO"
      role = {
        arn                  = null
        name                 = "platform-us-west-2-capability-kro"
        path                 = "/"
        permissions_boundary = null
        policy_arns          = []
        policy               = null
        tags                 = {}
      }
      access = {
        AmazonEKSEditPolicy = {
          policy_arn = "arn:aws:eks::aws:cluster-access-policy/AmazonEKSEditPolicy"
          namespaces = ["shop"]
        }
      }
      delete_propagation_policy = "RETAIN"
      argo_cd                   = null
      tags                      = {}
    }
  }
  tags = {
    team = "platform"
  }
}
