resource "aws_iam_role" "node" {
  name        = var.role_name
  description = "Nodes of group ${var.group} in the EKS cluster ${var.cluster_name}"

  # China: AWS's own documents disagree on the suffix of the EC2 principal, so both are trusted there.
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect = "Allow"
      Action = "sts:AssumeRole"
      Principal = {
        Service = concat(["ec2.amazonaws.com"], var.partition == "aws-cn" ? ["ec2.amazonaws.com.cn"] : [])
      }
    }]
  })

  tags = merge(var.tags, { Name = var.role_name })
}

# Literal ARNs: one that is unknown at plan would replace the attachment, and as the new one is made first,
# deleting the old one would take the permission away.
resource "aws_iam_role_policy_attachment" "node" {
  for_each = toset(concat(
    [
      "AmazonEC2ContainerRegistryPullOnly",
      "AmazonEKSWorkerNodePolicy",
      "AmazonEKS_CNI_Policy",
    ],
    var.ssm ? ["AmazonSSMManagedInstanceCore"] : [],
  ))

  role       = aws_iam_role.node.name
  policy_arn = "arn:${var.partition}:iam::aws:policy/${each.key}"
}
