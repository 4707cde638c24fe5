resource "aws_kms_key" "this" {
  description             = var.description
  deletion_window_in_days = var.deletion_window_days
  enable_key_rotation     = true

  # The principals are a fixed list and never the caller: the plan must not depend on who runs it. In a
  # key policy the resource "*" means this key.
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = concat(
      [
        {
          Sid       = "EnableIamPolicies"
          Effect    = "Allow"
          Action    = ["kms:*"]
          Resource  = ["*"]
          Principal = { AWS = [var.account_arn] }
        },
        {
          Sid    = "ManageButNotUse"
          Effect = "Allow"
          Action = [
            "kms:CancelKeyDeletion",
            "kms:Create*",
            "kms:Delete*",
            "kms:Describe*",
            "kms:Disable*",
            "kms:Enable*",
            "kms:Get*",
            "kms:List*",
            "kms:Put*",
            "kms:Revoke*",
            "kms:RotateKeyOnDemand",
            "kms:ScheduleKeyDeletion",
            "kms:TagResource",
            "kms:UntagResource",
            "kms:Update*",
          ]
          Resource  = ["*"]
          Principal = { AWS = sort(var.administrators) }
        },
      ],
      [
        for key, service in var.services : {
          Sid    = "Use${replace(title(replace(key, "/[^0-9A-Za-z]/", " ")), " ", "")}"
          Effect = "Allow"
          Action = [
            "kms:Decrypt*",
            "kms:Describe*",
            "kms:Encrypt*",
            "kms:GenerateDataKey*",
            "kms:ReEncrypt*",
          ]
          Resource  = ["*"]
          Principal = { Service = [service.principal] }
          Condition = {
            for operator, context in {
              ArnLike = { for name, value in service.encryption_context : "kms:EncryptionContext:${name}" => value if startswith(value, "arn:") }
              StringEquals = merge(
                { for name, value in service.encryption_context : "kms:EncryptionContext:${name}" => value if !startswith(value, "arn:") },
                { for arn in service.source_arn[*] : "aws:SourceArn" => arn },
              )
            } : operator => context if length(context) > 0
          }
        }
      ],
      # A look at the key has no encryption context.
      [
        for key, service in var.services : {
          Sid       = "Describe${replace(title(replace(key, "/[^0-9A-Za-z]/", " ")), " ", "")}"
          Effect    = "Allow"
          Action    = ["kms:DescribeKey"]
          Resource  = ["*"]
          Principal = { Service = [service.principal] }
          Condition = { StringEquals = { "aws:SourceArn" = service.source_arn } }
        } if service.source_arn != null
      ],
      # Named by a condition: KMS refuses a policy with a principal that does not exist, and AWS makes such a
      # role only when the account first needs it.
      [
        for key, arn in var.service_linked_roles : {
          Sid       = "Use${title(key)}"
          Effect    = "Allow"
          Action    = ["kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey*", "kms:ReEncrypt*"]
          Resource  = ["*"]
          Principal = { AWS = ["*"] }
          Condition = {
            StringEquals = { "aws:PrincipalArn" = arn, "kms:CallerAccount" = split(":", arn)[4] }
          }
        }
      ],
      [
        for key, arn in var.service_linked_roles : {
          Sid       = "Grant${title(key)}"
          Effect    = "Allow"
          Action    = ["kms:CreateGrant"]
          Resource  = ["*"]
          Principal = { AWS = ["*"] }
          Condition = {
            Bool         = { "kms:GrantIsForAWSResource" = "true" }
            StringEquals = { "aws:PrincipalArn" = arn, "kms:CallerAccount" = split(":", arn)[4] }
          }
        }
      ],
    )
  })

  tags = merge(var.tags, { Name = var.alias })
}

resource "aws_kms_alias" "this" {
  name          = "alias/${var.alias}"
  target_key_id = aws_kms_key.this.key_id
}
