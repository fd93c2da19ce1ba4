locals {
  log_groups = "/${var.name}/pods/"
  dr_name    = "${var.name}-dr"

  # Names, not what has been made: the roles are there before the clusters.
  clusters = { (var.region) = var.name, (var.dr_region) = local.dr_name }
}

module "key" {
  source = "../modules/key"

  name = var.name
}

# What the first region copies into lives in this root, so that it is there before the first copy.
module "dr_key" {
  source    = "../modules/key"
  providers = { aws = aws.dr }

  name = var.name
}

module "network" {
  source = "../modules/network"

  name    = var.name
  cidr    = var.cidr
  zones   = var.zones
  key_arn = module.key.arn
}

module "dr_storage" {
  source    = "../modules/storage"
  providers = { aws = aws.dr }

  name      = local.dr_name
  prefix    = var.bucket_prefix
  key_arn   = module.dr_key.arn
  lock_days = 30
}

module "storage" {
  source = "../modules/storage"

  name      = var.name
  prefix    = var.bucket_prefix
  key_arn   = module.key.arn
  lock_days = 30
  replica = {
    bucket_arn = module.dr_storage.export_bucket_arn
    key_arn    = module.dr_key.arn
  }
}

module "audit" {
  source = "../modules/audit"

  name       = var.name
  bucket     = "${var.bucket_prefix}-trail-${var.region}"
  log_bucket = module.storage.log_bucket
  key_arn    = module.key.arn
}

module "registry" {
  source = "../modules/registry"

  names          = ["turnout-server", "turnout-web", "turnout"]
  key_arn        = module.key.arn
  replica_region = var.dr_region
}

module "secrets" {
  source = "../modules/secrets"

  name    = var.name
  key_arn = module.key.arn
  replica = {
    region  = var.dr_region
    key_arn = module.dr_key.arn
  }
}

module "identity" {
  source = "../modules/identity"

  name                = var.name
  repository          = var.repository
  environments        = { release = "release", deploy = "production" }
  cluster_names       = local.clusters
  repository_arns     = module.registry.arns
  key_arns            = [module.key.arn, module.dr_key.arn]
  secret_name         = var.name
  export_bucket_arn   = module.storage.export_bucket_arn
  log_group_prefix    = local.log_groups
  regions             = [var.region, var.dr_region]
  load_balancer_names = [var.name, local.dr_name]
}

locals {
  # The namespaces and service accounts in which these run in our clusters.
  pod_roles = {
    secrets  = { namespace = "external-secrets", service_account = "external-secrets" }
    balancer = { namespace = "kube-system", service_account = "aws-load-balancer-controller" }
    exports  = { namespace = "turnout", service_account = "turnout-exports" }
    logs     = { namespace = "logging", service_account = "collector" }
  }
  pods = { for name, pod in local.pod_roles : name => merge(pod, { role_arn = module.identity.pod_role_arns[name] }) }
}

module "cluster" {
  source = "../modules/cluster"

  name                = var.name
  kubernetes_version  = var.kubernetes_version
  vpc_id              = module.network.vpc_id
  subnet_ids          = module.network.private_subnet_ids
  key_arn             = module.key.arn
  public_access_cidrs = var.public_access_cidrs
  nodes               = var.nodes
  admin_role_arns     = var.admin_role_arns
  deploy_role_arn     = module.identity.pipeline_role_arns.deploy
  namespace           = "turnout"
  pod_roles           = local.pods
}

module "database" {
  source = "../modules/database"

  name                     = var.name
  vpc_id                   = module.network.vpc_id
  subnet_ids               = module.network.data_subnet_ids
  client_security_group_id = module.cluster.node_security_group_id
  key_arn                  = module.key.arn
  engine_version           = var.database.engine_version
  instance_class           = var.database.instance_class
  storage                  = { initial = var.database.initial_storage, maximum = var.database.maximum_storage }
  retention_days           = 35
  master_password          = var.master_password
  master_password_version  = var.master_password_version
  protect                  = var.protect
}

module "cache" {
  source = "../modules/cache"

  name                     = var.name
  vpc_id                   = module.network.vpc_id
  subnet_ids               = module.network.data_subnet_ids
  client_security_group_id = module.cluster.node_security_group_id
  key_arn                  = module.key.arn
  node_type                = var.cache_node_type
  node_count               = 3
}

module "edge" {
  source = "../modules/edge"

  name                     = var.name
  vpc_id                   = module.network.vpc_id
  subnet_ids               = module.network.public_subnet_ids
  target_security_group_id = module.cluster.node_security_group_id
  host                     = var.host
  zone_id                  = var.zone_id
  failover                 = "PRIMARY"
  log_bucket               = module.storage.log_bucket
  key_arn                  = module.key.arn
  protect                  = var.protect
}

module "vault" {
  source = "../modules/vault"

  name             = var.name
  key_arn          = module.key.arn
  min_days         = 14
  max_days         = 35
  final_after_days = var.lock_final_after_days
}

module "dr_vault" {
  source    = "../modules/vault"
  providers = { aws = aws.dr }

  name             = var.name
  key_arn          = module.dr_key.arn
  min_days         = 14
  max_days         = 35
  final_after_days = var.lock_final_after_days
}

module "backup" {
  source = "../modules/backup"

  name           = var.name
  vault_name     = module.vault.name
  copy_vault_arn = module.dr_vault.arn
  days           = 35
}

module "observability" {
  source = "../modules/observability"

  name             = var.name
  key_arn          = module.key.arn
  log_group_prefix = local.log_groups
  email            = var.alarm_email
  cache_ids        = module.cache.member_ids
  vault_name       = module.vault.name
  database = {
    identifier    = module.database.identifier
    storage_bytes = var.database.initial_storage * 1024 * 1024 * 1024
    connections   = var.database.connections
    replica       = false
  }
  load_balancer = {
    suffix              = module.edge.load_balancer_suffix
    target_group_suffix = module.edge.target_group_suffix
  }
}

module "budget" {
  source = "../modules/budget"

  name            = var.name
  monthly_dollars = var.monthly_dollars
  topic_arn       = module.observability.topic_arn
}
