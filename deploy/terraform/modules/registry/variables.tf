variable "names" {
  description = "The repositories: an image or a chart each."
  type        = set(string)
}

variable "key_arn" {
  description = "ARN of the key that encrypts the images."
  type        = string
}

variable "replica_region" {
  description = "The region that gets a copy of each image, as in eu-west-1."
  type        = string

  validation {
    condition     = can(regex("^[a-z]{2}-[a-z]+-[0-9]$", var.replica_region))
    error_message = "replica_region is a region, as in eu-west-1."
  }
}
