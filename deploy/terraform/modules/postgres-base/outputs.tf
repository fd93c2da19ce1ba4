output "subnet_group_name" {
  description = "The subnets in which an instance stands."
  value       = aws_db_subnet_group.this.name
}

output "security_group_id" {
  description = "Lets pods in, and nobody else."
  value       = aws_security_group.this.id
}

output "parameter_group_name" {
  description = "Encrypted connections only, and what is logged."
  value       = aws_db_parameter_group.this.name
}

output "monitoring_role_arn" {
  description = "The role that writes the figures of the instance's machine."
  value       = aws_iam_role.monitoring.arn
}
