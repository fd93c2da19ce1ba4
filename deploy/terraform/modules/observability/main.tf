data "aws_caller_identity" "this" {}

data "aws_region" "this" {}

locals {
  balancer = { LoadBalancer = var.load_balancer.suffix }
  targets  = { LoadBalancer = var.load_balancer.suffix, TargetGroup = var.load_balancer.target_group_suffix }
  database = { DBInstanceIdentifier = var.database.identifier }

  # The product's own alerts come from Prometheus. These are for what it cannot see, and for when it is away itself.
  alarms = merge(
    {
      balancer-errors = {
        about     = "The load balancer itself answers with 5xx: no pod takes requests."
        namespace = "AWS/ApplicationELB", metric = "HTTPCode_ELB_5XX_Count", dimensions = local.balancer
        statistic = "Sum", period = 60, periods = 3, over = 20, missing = "notBreaching"
      }
      answers-5xx = {
        about     = "Pods answer with 5xx."
        namespace = "AWS/ApplicationELB", metric = "HTTPCode_Target_5XX_Count", dimensions = local.balancer
        statistic = "Sum", period = 60, periods = 3, over = 50, missing = "notBreaching"
      }
      pods-away = {
        about     = "Fewer than two pods are healthy for the load balancer."
        namespace = "AWS/ApplicationELB", metric = "HealthyHostCount", dimensions = local.targets
        statistic = "Minimum", period = 60, periods = 3, under = 2, missing = "breaching"
      }
      slow-answers = {
        about     = "One request in a hundred takes longer than a second."
        namespace = "AWS/ApplicationELB", metric = "TargetResponseTime", dimensions = local.balancer
        extended  = "p99", period = 60, periods = 10, over = 1, missing = "notBreaching"
      }
      database-processor = {
        about     = "The database's processor is busy."
        namespace = "AWS/RDS", metric = "CPUUtilization", dimensions = local.database
        statistic = "Average", period = 60, periods = 15, over = 80, missing = "breaching"
      }
      database-storage = {
        about     = "Less than a tenth of the database's storage is free."
        namespace = "AWS/RDS", metric = "FreeStorageSpace", dimensions = local.database
        statistic = "Minimum", period = 300, periods = 1, under = var.database.storage_bytes / 10, missing = "breaching"
      }
      database-connections = {
        about     = "Four fifths of the database's connections are taken."
        namespace = "AWS/RDS", metric = "DatabaseConnections", dimensions = local.database
        statistic = "Maximum", period = 60, periods = 5, over = floor(var.database.connections * 0.8), missing = "notBreaching"
      }
    },
    {
      for at, id in var.cache_ids : "cache-memory-${at + 1}" => {
        about     = "The cache is nearly full."
        namespace = "AWS/ElastiCache", metric = "DatabaseMemoryUsagePercentage", dimensions = { CacheClusterId = id }
        statistic = "Maximum", period = 60, periods = 5, over = 80, missing = "breaching"
      }
    },
    { for name, alarm in {
      replica-lag = {
        about     = "The replica is more than five minutes behind: so much would be lost with the other region."
        namespace = "AWS/RDS", metric = "ReplicaLag", dimensions = local.database
        statistic = "Maximum", period = 60, periods = 3, over = 300, missing = "breaching"
      }
    } : name => alarm if var.database.replica },
    { for name, alarm in {
      backup-failed = {
        about     = "A backup failed."
        namespace = "AWS/Backup", metric = "NumberOfBackupJobsFailed", dimensions = { BackupVaultName = var.vault_name }
        statistic = "Sum", period = 3600, periods = 1, over = 0, missing = "notBreaching"
      }
      backup-missing = {
        about     = "No backup was made for a day."
        namespace = "AWS/Backup", metric = "NumberOfBackupJobsCompleted", dimensions = { BackupVaultName = var.vault_name }
        statistic = "Sum", period = 86400, periods = 1, under = 1, missing = "breaching"
      }
      backup-copy-failed = {
        about     = "A backup did not reach the second region."
        namespace = "AWS/Backup", metric = "NumberOfCopyJobsFailed", dimensions = { BackupVaultName = var.vault_name }
        statistic = "Sum", period = 3600, periods = 1, over = 0, missing = "notBreaching"
      }
    } : name => alarm if var.vault_name != null },
  )
}

# The collector writes into these: it may not make groups of its own.
resource "aws_cloudwatch_log_group" "pods" {
  for_each = toset(["api", "worker", "web", "migrations", "audit"])

  name              = "${var.log_group_prefix}${each.key}"
  retention_in_days = each.key == "audit" ? 365 : var.log_days
  kms_key_id        = var.key_arn
}

resource "aws_sns_topic" "this" {
  name              = "${var.name}-alarms"
  kms_master_key_id = var.key_arn
}

data "aws_iam_policy_document" "topic" {
  statement {
    sid       = "Alarms"
    actions   = ["sns:Publish"]
    resources = [aws_sns_topic.this.arn]

    principals {
      type        = "Service"
      identifiers = ["backup.amazonaws.com", "budgets.amazonaws.com", "cloudwatch.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [data.aws_caller_identity.this.account_id]
    }
  }

  statement {
    sid       = "OnlyOverTls"
    effect    = "Deny"
    actions   = ["sns:Publish"]
    resources = [aws_sns_topic.this.arn]

    principals {
      type        = "AWS"
      identifiers = ["*"]
    }

    condition {
      test     = "Bool"
      variable = "aws:SecureTransport"
      values   = ["false"]
    }
  }
}

resource "aws_sns_topic_policy" "this" {
  arn    = aws_sns_topic.this.arn
  policy = data.aws_iam_policy_document.topic.json
}

resource "aws_sns_topic_subscription" "email" {
  topic_arn = aws_sns_topic.this.arn
  protocol  = "email"
  endpoint  = var.email
}

resource "aws_cloudwatch_metric_alarm" "this" {
  for_each = local.alarms

  alarm_name          = "${var.name}-${each.key}"
  alarm_description   = each.value.about
  namespace           = each.value.namespace
  metric_name         = each.value.metric
  dimensions          = each.value.dimensions
  statistic           = try(each.value.statistic, null)
  extended_statistic  = try(each.value.extended, null)
  period              = each.value.period
  evaluation_periods  = each.value.periods
  comparison_operator = can(each.value.over) ? "GreaterThanThreshold" : "LessThanThreshold"
  threshold           = try(each.value.over, each.value.under)
  treat_missing_data  = each.value.missing
  alarm_actions       = [aws_sns_topic.this.arn]
  ok_actions          = [aws_sns_topic.this.arn]
}

resource "aws_cloudwatch_dashboard" "this" {
  dashboard_name = var.name
  dashboard_body = jsonencode({
    widgets = [
      for at, name in sort(keys(local.alarms)) : {
        type   = "metric"
        x      = at % 3 * 8
        y      = floor(at / 3) * 6
        width  = 8
        height = 6
        properties = {
          title  = local.alarms[name].about
          region = data.aws_region.this.name
          stat   = try(local.alarms[name].statistic, local.alarms[name].extended)
          period = local.alarms[name].period
          metrics = [concat(
            [local.alarms[name].namespace, local.alarms[name].metric],
            flatten([for key, value in local.alarms[name].dimensions : [key, value]]),
          )]
        }
      }
    ]
  })
}
