output "cluster_name" {
  description = "For aws eks update-kubeconfig --name."
  value       = module.cluster.name
}

output "target_group_arn" {
  description = "What the TargetGroupBinding of the Service turnout-web names."
  value       = module.edge.target_group_arn
}

output "database_address" {
  description = "The host name for database-url, once the replica is promoted."
  value       = module.replica.address
}

output "cache_address" {
  description = "The host name for redis-url."
  value       = module.cache.address
}
