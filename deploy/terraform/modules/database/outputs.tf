output "arn" {
  description = "The database's ARN: what a replica in another region is made of."
  value       = aws_db_instance.this.arn
}

output "identifier" {
  description = "The database's name in figures and alarms."
  value       = aws_db_instance.this.identifier
}

output "address" {
  description = "The host name for database-url."
  value       = aws_db_instance.this.address
}
