variable "name" {
  description = "Name of the installation, as in turnout-production."
  type        = string
}

variable "prefix" {
  description = "What the buckets' names begin with, so that they are nobody else's in the world."
  type        = string
}

variable "key_arn" {
  description = "ARN of the key that encrypts the exports in this region."
  type        = string
}

variable "export_days" {
  description = "Days for which exports of the data are kept."
  type        = number
  default     = 365
}

variable "lock_days" {
  description = "Days for which nobody can delete an export, whatever rights they have."
  type        = number

  validation {
    condition     = var.lock_days >= 14
    error_message = "lock_days is 14 or more: what is noticed late has to be there still."
  }
}

variable "replica" {
  description = "The bucket in the second region that gets a copy of each export, and the key that encrypts it there. Absent: none."
  type = object({
    bucket_arn = string
    key_arn    = string
  })
  default = null
}
