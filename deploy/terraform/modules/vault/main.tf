resource "aws_backup_vault" "this" {
  name        = var.name
  kms_key_arn = var.key_arn

  lifecycle {
    prevent_destroy = true
  }
}

resource "aws_backup_vault_lock_configuration" "this" {
  backup_vault_name   = aws_backup_vault.this.name
  min_retention_days  = var.min_days
  max_retention_days  = var.max_days
  changeable_for_days = var.final_after_days
}
