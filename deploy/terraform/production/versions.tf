terraform {
  required_version = ">= 1.11"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "5.100.0"
    }
  }

  # Where the state is kept is said at terraform init, from backend.hcl.
  backend "s3" {
    encrypt      = true
    use_lockfile = true
  }
}
