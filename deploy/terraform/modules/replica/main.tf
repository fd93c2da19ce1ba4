data "aws_region" "this" {}

locals {
  source_region = split(":", var.source_arn)[3]
}

# What an instance has beside it, alike for the database and its replica.
module "base" {
  source = "../postgres-base"

  kind                     = "replica"
  name                     = var.name
  vpc_id                   = var.vpc_id
  subnet_ids               = var.subnet_ids
  client_security_group_id = var.client_security_group_id
  engine_major             = var.engine_major
}

resource "aws_db_instance" "this" {
  identifier          = var.name
  replicate_source_db = var.promoted ? null : var.source_arn
  instance_class      = var.instance_class
  storage_encrypted   = true
  kms_key_id          = var.key_arn

  max_allocated_storage = var.maximum_storage

  # One that is promoted must survive the loss of a zone at once.
  multi_az               = true
  db_subnet_group_name   = module.base.subnet_group_name
  vpc_security_group_ids = [module.base.security_group_id]
  publicly_accessible    = false
  parameter_group_name   = module.base.parameter_group_name
  ca_cert_identifier     = "rds-ca-rsa2048-g1"

  iam_database_authentication_enabled = true

  backup_retention_period   = var.retention_days
  backup_window             = "02:00-03:00"
  maintenance_window        = "tue:03:30-tue:04:30"
  copy_tags_to_snapshot     = true
  delete_automated_backups  = false
  deletion_protection       = var.protect
  skip_final_snapshot       = !var.promoted # AWS makes none of a replica.
  final_snapshot_identifier = "${var.name}-final"

  auto_minor_version_upgrade      = true
  apply_immediately               = false
  enabled_cloudwatch_logs_exports = ["postgresql", "upgrade"]
  monitoring_interval             = 60
  monitoring_role_arn             = module.base.monitoring_role_arn

  performance_insights_enabled    = true
  performance_insights_kms_key_id = var.key_arn

  tags = { Source = local.source_region }

  lifecycle {
    prevent_destroy = true

    precondition {
      condition     = local.source_region != data.aws_region.this.name
      error_message = "A replica in the same region does not survive the loss of that region."
    }
  }
}
