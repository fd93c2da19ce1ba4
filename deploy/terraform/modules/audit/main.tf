data "aws_caller_identity" "this" {}

data "aws_partition" "this" {}

data "aws_region" "this" {}

locals {
  account = data.aws_caller_identity.this.account_id
  bucket  = "arn:${data.aws_partition.this.partition}:s3:::${var.bucket}"
  trail   = "arn:${data.aws_partition.this.partition}:cloudtrail:${data.aws_region.this.name}:${local.account}:trail/${var.name}"
}

data "aws_iam_policy_document" "bucket" {
  statement {
    sid       = "TrailLooks"
    actions   = ["s3:GetBucketAcl"]
    resources = [local.bucket]

    principals {
      type        = "Service"
      identifiers = ["cloudtrail.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:SourceArn"
      values   = [local.trail]
    }
  }

  statement {
    sid       = "TrailWrites"
    actions   = ["s3:PutObject"]
    resources = ["${local.bucket}/AWSLogs/${local.account}/*"]

    principals {
      type        = "Service"
      identifiers = ["cloudtrail.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:SourceArn"
      values   = [local.trail]
    }
  }
}

module "bucket" {
  source = "../bucket"

  name       = var.bucket
  key_arn    = var.key_arn
  days       = var.lock_days + 30
  lock_days  = var.lock_days
  log_bucket = { id = var.log_bucket }
  policies   = [data.aws_iam_policy_document.bucket.json]
}

# Who did what to the account, in every region, apart from what the product writes.
resource "aws_cloudtrail" "this" {
  name                          = var.name
  s3_bucket_name                = module.bucket.id
  kms_key_id                    = var.key_arn
  is_multi_region_trail         = true
  include_global_service_events = true
  enable_log_file_validation    = true
}
