output "arn" {
  description = "The secret's ARN, for aws secretsmanager put-secret-value."
  value       = aws_secretsmanager_secret.this.arn
}
