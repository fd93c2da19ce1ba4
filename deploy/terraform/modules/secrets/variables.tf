variable "name" {
  description = "Name of the installation and of the secret, as in turnout-production."
  type        = string
}

variable "key_arn" {
  description = "ARN of the key that encrypts it here."
  type        = string
}

variable "replica" {
  description = "The region that has a copy, and the key that encrypts it there."
  type = object({
    region  = string
    key_arn = string
  })
}
