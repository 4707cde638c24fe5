output "bucket" {
  description = "Name of the bucket, once its policy lets Elastic Load Balancing write."
  value       = local.log_bucket
}
