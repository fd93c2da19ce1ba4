variable "name" {
  description = "The bucket's name, which nobody else in the world may have."
  type        = string

  validation {
    condition     = can(regex("^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$", var.name))
    error_message = "name has 3 to 63 small letters, digits and hyphens."
  }
}

variable "key_arn" {
  description = "ARN of the key that encrypts the files. Absent: S3's own, for writers that cannot use another one."
  type        = string
  default     = null
}

variable "days" {
  description = "Days after which a file is deleted, and a version that was replaced as well."
  type        = number

  validation {
    condition     = var.days >= 30
    error_message = "days is 30 or more."
  }
}

variable "lock_days" {
  description = "Days for which nobody can delete a version, whatever rights they have. 0: files are not locked."
  type        = number
  default     = 0

  validation {
    condition     = var.lock_days >= 0 && (var.lock_days == 0 || var.lock_days <= var.days)
    error_message = "lock_days is not negative, and at most days."
  }
}

variable "log_bucket" {
  description = "The bucket that keeps who read and wrote what. Absent: none does."
  type        = object({ id = string })
  default     = null
}

variable "policies" {
  description = "More of the bucket's policy, as JSON documents: which services write into it."
  type        = list(string)
  default     = []
}
