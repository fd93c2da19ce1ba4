data "aws_caller_identity" "this" {}

data "aws_partition" "this" {}

locals {
  account   = data.aws_caller_identity.this.account_id
  partition = data.aws_partition.this.partition
  issuer    = "token.actions.githubusercontent.com"

  # Who gets what: the pipeline by its environment, pods by their service account.
  pipeline = {
    release = { environment = var.environments.release, description = "Pushes images and charts", policy = data.aws_iam_policy_document.release.json }
    deploy  = { environment = var.environments.deploy, description = "Finds the clusters and deploys into their namespace", policy = data.aws_iam_policy_document.deploy.json }
  }

  pods = {
    secrets  = { description = "External Secrets reads the product's secret", policy = data.aws_iam_policy_document.secrets.json }
    balancer = { description = "The load balancer's controller registers pods", policy = data.aws_iam_policy_document.balancer.json }
    exports  = { description = "The export writes into the locked bucket", policy = data.aws_iam_policy_document.exports.json }
    logs     = { description = "The log collector writes the pods' logs", policy = data.aws_iam_policy_document.logs.json }
  }
}

resource "aws_iam_openid_connect_provider" "github" {
  url            = "https://${local.issuer}"
  client_id_list = ["sts.amazonaws.com"]
}

data "aws_iam_policy_document" "pipeline_trust" {
  for_each = { release = var.environments.release, deploy = var.environments.deploy }

  statement {
    actions = ["sts:AssumeRoleWithWebIdentity"]

    principals {
      type        = "Federated"
      identifiers = [aws_iam_openid_connect_provider.github.arn]
    }

    condition {
      test     = "StringEquals"
      variable = "${local.issuer}:aud"
      values   = ["sts.amazonaws.com"]
    }

    # An environment has reviewers and branches; a branch of its own has neither.
    condition {
      test     = "StringEquals"
      variable = "${local.issuer}:sub"
      values   = ["repo:${var.repository}:environment:${each.value}"]
    }
  }
}

data "aws_iam_policy_document" "pod_trust" {
  statement {
    actions = ["sts:AssumeRole", "sts:TagSession"]

    principals {
      type        = "Service"
      identifiers = ["pods.eks.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [local.account]
    }

    condition {
      test     = "ArnEquals"
      variable = "aws:SourceArn"
      values   = [for region, name in var.cluster_names : "arn:${local.partition}:eks:${region}:${local.account}:cluster/${name}"]
    }
  }
}

data "aws_iam_policy_document" "release" {
  # Signing in to the registry knows no resource.
  statement {
    sid       = "SignIn"
    actions   = ["ecr:GetAuthorizationToken"]
    resources = ["*"]
  }

  statement {
    sid = "Push"
    actions = [
      "ecr:BatchCheckLayerAvailability",
      "ecr:BatchGetImage",
      "ecr:CompleteLayerUpload",
      "ecr:DescribeImages",
      "ecr:GetDownloadUrlForLayer",
      "ecr:InitiateLayerUpload",
      "ecr:PutImage",
      "ecr:UploadLayerPart",
    ]
    resources = var.repository_arns
  }
}

data "aws_iam_policy_document" "deploy" {
  statement {
    sid       = "SignIn"
    actions   = ["ecr:GetAuthorizationToken"]
    resources = ["*"]
  }

  statement {
    sid       = "Verify"
    actions   = ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:DescribeImages", "ecr:GetDownloadUrlForLayer"]
    resources = var.repository_arns
  }

  # What it may do inside is said by the cluster's access entry.
  statement {
    sid       = "Find"
    actions   = ["eks:DescribeCluster"]
    resources = [for region, name in var.cluster_names : "arn:${local.partition}:eks:${region}:${local.account}:cluster/${name}"]
  }
}

data "aws_iam_policy_document" "secrets" {
  statement {
    actions   = ["secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue"]
    resources = [for region in var.regions : "arn:${local.partition}:secretsmanager:${region}:${local.account}:secret:${var.secret_name}-*"]
  }

  statement {
    actions   = ["kms:Decrypt"]
    resources = var.key_arns
  }
}

data "aws_iam_policy_document" "balancer" {
  # Neither service lets these be limited to a resource.
  statement {
    sid = "Look"
    actions = [
      "ec2:DescribeAvailabilityZones",
      "ec2:DescribeInstances",
      "ec2:DescribeNetworkInterfaces",
      "ec2:DescribeSecurityGroups",
      "ec2:DescribeSubnets",
      "ec2:DescribeVpcs",
      "elasticloadbalancing:DescribeTargetGroupAttributes",
      "elasticloadbalancing:DescribeTargetGroups",
      "elasticloadbalancing:DescribeTargetHealth",
    ]
    resources = ["*"]
  }

  statement {
    sid     = "Register"
    actions = ["elasticloadbalancing:DeregisterTargets", "elasticloadbalancing:RegisterTargets"]
    resources = flatten([
      for region in var.regions : [
        for name in var.load_balancer_names : "arn:${local.partition}:elasticloadbalancing:${region}:${local.account}:targetgroup/${name}/*"
      ]
    ])
  }
}

# Writes, and never deletes or reads: whoever takes over a pod has no other exports by it.
data "aws_iam_policy_document" "exports" {
  statement {
    actions   = ["s3:PutObject"]
    resources = ["${var.export_bucket_arn}/*"]
  }

  statement {
    actions   = ["kms:Decrypt", "kms:GenerateDataKey"]
    resources = var.key_arns
  }
}

data "aws_iam_policy_document" "logs" {
  statement {
    actions = ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"]
    resources = [
      for region in var.regions : "arn:${local.partition}:logs:${region}:${local.account}:log-group:${var.log_group_prefix}*"
    ]
  }
}

resource "aws_iam_role" "pipeline" {
  for_each = local.pipeline

  name                 = "${var.name}-${each.key}"
  description          = each.value.description
  assume_role_policy   = data.aws_iam_policy_document.pipeline_trust[each.key].json
  max_session_duration = 3600
}

resource "aws_iam_role_policy" "pipeline" {
  for_each = local.pipeline

  name   = each.key
  role   = aws_iam_role.pipeline[each.key].id
  policy = each.value.policy
}

resource "aws_iam_role" "pod" {
  for_each = local.pods

  name                 = "${var.name}-${each.key}"
  description          = each.value.description
  assume_role_policy   = data.aws_iam_policy_document.pod_trust.json
  max_session_duration = 3600
}

resource "aws_iam_role_policy" "pod" {
  for_each = local.pods

  name   = each.key
  role   = aws_iam_role.pod[each.key].id
  policy = each.value.policy
}
