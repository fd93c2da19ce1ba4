data "aws_partition" "this" {}

data "aws_region" "this" {}

data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["backup.amazonaws.com"]
    }
  }
}

resource "aws_iam_role" "this" {
  name               = "${var.name}-backup"
  description        = "Makes backups, and restores them"
  assume_role_policy = data.aws_iam_policy_document.trust.json
}

resource "aws_iam_role_policy_attachment" "this" {
  for_each = toset(["AWSBackupServiceRolePolicyForBackup", "AWSBackupServiceRolePolicyForRestores"])

  role       = aws_iam_role.this.name
  policy_arn = "arn:${data.aws_partition.this.partition}:iam::aws:policy/service-role/${each.key}"
}

resource "aws_backup_plan" "this" {
  name = var.name

  rule {
    rule_name         = "daily"
    target_vault_name = var.vault_name
    schedule          = "cron(0 22 * * ? *)" # RDS refuses it within the hour before its own windows.
    start_window      = 60
    completion_window = 360

    lifecycle {
      delete_after = var.days
    }

    copy_action {
      destination_vault_arn = var.copy_vault_arn

      lifecycle {
        delete_after = var.days
      }
    }
  }

  lifecycle {
    precondition {
      condition     = split(":", var.copy_vault_arn)[3] != data.aws_region.this.name
      error_message = "A copy in the same region does not survive the loss of that region."
    }
  }
}

resource "aws_backup_selection" "this" {
  name         = var.name
  plan_id      = aws_backup_plan.this.id
  iam_role_arn = aws_iam_role.this.arn

  selection_tag {
    type  = "STRINGEQUALS"
    key   = "Backup"
    value = var.name
  }

  depends_on = [aws_iam_role_policy_attachment.this]
}
