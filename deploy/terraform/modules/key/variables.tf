variable "name" {
  description = "Name of the installation, as in turnout-production; the key's alias is made of it."
  type        = string
}

variable "deletion_days" {
  description = "Days between the request to delete the key and its end. What it encrypts is lost with it."
  type        = number
  default     = 30

  validation {
    condition     = var.deletion_days >= 7 && var.deletion_days <= 30
    error_message = "deletion_days is between 7 and 30."
  }
}
