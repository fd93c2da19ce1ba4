locals {
  name = "${var.production.name}-dr"
}

module "network" {
  source = "../modules/network"

  name    = local.name
  cidr    = var.cidr
  zones   = var.zones
  key_arn = var.production.key_arn
}

module "cluster" {
  source = "../modules/cluster"

  name                = local.name
  kubernetes_version  = var.kubernetes_version
  vpc_id              = module.network.vpc_id
  subnet_ids          = module.network.private_subnet_ids
  key_arn             = var.production.key_arn
  public_access_cidrs = var.public_access_cidrs
  nodes               = var.nodes
  admin_role_arns     = var.admin_role_arns
  deploy_role_arn     = var.production.deploy_role_arn
  namespace           = "turnout"
  pod_roles           = var.production.pod_roles
}

module "replica" {
  source = "../modules/replica"

  name                     = local.name
  vpc_id                   = module.network.vpc_id
  subnet_ids               = module.network.data_subnet_ids
  client_security_group_id = module.cluster.node_security_group_id
  key_arn                  = var.production.key_arn
  source_arn               = var.production.database_arn
  engine_major             = var.production.engine_major
  instance_class           = var.database.instance_class
  maximum_storage          = var.database.maximum_storage
  retention_days           = 35
  protect                  = var.protect
  promoted                 = var.promoted
}

module "cache" {
  source = "../modules/cache"

  name                     = local.name
  vpc_id                   = module.network.vpc_id
  subnet_ids               = module.network.data_subnet_ids
  client_security_group_id = module.cluster.node_security_group_id
  key_arn                  = var.production.key_arn
  node_type                = var.cache_node_type
  node_count               = 2
}

module "edge" {
  source = "../modules/edge"

  name                     = local.name
  vpc_id                   = module.network.vpc_id
  subnet_ids               = module.network.public_subnet_ids
  target_security_group_id = module.cluster.node_security_group_id
  host                     = var.production.host
  zone_id                  = var.production.zone_id
  failover                 = "SECONDARY"
  log_bucket               = var.production.log_bucket
  key_arn                  = var.production.key_arn
  protect                  = var.protect
}

module "observability" {
  source = "../modules/observability"

  name             = local.name
  key_arn          = var.production.key_arn
  log_group_prefix = var.production.log_group_prefix
  email            = var.alarm_email
  cache_ids        = module.cache.member_ids
  database = {
    identifier    = module.replica.identifier
    storage_bytes = var.database.initial_storage * 1024 * 1024 * 1024
    connections   = var.database.connections
    replica       = !var.promoted
  }
  load_balancer = {
    suffix              = module.edge.load_balancer_suffix
    target_group_suffix = module.edge.target_group_suffix
  }
}
