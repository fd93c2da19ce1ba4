mock_provider "aws" {
  mock_data "aws_iam_policy_document" {
    defaults = { json = "{}" }
  }

  mock_data "aws_region" {
    defaults = { name = "eu-central-1" }
  }
}

variables {
  name    = "turnout-test"
  cidr    = "10.3.0.0/16"
  zones   = ["eu-central-1a", "eu-central-1b", "eu-central-1c"]
  key_arn = "arn:aws:kms:eu-central-1:123456789012:key/k"
}

run "three_zones_of_each_tier" {
  command = plan

  module {
    source = "./modules/network"
  }

  assert {
    condition     = length(aws_subnet.public) == 3 && length(aws_subnet.private) == 3 && length(aws_subnet.data) == 3
    error_message = "A tier lacks a zone."
  }

  assert {
    condition     = length(aws_nat_gateway.this) == 3
    error_message = "A zone has no way out of its own."
  }

  assert {
    condition     = output.public_cidr == "10.3.0.0/20" && output.data_cidr == "10.3.16.0/20"
    error_message = "The addresses are not those that the chart's example names."
  }

  assert {
    condition     = length(distinct(concat([for one in aws_subnet.public : one.cidr_block], [for one in aws_subnet.private : one.cidr_block], [for one in aws_subnet.data : one.cidr_block]))) == 9
    error_message = "Two subnets have the same addresses."
  }
}

run "two_zones_are_refused" {
  command = plan

  module {
    source = "./modules/network"
  }

  variables {
    zones = ["eu-central-1a", "eu-central-1a", "eu-central-1b"]
  }

  expect_failures = [var.zones]
}

run "public_addresses_are_refused" {
  command = plan

  module {
    source = "./modules/network"
  }

  variables {
    cidr = "8.8.0.0/16"
  }

  expect_failures = [var.cidr]
}

run "logs_that_are_kept_for_a_week_are_refused" {
  command = plan

  module {
    source = "./modules/network"
  }

  variables {
    log_days = 7
  }

  expect_failures = [var.log_days]
}
