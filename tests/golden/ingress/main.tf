# Made by eksgen from ingress.yaml. Change that file, not this one.

module "vpc" {
  source          = "./modules/vpc"
  name            = "market"
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
        name                 = "market-us-west-2-flow-logs"
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
  alias                = "eks/market/secrets"
  description          = "Kubernetes secrets of the EKS cluster market"
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
  alias          = "eks/market/logs"
  description    = "Logs of the EKS cluster market"
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
      name           = "/aws/eks/market/cluster"
      retention_days = 90
      class          = "STANDARD"
      kms_key_arn    = module.logs_key.arn
    }
    "flow-logs" = {
      name           = "/aws/vpc/market/flow-logs"
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
  name   = "market"
  role = {
    arn                  = null
    name                 = "market-us-west-2-cluster"
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
  tags = {
    team = "platform"
  }
}

module "identity" {
  source         = "./modules/identity"
  cluster_name   = module.eks.cluster_name
  partition      = "aws"
  region         = "us-west-2"
  account_id     = "111122223333"
  oidc_issuer    = module.eks.oidc_issuer
  oidc_audiences = []
  accounts = {
    "external-dns/external-dns" = {
      namespace   = "external-dns"
      name        = "external-dns"
      irsa        = false
      association = true
      role = {
        arn                  = null
        name                 = "market-us-west-2-pod-external-dns.external-dns"
        path                 = "/"
        permissions_boundary = null
        policy_arns          = []
        tags                 = {}
      }
      policies = {
        "external-dns" = "{\"Statement\":[{\"Action\":[\"route53:ChangeResourceRecordSets\",\"route53:ListResourceRecordSets\",\"route53:ListTagsForResource\",\"route53:ListTagsForResources\"],\"Effect\":\"Allow\",\"Resource\":[\"arn:aws:route53:::hostedzone/*\"],\"Sid\":\"ChangeRecords\"},{\"Action\":[\"route53:ListHostedZones\"],\"Effect\":\"Allow\",\"Resource\":[\"*\"],\"Sid\":\"ListZones\"}],\"Version\":\"2012-10-17\"}"
      }
      target_role_arn = null
      session_tags    = true
    }
    "kube-system/aws-load-balancer-controller" = {
      namespace   = "kube-system"
      name        = "aws-load-balancer-controller"
      irsa        = false
      association = true
      role = {
        arn                  = null
        name                 = "market-us-west-2-pod-kube-system.aws-load-balancer-controller"
        path                 = "/"
        permissions_boundary = null
        policy_arns          = []
        tags                 = {}
      }
      policies = {
        "aws-load-balancer-controller" = "{\"Statement\":[{\"Action\":[\"iam:CreateServiceLinkedRole\"],\"Condition\":{\"StringEquals\":{\"iam:AWSServiceName\":\"elasticloadbalancing.amazonaws.com\"}},\"Effect\":\"Allow\",\"Resource\":[\"arn:aws:iam::111122223333:role/aws-service-role/elasticloadbalancing.amazonaws.com/*\"],\"Sid\":\"LinkedRole\"},{\"Action\":[\"acm:DescribeCertificate\",\"acm:ListCertificates\",\"cognito-idp:DescribeUserPoolClient\",\"ec2:DescribeAccountAttributes\",\"ec2:DescribeAddresses\",\"ec2:DescribeAvailabilityZones\",\"ec2:DescribeCoipPools\",\"ec2:DescribeInstances\",\"ec2:DescribeInternetGateways\",\"ec2:DescribeIpamPools\",\"ec2:DescribeNetworkInterfaces\",\"ec2:DescribeRouteTables\",\"ec2:DescribeSecurityGroups\",\"ec2:DescribeSubnets\",\"ec2:DescribeTags\",\"ec2:DescribeVpcPeeringConnections\",\"ec2:DescribeVpcs\",\"ec2:GetCoipPoolUsage\",\"ec2:GetSecurityGroupsForVpc\",\"elasticloadbalancing:DescribeCapacityReservation\",\"elasticloadbalancing:DescribeListenerAttributes\",\"elasticloadbalancing:DescribeListenerCertificates\",\"elasticloadbalancing:DescribeListeners\",\"elasticloadbalancing:DescribeLoadBalancerAttributes\",\"elasticloadbalancing:DescribeLoadBalancers\",\"elasticloadbalancing:DescribeRules\",\"elasticloadbalancing:DescribeSSLPolicies\",\"elasticloadbalancing:DescribeTags\",\"elasticloadbalancing:DescribeTargetGroupAttributes\",\"elasticloadbalancing:DescribeTargetGroups\",\"elasticloadbalancing:DescribeTargetHealth\",\"elasticloadbalancing:DescribeTrustStores\",\"iam:GetServerCertificate\",\"iam:ListServerCertificates\",\"shield:DescribeProtection\",\"shield:GetSubscriptionState\",\"waf-regional:GetWebACL\",\"waf-regional:GetWebACLForResource\",\"wafv2:GetWebACL\",\"wafv2:GetWebACLForResource\"],\"Effect\":\"Allow\",\"Resource\":[\"*\"],\"Sid\":\"Read\"},{\"Action\":[\"elasticloadbalancing:SetWebAcl\",\"shield:CreateProtection\",\"shield:DeleteProtection\",\"waf-regional:AssociateWebACL\",\"waf-regional:DisassociateWebACL\",\"wafv2:AssociateWebACL\",\"wafv2:DisassociateWebACL\"],\"Effect\":\"Allow\",\"Resource\":[\"*\"],\"Sid\":\"AttachFirewalls\"},{\"Action\":[\"ec2:AuthorizeSecurityGroupIngress\",\"ec2:RevokeSecurityGroupIngress\"],\"Effect\":\"Allow\",\"Resource\":[\"arn:aws:ec2:us-west-2:111122223333:security-group/*\"],\"Sid\":\"ChangeRules\"},{\"Action\":[\"ec2:CreateSecurityGroup\"],\"Effect\":\"Allow\",\"Resource\":[\"arn:aws:ec2:us-west-2:*:vpc/*\",\"arn:aws:ec2:us-west-2:111122223333:security-group/*\"],\"Sid\":\"CreateGroups\"},{\"Action\":[\"ec2:CreateTags\"],\"Condition\":{\"StringEquals\":{\"aws:RequestTag/elbv2.k8s.aws/cluster\":\"market\",\"ec2:CreateAction\":\"CreateSecurityGroup\"}},\"Effect\":\"Allow\",\"Resource\":[\"arn:aws:ec2:us-west-2:111122223333:security-group/*\"],\"Sid\":\"TagNewGroups\"},{\"Action\":[\"ec2:CreateTags\",\"ec2:DeleteTags\"],\"Condition\":{\"Null\":{\"aws:RequestTag/elbv2.k8s.aws/cluster\":\"true\"},\"StringEquals\":{\"aws:ResourceTag/elbv2.k8s.aws/cluster\":\"market\"}},\"Effect\":\"Allow\",\"Resource\":[\"arn:aws:ec2:us-west-2:111122223333:security-group/*\"],\"Sid\":\"TagOwnGroups\"},{\"Action\":[\"ec2:DeleteSecurityGroup\"],\"Condition\":{\"StringEquals\":{\"aws:ResourceTag/elbv2.k8s.aws/cluster\":\"market\"}},\"Effect\":\"Allow\",\"Resource\":[\"arn:aws:ec2:us-west-2:111122223333:security-group/*\"],\"Sid\":\"DeleteOwnGroups\"},{\"Action\":[\"elasticloadbalancing:CreateLoadBalancer\",\"elasticloadbalancing:CreateTargetGroup\"],\"Condition\":{\"StringEquals\":{\"aws:RequestTag/elbv2.k8s.aws/cluster\":\"market\"}},\"Effect\":\"Allow\",\"Resource\":[\"arn:aws:elasticloadbalancing:us-west-2:111122223333:loadbalancer/app/*/*\",\"arn:aws:elasticloadbalancing:us-west-2:111122223333:loadbalancer/net/*/*\",\"arn:aws:elasticloadbalancing:us-west-2:111122223333:targetgroup/*/*\"],\"Sid\":\"Create\"},{\"Action\":[\"elasticloadbalancing:AddTags\"],\"Condition\":{\"StringEquals\":{\"aws:RequestTag/elbv2.k8s.aws/cluster\":\"market\",\"elasticloadbalancing:CreateAction\":[\"CreateLoadBalancer\",\"CreateTargetGroup\"]}},\"Effect\":\"Allow\",\"Resource\":[\"arn:aws:elasticloadbalancing:us-west-2:111122223333:loadbalancer/app/*/*\",\"arn:aws:elasticloadbalancing:us-west-2:111122223333:loadbalancer/net/*/*\",\"arn:aws:elasticloadbalancing:us-west-2:111122223333:targetgroup/*/*\"],\"Sid\":\"TagNew\"},{\"Action\":[\"elasticloadbalancing:AddTags\",\"elasticloadbalancing:RemoveTags\"],\"Condition\":{\"Null\":{\"aws:RequestTag/elbv2.k8s.aws/cluster\":\"true\"},\"StringEquals\":{\"aws:ResourceTag/elbv2.k8s.aws/cluster\":\"market\"}},\"Effect\":\"Allow\",\"Resource\":[\"arn:aws:elasticloadbalancing:us-west-2:111122223333:loadbalancer/app/*/*\",\"arn:aws:elasticloadbalancing:us-west-2:111122223333:loadbalancer/net/*/*\",\"arn:aws:elasticloadbalancing:us-west-2:111122223333:targetgroup/*/*\"],\"Sid\":\"TagOwn\"},{\"Action\":[\"elasticloadbalancing:AddTags\",\"elasticloadbalancing:RemoveTags\"],\"Effect\":\"Allow\",\"Resource\":[\"arn:aws:elasticloadbalancing:us-west-2:111122223333:listener-rule/app/*/*/*\",\"arn:aws:elasticloadbalancing:us-west-2:111122223333:listener-rule/net/*/*/*\",\"arn:aws:elasticloadbalancing:us-west-2:111122223333:listener/app/*/*/*\",\"arn:aws:elasticloadbalancing:us-west-2:111122223333:listener/net/*/*/*\"],\"Sid\":\"TagListeners\"},{\"Action\":[\"elasticloadbalancing:DeleteLoadBalancer\",\"elasticloadbalancing:DeleteTargetGroup\",\"elasticloadbalancing:ModifyCapacityReservation\",\"elasticloadbalancing:ModifyIpPools\",\"elasticloadbalancing:ModifyListenerAttributes\",\"elasticloadbalancing:ModifyLoadBalancerAttributes\",\"elasticloadbalancing:ModifyTargetGroup\",\"elasticloadbalancing:ModifyTargetGroupAttributes\",\"elasticloadbalancing:SetIpAddressType\",\"elasticloadbalancing:SetSecurityGroups\",\"elasticloadbalancing:SetSubnets\"],\"Condition\":{\"StringEquals\":{\"aws:ResourceTag/elbv2.k8s.aws/cluster\":\"market\"}},\"Effect\":\"Allow\",\"Resource\":[\"arn:aws:elasticloadbalancing:us-west-2:111122223333:listener/app/*/*/*\",\"arn:aws:elasticloadbalancing:us-west-2:111122223333:listener/net/*/*/*\",\"arn:aws:elasticloadbalancing:us-west-2:111122223333:loadbalancer/app/*/*\",\"arn:aws:elasticloadbalancing:us-west-2:111122223333:loadbalancer/net/*/*\",\"arn:aws:elasticloadbalancing:us-west-2:111122223333:targetgroup/*/*\"],\"Sid\":\"ChangeOwn\"},{\"Action\":[\"elasticloadbalancing:AddListenerCertificates\",\"elasticloadbalancing:CreateListener\",\"elasticloadbalancing:CreateRule\",\"elasticloadbalancing:DeleteListener\",\"elasticloadbalancing:DeleteRule\",\"elasticloadbalancing:ModifyListener\",\"elasticloadbalancing:ModifyRule\",\"elasticloadbalancing:RemoveListenerCertificates\",\"elasticloadbalancing:SetRulePriorities\"],\"Effect\":\"Allow\",\"Resource\":[\"arn:aws:elasticloadbalancing:us-west-2:111122223333:listener-rule/app/*/*/*\",\"arn:aws:elasticloadbalancing:us-west-2:111122223333:listener-rule/net/*/*/*\",\"arn:aws:elasticloadbalancing:us-west-2:111122223333:listener/app/*/*/*\",\"arn:aws:elasticloadbalancing:us-west-2:111122223333:listener/net/*/*/*\",\"arn:aws:elasticloadbalancing:us-west-2:111122223333:loadbalancer/app/*/*\",\"arn:aws:elasticloadbalancing:us-west-2:111122223333:loadbalancer/net/*/*\"],\"Sid\":\"ChangeListeners\"},{\"Action\":[\"elasticloadbalancing:DeregisterTargets\",\"elasticloadbalancing:RegisterTargets\"],\"Effect\":\"Allow\",\"Resource\":[\"arn:aws:elasticloadbalancing:us-west-2:111122223333:targetgroup/*/*\"],\"Sid\":\"ChangeTargets\"}],\"Version\":\"2012-10-17\"}"
      }
      target_role_arn = null
      session_tags    = true
    }
  }
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

module "nodes_web" {
  source          = "./modules/nodes"
  group           = "web"
  node_group_name = "web-2bfce155"
  role = {
    arn                  = null
    name                 = "market-us-west-2-node-web"
    path                 = "/"
    permissions_boundary = null
    policy_arns          = []
    policy               = null
    tags                 = {}
  }
  launch_template_name = "market-node-web"
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
    name                = "market-web"
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
          name                 = "market-us-west-2-addon-ebs-csi-controller-sa"
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
  tags = {
    team = "platform"
  }
}
