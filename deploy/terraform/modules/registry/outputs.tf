output "arns" {
  description = "The repositories' ARNs."
  value       = [for repository in aws_ecr_repository.this : repository.arn]
}

output "urls" {
  description = "The repositories' addresses, by name: image.*.repository in the chart's values."
  value       = { for name, repository in aws_ecr_repository.this : name => repository.repository_url }
}
