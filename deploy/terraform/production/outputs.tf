output "cluster_name" {
  description = "For aws eks update-kubeconfig --name."
  value       = module.cluster.name
}

output "target_group_arn" {
  description = "What the TargetGroupBinding of the Service turnout-web names."
  value       = module.edge.target_group_arn
}

output "database_address" {
  description = "The host name for database-url."
  value       = module.database.address
}

output "cache_address" {
  description = "The host name for redis-url."
  value       = module.cache.address
}

output "image_repositories" {
  description = "image.*.repository in the chart's values."
  value       = module.registry.urls
}

output "network_policy" {
  description = "Addresses for networkPolicy in the chart's values: of the load balancer, and of the database and the cache."
  value       = { web_from = module.network.public_cidr, data = module.network.data_cidr }
}

output "pipeline_role_arns" {
  description = "Roles for the pipeline's environments: release, deploy."
  value       = module.identity.pipeline_role_arns
}

output "production" {
  description = "What the second region has to know of the first one: the variable of that name there."
  value = {
    name             = var.name
    dr_region        = var.dr_region
    host             = var.host
    zone_id          = var.zone_id
    key_arn          = module.dr_key.arn
    database_arn     = module.database.arn
    engine_major     = split(".", var.database.engine_version)[0]
    log_bucket       = module.dr_storage.log_bucket
    log_group_prefix = local.log_groups
    deploy_role_arn  = module.identity.pipeline_role_arns.deploy
    pod_roles        = local.pods
  }
}
