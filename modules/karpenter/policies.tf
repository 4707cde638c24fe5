# The rights of the controller of Karpenter v1: it starts, tags and ends only what carries the tags of this
# cluster. Source: Karpenter, reference of its CloudFormation template, 1.14 (read 2026-11-29), and PR 9118 of
# aws/karpenter-provider-aws: it starts no nodes in a zone that is shifted away (read 2026-11-30).

locals {
  ec2         = "arn:${var.partition}:ec2:${var.region}"
  cluster     = "kubernetes.io/cluster/${var.cluster_name}"
  cluster_arn = "arn:${var.partition}:eks:${var.region}:${var.account_id}:cluster/${var.cluster_name}"
  profiles    = ["arn:${var.partition}:iam::${var.account_id}:instance-profile/*"]
  launchable  = [for kind in ["fleet", "instance", "launch-template", "network-interface", "spot-instances-request", "volume"] : "${local.ec2}:*:${kind}/*"]

  # The tags that a new object must get, and those that an object must have.
  new_object = {
    StringEquals = { "aws:RequestTag/${local.cluster}" = "owned", "aws:RequestTag/eks:eks-cluster-name" = var.cluster_name }
    StringLike   = { "aws:RequestTag/karpenter.sh/nodepool" = "*" }
  }
  own_object = {
    StringEquals = { "aws:ResourceTag/${local.cluster}" = "owned" }
    StringLike   = { "aws:ResourceTag/karpenter.sh/nodepool" = "*" }
  }
  own_profile = {
    StringEquals = { "aws:ResourceTag/${local.cluster}" = "owned", "aws:ResourceTag/topology.kubernetes.io/region" = var.region }
    StringLike   = { "aws:ResourceTag/karpenter.k8s.aws/ec2nodeclass" = "*" }
  }

  policies = {
    nodes = [
      {
        Sid      = "UseForNodes"
        Effect   = "Allow"
        Action   = ["ec2:CreateFleet", "ec2:RunInstances"]
        Resource = concat(["${local.ec2}::image/*", "${local.ec2}::snapshot/*"], [for kind in ["capacity-reservation", "placement-group", "security-group", "subnet"] : "${local.ec2}:*:${kind}/*"])
      },
      {
        Sid       = "UseOwnLaunchTemplates"
        Effect    = "Allow"
        Action    = ["ec2:CreateFleet", "ec2:RunInstances"]
        Resource  = ["${local.ec2}:*:launch-template/*"]
        Condition = local.own_object
      },
      {
        Sid       = "StartNodes"
        Effect    = "Allow"
        Action    = ["ec2:CreateFleet", "ec2:CreateLaunchTemplate", "ec2:RunInstances"]
        Resource  = local.launchable
        Condition = local.new_object
      },
      {
        Sid      = "TagNewObjects"
        Effect   = "Allow"
        Action   = ["ec2:CreateTags"]
        Resource = local.launchable
        Condition = {
          StringEquals = merge(local.new_object.StringEquals, { "ec2:CreateAction" = ["CreateFleet", "CreateLaunchTemplate", "RunInstances"] })
          StringLike   = local.new_object.StringLike
        }
      },
      {
        Sid      = "TagOwnNodes"
        Effect   = "Allow"
        Action   = ["ec2:CreateTags"]
        Resource = ["${local.ec2}:*:instance/*"]
        Condition = merge(local.own_object, {
          StringEqualsIfExists        = { "aws:RequestTag/eks:eks-cluster-name" = var.cluster_name }
          "ForAllValues:StringEquals" = { "aws:TagKeys" = ["Name", "eks:eks-cluster-name", "karpenter.sh/nodeclaim"] }
        })
      },
      {
        Sid       = "EndOwnNodes"
        Effect    = "Allow"
        Action    = ["ec2:DeleteLaunchTemplate", "ec2:TerminateInstances"]
        Resource  = ["${local.ec2}:*:instance/*", "${local.ec2}:*:launch-template/*"]
        Condition = local.own_object
      },
    ]

    instance-profiles = [
      {
        Sid       = "PassRoleOfNodes"
        Effect    = "Allow"
        Action    = ["iam:PassRole"]
        Resource  = [local.node_role_arn]
        Condition = { StringEquals = { "iam:PassedToService" = local.ec2_principals } }
      },
      {
        Sid      = "CreateProfiles"
        Effect   = "Allow"
        Action   = ["iam:CreateInstanceProfile"]
        Resource = local.profiles
        Condition = {
          StringEquals = { "aws:RequestTag/${local.cluster}" = "owned", "aws:RequestTag/eks:eks-cluster-name" = var.cluster_name, "aws:RequestTag/topology.kubernetes.io/region" = var.region }
          StringLike   = { "aws:RequestTag/karpenter.k8s.aws/ec2nodeclass" = "*" }
        }
      },
      {
        Sid      = "TagOwnProfiles"
        Effect   = "Allow"
        Action   = ["iam:TagInstanceProfile"]
        Resource = local.profiles
        Condition = {
          StringEquals = merge(local.own_profile.StringEquals, { "aws:RequestTag/${local.cluster}" = "owned", "aws:RequestTag/eks:eks-cluster-name" = var.cluster_name, "aws:RequestTag/topology.kubernetes.io/region" = var.region })
          StringLike   = merge(local.own_profile.StringLike, { "aws:RequestTag/karpenter.k8s.aws/ec2nodeclass" = "*" })
        }
      },
      {
        Sid       = "ChangeOwnProfiles"
        Effect    = "Allow"
        Action    = ["iam:AddRoleToInstanceProfile", "iam:DeleteInstanceProfile", "iam:RemoveRoleFromInstanceProfile"]
        Resource  = local.profiles
        Condition = local.own_profile
      },
      {
        Sid      = "ReadProfiles"
        Effect   = "Allow"
        Action   = ["iam:GetInstanceProfile"]
        Resource = local.profiles
      },
      {
        Sid      = "ListProfiles"
        Effect   = "Allow"
        Action   = ["iam:ListInstanceProfiles"]
        Resource = ["*"]
      },
    ]

    interruption = [
      {
        Sid      = "ReadQueue"
        Effect   = "Allow"
        Action   = ["sqs:DeleteMessage", "sqs:GetQueueUrl", "sqs:ReceiveMessage"]
        Resource = [local.queue_arn]
      },
    ]

    discovery = [
      {
        Sid    = "ReadRegion"
        Effect = "Allow"
        Action = [
          "ec2:DescribeCapacityReservations",
          "ec2:DescribeImages",
          "ec2:DescribeInstanceStatus",
          "ec2:DescribeInstanceTypeOfferings",
          "ec2:DescribeInstanceTypes",
          "ec2:DescribeInstances",
          "ec2:DescribeLaunchTemplates",
          "ec2:DescribePlacementGroups",
          "ec2:DescribeSecurityGroups",
          "ec2:DescribeSpotPriceHistory",
          "ec2:DescribeSubnets",
        ]
        Resource  = ["*"]
        Condition = { StringEquals = { "aws:RequestedRegion" = var.region } }
      },
      {
        Sid      = "ReadImages"
        Effect   = "Allow"
        Action   = ["ssm:GetParameter"]
        Resource = ["arn:${var.partition}:ssm:${var.region}::parameter/aws/service/*"]
      },
      {
        Sid      = "ReadPrices"
        Effect   = "Allow"
        Action   = ["pricing:GetProducts"]
        Resource = ["*"]
      },
      {
        Sid      = "ReadCluster"
        Effect   = "Allow"
        Action   = ["eks:DescribeCluster"]
        Resource = [local.cluster_arn]
      },
      {
        Sid       = "ReadZonalShift"
        Effect    = "Allow"
        Action    = ["arc-zonal-shift:GetManagedResource"]
        Resource  = ["*"]
        Condition = { StringEquals = { "arc-zonal-shift:ResourceIdentifier" = local.cluster_arn } }
      },
    ]
  }

  # EC2 encrypts the disks of a fleet with the rights of whoever starts it.
  disk_key_statements = [
    {
      Sid       = "EncryptDisks"
      Effect    = "Allow"
      Action    = ["kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKeyWithoutPlaintext", "kms:ReEncryptFrom", "kms:ReEncryptTo"]
      Resource  = values(var.disk_keys)
      Condition = { StringLike = { "kms:ViaService" = "ec2.${var.region}.*" } }
    },
    {
      Sid       = "AttachDisks"
      Effect    = "Allow"
      Action    = ["kms:CreateGrant"]
      Resource  = values(var.disk_keys)
      Condition = { Bool = { "kms:GrantIsForAWSResource" = "true" }, StringLike = { "kms:ViaService" = "ec2.${var.region}.*" } }
    },
  ]
}
