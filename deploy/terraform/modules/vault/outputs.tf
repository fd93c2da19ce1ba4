output "name" {
  description = "The vault's name."
  value       = aws_backup_vault.this.name
}

output "arn" {
  description = "The vault's ARN."
  value       = aws_backup_vault.this.arn
}
