output "address" {
  description = "The host name for redis-url."
  value       = aws_elasticache_replication_group.this.primary_endpoint_address
}

output "member_ids" {
  description = "The nodes' names in figures and alarms."
  value       = [for at in range(var.node_count) : format("%s-%03d", var.name, at + 1)]
}
