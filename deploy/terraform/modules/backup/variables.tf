variable "name" {
  description = "Name of the installation; what has the tag Backup with this value is backed up."
  type        = string
}

variable "vault_name" {
  description = "The vault in this region."
  type        = string
}

variable "copy_vault_arn" {
  description = "ARN of the vault in the second region, which gets a copy of each."
  type        = string

  validation {
    condition     = can(regex("^arn:[a-z-]+:backup:", var.copy_vault_arn))
    error_message = "copy_vault_arn is the ARN of a vault, and names its region."
  }
}

variable "days" {
  description = "Days for which a daily backup is kept."
  type        = number

  validation {
    condition     = var.days >= 14 && var.days <= 35
    error_message = "days is between 14 and 35, which is as long as every second is kept."
  }
}
