# Hybrid nodes: machines outside AWS. Routes between their networks and the VPC are not made here.

locals {
  remote_node_ranges = toset(flatten([for remote in values(var.remote_networks) : tolist(remote.nodes)]))
  remote_pod_ranges  = toset(flatten([for remote in values(var.remote_networks) : tolist(remote.pods)]))
  remote_ranges      = setunion(local.remote_node_ranges, local.remote_pod_ranges)

  hybrid_node_role = { for key, remote in var.remote_networks : key => remote.node_role if remote.node_role.arn == null }
  cluster_arn      = "arn:${var.partition}:eks:${var.region}:${var.account_id}:cluster/${var.name}"

  hybrid_node_trust = {
    ssm = [{
      Effect    = "Allow"
      Action    = ["sts:AssumeRole"]
      Principal = { Service = "ssm.amazonaws.com" }
      Condition = {
        StringEquals = { "aws:SourceAccount" = var.account_id }
        ArnLike      = { "aws:SourceArn" = "arn:${var.partition}:ssm:${var.region}:${var.account_id}:*" }
      }
    }]
    # The name of the session is that of the certificate: the node's name in the cluster.
    iam-roles-anywhere = [
      {
        Effect    = "Allow"
        Action    = ["sts:SetSourceIdentity", "sts:TagSession"]
        Principal = { Service = "rolesanywhere.amazonaws.com" }
        Condition = {
          StringEquals = {}
          ArnLike      = { "aws:SourceArn" = "arn:${var.partition}:rolesanywhere:${var.region}:${var.account_id}:trust-anchor/*" }
        }
      },
      {
        Effect    = "Allow"
        Action    = ["sts:AssumeRole"]
        Principal = { Service = "rolesanywhere.amazonaws.com" }
        Condition = {
          StringEquals = { "sts:RoleSessionName" = "$${aws:PrincipalTag/x509Subject/CN}" }
          ArnLike      = { "aws:SourceArn" = "arn:${var.partition}:rolesanywhere:${var.region}:${var.account_id}:trust-anchor/*" }
        }
      },
    ]
  }
}

resource "aws_iam_role" "hybrid_node" {
  for_each = local.hybrid_node_role

  name                 = each.value.name
  path                 = each.value.path
  permissions_boundary = each.value.permissions_boundary
  description          = "Hybrid nodes of the EKS cluster ${var.name}"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      for statement in local.hybrid_node_trust[each.value.provider] :
      merge(statement, { Condition = { for operator, keys in statement.Condition : operator => keys if length(keys) > 0 } })
    ]
  })

  tags = merge(var.tags, each.value.tags, { Name = each.value.name })
}

resource "aws_iam_role_policy_attachment" "hybrid_node" {
  for_each = merge([
    for key, role in local.hybrid_node_role : merge(
      { for arn in role.policy_arns : arn => { role = key, arn = arn } },
      {
        for name in concat(["AmazonEC2ContainerRegistryPullOnly"], role.provider == "ssm" ? ["AmazonSSMManagedInstanceCore"] : []) :
        name => { role = key, arn = "arn:${var.partition}:iam::aws:policy/${name}" }
      },
    )
  ]...)

  role       = aws_iam_role.hybrid_node[each.value.role].name
  policy_arn = each.value.arn
}

resource "aws_iam_role_policy" "hybrid_node" {
  # checkov:skip=CKV_AWS_355:ssm:DescribeInstanceInformation and eks-auth know no resources.
  for_each = local.hybrid_node_role

  name = "hybrid-node"
  role = aws_iam_role.hybrid_node[each.key].name

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = concat(
      [
        { Effect = "Allow", Action = "eks:DescribeCluster", Resource = local.cluster_arn, Condition = {} },
        { Effect = "Allow", Action = "eks-auth:AssumeRoleForPodIdentity", Resource = local.cluster_arn, Condition = {} },
      ],
      each.value.provider == "ssm" ? [
        { Effect = "Allow", Action = "ssm:DescribeInstanceInformation", Resource = "*", Condition = {} },
        {
          Effect    = "Allow"
          Action    = "ssm:DeregisterManagedInstance"
          Resource  = "arn:${var.partition}:ssm:${var.region}:${var.account_id}:managed-instance/*"
          Condition = { StringEquals = { "ssm:resourceTag/EKSClusterARN" = local.cluster_arn } }
        },
      ] : [],
    )
  })
}

resource "aws_iam_role_policy" "hybrid_node_own" {
  for_each = { for key, role in local.hybrid_node_role : key => role.policy if role.policy != null }

  name   = "statements"
  role   = aws_iam_role.hybrid_node[each.key].name
  policy = each.value
}

resource "aws_eks_access_entry" "hybrid_node" {
  for_each = var.remote_networks

  cluster_name  = aws_eks_cluster.this.name
  principal_arn = each.value.node_role.arn == null ? aws_iam_role.hybrid_node[each.key].arn : each.value.node_role.arn
  type          = "HYBRID_LINUX"

  tags = var.tags
}

resource "aws_vpc_security_group_ingress_rule" "control_plane_from_remote" {
  for_each = toset([for range in local.remote_ranges : range if length(aws_security_group.control_plane) > 0])

  security_group_id = aws_security_group.control_plane["this"].id
  description       = "Kubernetes API from the remote network ${each.value}"
  cidr_ipv4         = each.value
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443

  tags = merge(var.tags, { Name = "${var.name}-api-from-remote-${each.value}" })

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_vpc_security_group_egress_rule" "control_plane_to_remote_nodes" {
  for_each = toset([for range in local.remote_node_ranges : range if length(aws_security_group.control_plane) > 0])

  security_group_id = aws_security_group.control_plane["this"].id
  description       = "Kubelet of hybrid nodes, for logs, exec and metrics"
  cidr_ipv4         = each.value
  ip_protocol       = "tcp"
  from_port         = 10250
  to_port           = 10250

  tags = merge(var.tags, { Name = "${var.name}-kubelet-to-remote-${each.value}" })

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_vpc_security_group_egress_rule" "control_plane_to_remote_pods" {
  for_each = toset([for range in local.remote_pod_ranges : range if length(aws_security_group.control_plane) > 0])

  security_group_id = aws_security_group.control_plane["this"].id
  description       = "Webhooks and aggregated APIs on hybrid nodes"
  cidr_ipv4         = each.value
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 65535

  tags = merge(var.tags, { Name = "${var.name}-webhooks-to-remote-${each.value}" })

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_vpc_security_group_ingress_rule" "nodes_from_remote" {
  for_each = local.remote_ranges

  security_group_id = aws_security_group.node.id
  description       = "Pods and nodes of the remote network ${each.value}"
  cidr_ipv4         = each.value
  ip_protocol       = "-1"

  tags = merge(var.tags, { Name = "${var.name}-nodes-from-remote-${each.value}" })
}
