resource "aws_ecr_repository" "this" {
  # checkov:skip=CKV_AWS_51:Tags are immutable by default; the user may decide otherwise for a repository.
  # checkov:skip=CKV_AWS_136:Images are encrypted; whether with a KMS key is the user's decision and a cost.
  # checkov:skip=CKV_AWS_163:Images are scanned by default; the user may decide otherwise for a repository.
  for_each = var.repositories

  name                 = each.key
  image_tag_mutability = each.value.immutable_tags ? "IMMUTABLE" : "MUTABLE"

  # Images are never deleted with their repository: ECR refuses to delete one that has any.
  force_delete = false

  encryption_configuration {
    encryption_type = each.value.kms_key_arn == null ? "AES256" : "KMS"
    kms_key         = each.value.kms_key_arn
  }

  image_scanning_configuration {
    scan_on_push = each.value.scan_on_push
  }

  tags = merge(var.tags, each.value.tags, { Name = each.key })
}

resource "aws_ecr_lifecycle_policy" "this" {
  for_each = var.expiry

  repository = aws_ecr_repository.this[each.key].name

  # ECR evaluates a rule for any image last, so it has the greater number.
  policy = jsonencode({
    rules = concat(
      [for days in each.value.untagged_days[*] : {
        rulePriority = 1
        description  = "Delete images without a tag after ${days} days"
        selection = {
          tagStatus   = "untagged"
          countType   = "sinceImagePushed"
          countUnit   = "days"
          countNumber = days
        }
        action = { type = "expire" }
      }],
      [for count in each.value.keep_last[*] : {
        rulePriority = 2
        description  = "Keep the last ${count} images"
        selection = {
          tagStatus   = "any"
          countType   = "imageCountMoreThan"
          countNumber = count
        }
        action = { type = "expire" }
      }],
    )
  })
}

resource "aws_ecr_repository_policy" "this" {
  for_each = var.pull_from

  repository = aws_ecr_repository.this[each.key].name

  # In a repository policy no resource means this repository.
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "Pull"
      Effect    = "Allow"
      Principal = { AWS = sort(each.value) }
      Action = [
        "ecr:BatchCheckLayerAvailability",
        "ecr:BatchGetImage",
        "ecr:GetDownloadUrlForLayer",
      ]
    }]
  })
}
