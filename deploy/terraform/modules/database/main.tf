# What an instance has beside it, alike for the database and its replica.
module "base" {
  source = "../postgres-base"

  kind                     = "database"
  name                     = var.name
  vpc_id                   = var.vpc_id
  subnet_ids               = var.subnet_ids
  client_security_group_id = var.client_security_group_id
  engine_major             = split(".", var.engine_version)[0]
}

resource "aws_db_instance" "this" {
  identifier     = var.name
  engine         = "postgres"
  engine_version = var.engine_version
  instance_class = var.instance_class
  db_name        = "turnout"
  username       = "turnout"

  # RDS can keep it by itself, but makes no replica of a database whose password it keeps.
  password_wo         = var.master_password
  password_wo_version = var.master_password_version

  storage_type          = "gp3"
  allocated_storage     = var.storage.initial
  max_allocated_storage = var.storage.maximum
  storage_encrypted     = true
  kms_key_id            = var.key_arn

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
  skip_final_snapshot       = false
  final_snapshot_identifier = "${var.name}-final"

  auto_minor_version_upgrade      = true
  apply_immediately               = false
  enabled_cloudwatch_logs_exports = ["postgresql", "upgrade"]
  monitoring_interval             = 60
  monitoring_role_arn             = module.base.monitoring_role_arn

  performance_insights_enabled    = true
  performance_insights_kms_key_id = var.key_arn

  tags = { Backup = var.name }

  lifecycle {
    prevent_destroy = true

    # Minor versions come by themselves.
    ignore_changes = [engine_version]
  }
}
