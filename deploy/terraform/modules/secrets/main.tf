# The secret without what is in it, which would stand in the state: aws secretsmanager put-secret-value writes it.
resource "aws_secretsmanager_secret" "this" {
  name                    = var.name
  description             = "database-url, redis-url, smtp-url, secret and ca.crt, as the chart's Secret has them"
  kms_key_id              = var.key_arn
  recovery_window_in_days = 30

  replica {
    region     = var.replica.region
    kms_key_id = var.replica.key_arn
  }

  lifecycle {
    prevent_destroy = true
  }
}
