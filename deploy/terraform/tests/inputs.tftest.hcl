mock_provider "aws" {
  mock_data "aws_iam_policy_document" {
    defaults = { json = "{}" }
  }

  mock_data "aws_region" {
    defaults = { name = "eu-central-1" }
  }

  mock_data "aws_caller_identity" {
    defaults = { account_id = "123456789012" }
  }

  mock_data "aws_partition" {
    defaults = { partition = "aws" }
  }
}

run "a_repository_with_a_star_is_refused" {
  command = plan

  module {
    source = "./modules/identity"
  }

  variables {
    name                = "turnout-test"
    repository          = "example/*"
    environments        = { release = "release", deploy = "production" }
    cluster_names       = { eu-central-1 = "turnout-test" }
    repository_arns     = []
    key_arns            = []
    secret_name         = "turnout-test"
    export_bucket_arn   = "arn:aws:s3:::exports"
    log_group_prefix    = "/turnout-test/pods/"
    regions             = ["eu-central-1"]
    load_balancer_names = ["turnout-test"]
  }

  expect_failures = [var.repository]
}

run "a_cluster_for_the_whole_internet_is_refused" {
  command = plan

  module {
    source = "./modules/cluster"
  }

  variables {
    name                = "turnout-test"
    kubernetes_version  = "1.35"
    vpc_id              = "vpc-1"
    subnet_ids          = ["subnet-1", "subnet-2", "subnet-3"]
    key_arn             = "arn:aws:kms:eu-central-1:123456789012:key/k"
    public_access_cidrs = ["0.0.0.0/0"]
    nodes               = { instance_types = ["m7i.large"], min = 1, max = 3, desired = 2 }
    admin_role_arns     = ["arn:aws:iam::123456789012:role/administrators"]
    deploy_role_arn     = "arn:aws:iam::123456789012:role/deploy"
    namespace           = "turnout"
    pod_roles           = {}
  }

  expect_failures = [var.public_access_cidrs]
}

run "a_balancer_that_drops_silent_sockets_is_refused" {
  command = plan

  module {
    source = "./modules/edge"
  }

  variables {
    name                     = "turnout-test"
    vpc_id                   = "vpc-1"
    subnet_ids               = ["subnet-1", "subnet-2", "subnet-3"]
    target_security_group_id = "sg-1"
    host                     = "turnout.example"
    zone_id                  = "Z1"
    failover                 = "PRIMARY"
    log_bucket               = "logs"
    key_arn                  = "arn:aws:kms:eu-central-1:123456789012:key/k"
    idle_seconds             = 20
  }

  expect_failures = [var.idle_seconds]
}

run "files_that_are_locked_for_longer_than_they_are_kept_are_refused" {
  command = plan

  module {
    source = "./modules/bucket"
  }

  variables {
    name      = "exports"
    days      = 30
    lock_days = 60
  }

  expect_failures = [var.lock_days]
}

run "a_copy_of_backups_in_the_same_region_is_refused" {
  command = plan

  module {
    source = "./modules/backup"
  }

  variables {
    name           = "turnout-test"
    vault_name     = "turnout-test"
    copy_vault_arn = "arn:aws:backup:eu-central-1:123456789012:backup-vault:turnout-test"
    days           = 35
  }

  expect_failures = [aws_backup_plan.this]
}

run "one_node_of_a_cache_is_refused" {
  command = plan

  module {
    source = "./modules/cache"
  }

  variables {
    name                     = "turnout-test"
    vpc_id                   = "vpc-1"
    subnet_ids               = ["subnet-1", "subnet-2", "subnet-3"]
    client_security_group_id = "sg-1"
    key_arn                  = "arn:aws:kms:eu-central-1:123456789012:key/k"
    node_type                = "cache.t4g.small"
    node_count               = 1
  }

  expect_failures = [var.node_count]
}
