provider "aws" {
  region = var.production.dr_region

  default_tags {
    tags = { Installation = local.name, ManagedBy = "terraform" }
  }
}
