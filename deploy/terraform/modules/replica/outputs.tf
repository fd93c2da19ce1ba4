output "arn" {
  description = "The replica's ARN."
  value       = aws_db_instance.this.arn
}

output "identifier" {
  description = "The replica's name in figures and alarms."
  value       = aws_db_instance.this.identifier
}

output "address" {
  description = "The host name for database-url, once it is promoted."
  value       = aws_db_instance.this.address
}
