mock_provider "aws" {
  mock_data "aws_iam_policy_document" {
    defaults = { json = "{}" }
  }

  mock_data "aws_region" {
    defaults = { name = "eu-west-1" }
  }

  mock_data "aws_partition" {
    defaults = { partition = "aws" }
  }

  mock_resource "aws_iam_role" {
    defaults = { arn = "arn:aws:iam::123456789012:role/monitoring" }
  }
}

variables {
  name                     = "turnout-test"
  kind                     = "database"
  vpc_id                   = "vpc-1"
  subnet_ids               = ["subnet-1", "subnet-2", "subnet-3"]
  client_security_group_id = "sg-1"
  key_arn                  = "arn:aws:kms:eu-central-1:123456789012:key/k"
  engine_version           = "17.6"
  engine_major             = "17"
  instance_class           = "db.m7g.large"
  storage                  = { initial = 100, maximum = 1000 }
  retention_days           = 35
  maximum_storage          = 1000
  master_password          = "made-up-for-this-test-only"
  source_arn               = "arn:aws:rds:eu-central-1:123456789012:db:turnout-test"
}

run "private_encrypted_and_in_two_zones" {
  command = plan

  module {
    source = "./modules/database"
  }

  assert {
    condition     = !aws_db_instance.this.publicly_accessible && aws_db_instance.this.storage_encrypted && aws_db_instance.this.multi_az
    error_message = "The database is public, not encrypted, or in one zone."
  }

  assert {
    condition     = aws_db_instance.this.deletion_protection && !aws_db_instance.this.skip_final_snapshot
    error_message = "The database can be deleted, or goes without a last snapshot."
  }

  assert {
    condition     = aws_db_instance.this.parameter_group_name == "turnout-test-17" && aws_db_instance.this.db_subnet_group_name == "turnout-test"
    error_message = "The database does not have the parameters or the subnets that were made for it."
  }
}

run "connections_without_tls_are_refused_and_those_who_come_are_logged" {
  command = plan

  module {
    source = "./modules/postgres-base"
  }

  assert {
    condition     = toset([for one in aws_db_parameter_group.this.parameter : "${one.name}=${one.value}"]) == toset(["rds.force_ssl=1", "log_statement=ddl", "log_min_duration_statement=1000", "log_connections=1", "log_disconnections=1"])
    error_message = "The database has other parameters than what is expected."
  }
}

run "a_version_that_the_product_does_not_run_on_is_refused" {
  command = plan

  module {
    source = "./modules/database"
  }

  variables {
    engine_version = "16.4"
  }

  expect_failures = [var.engine_version]
}

run "a_week_of_backups_is_refused" {
  command = plan

  module {
    source = "./modules/database"
  }

  variables {
    retention_days = 7
  }

  expect_failures = [var.retention_days]
}

run "a_short_password_is_refused" {
  command = plan

  module {
    source = "./modules/database"
  }

  variables {
    master_password = "short"
  }

  expect_failures = [var.master_password]
}

run "a_replica_follows_until_it_is_promoted" {
  command = plan

  module {
    source = "./modules/replica"
  }

  assert {
    condition     = aws_db_instance.this.replicate_source_db == var.source_arn && aws_db_instance.this.skip_final_snapshot
    error_message = "The replica does not follow the database."
  }

  assert {
    condition     = aws_db_instance.this.parameter_group_name == "turnout-test-17" && aws_db_instance.this.db_subnet_group_name == "turnout-test"
    error_message = "The replica has other parameters or subnets than the database."
  }

  assert {
    condition     = !aws_db_instance.this.delete_automated_backups && aws_db_instance.this.backup_window == "02:00-03:00"
    error_message = "The replica's backups go with it, or are made at another time than the database's."
  }
}

run "a_promoted_replica_follows_nobody_and_leaves_a_snapshot" {
  command = plan

  module {
    source = "./modules/replica"
  }

  variables {
    promoted = true
  }

  assert {
    condition     = aws_db_instance.this.replicate_source_db == null && !aws_db_instance.this.skip_final_snapshot
    error_message = "The promoted database still follows, or goes without a last snapshot."
  }
}

run "a_replica_in_the_same_region_is_refused" {
  command = plan

  module {
    source = "./modules/replica"
  }

  variables {
    source_arn = "arn:aws:rds:eu-west-1:123456789012:db:turnout-test"
  }

  expect_failures = [aws_db_instance.this]
}
