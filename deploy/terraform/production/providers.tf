provider "aws" {
  region = var.region

  default_tags {
    tags = { Installation = var.name, ManagedBy = "terraform" }
  }
}

provider "aws" {
  alias  = "dr"
  region = var.dr_region

  default_tags {
    tags = { Installation = var.name, ManagedBy = "terraform" }
  }
}
