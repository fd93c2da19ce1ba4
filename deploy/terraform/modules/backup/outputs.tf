output "plan_id" {
  description = "The plan's id."
  value       = aws_backup_plan.this.id
}

output "role_arn" {
  description = "The role that restores are started with."
  value       = aws_iam_role.this.arn
}
