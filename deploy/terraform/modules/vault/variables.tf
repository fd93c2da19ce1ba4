variable "name" {
  description = "The vault's name."
  type        = string
}

variable "key_arn" {
  description = "ARN of the key that encrypts the backups of this region."
  type        = string
}

variable "min_days" {
  description = "Days for which no backup can be deleted."
  type        = number

  validation {
    condition     = var.min_days >= 7
    error_message = "min_days is 7 or more."
  }
}

variable "max_days" {
  description = "Days after which every backup is gone: what was erased is then erased there too."
  type        = number

  validation {
    condition     = var.max_days >= 35 && var.max_days <= 400
    error_message = "max_days is between 35 and 400."
  }
}

variable "final_after_days" {
  description = "Days after which the lock cannot be taken off any more, by nobody, the account's owner and AWS included. Absent: it can be."
  type        = number
  default     = null

  validation {
    condition     = var.final_after_days == null || try(var.final_after_days >= 3, false)
    error_message = "final_after_days is 3 or more, or absent."
  }
}
