output "pipeline_role_arns" {
  description = "The pipeline's roles by what they do: release, deploy."
  value       = { for name, role in aws_iam_role.pipeline : name => role.arn }
}

output "pod_role_arns" {
  description = "The pods' roles by what they do: secrets, balancer, exports, logs."
  value       = { for name, role in aws_iam_role.pod : name => role.arn }
}
