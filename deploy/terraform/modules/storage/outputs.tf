output "log_bucket" {
  description = "The bucket of the load balancer's logs."
  value       = module.logs.id
}

output "log_bucket_arn" {
  description = "The ARN of that bucket."
  value       = module.logs.arn
}

output "export_bucket" {
  description = "The locked bucket of the exports."
  value       = module.exports.id
}

output "export_bucket_arn" {
  description = "The ARN of that bucket."
  value       = module.exports.arn
}
