output "urls" {
  description = "Name => address of the repository, for pushes and pulls."
  value       = { for name, repository in aws_ecr_repository.this : name => repository.repository_url }
}

output "arns" {
  description = "Name => ARN of the repository."
  value       = { for name, repository in aws_ecr_repository.this : name => repository.arn }
}
