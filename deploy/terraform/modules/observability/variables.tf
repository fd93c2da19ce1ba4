variable "name" {
  description = "Name of the installation, as in turnout-production."
  type        = string
}

variable "key_arn" {
  description = "ARN of the key that encrypts logs and messages."
  type        = string
}

variable "log_group_prefix" {
  description = "What the names of the pods' log groups begin with."
  type        = string
}

variable "log_days" {
  description = "Days for which the pods' logs are kept."
  type        = number
  default     = 90

  validation {
    condition     = contains([30, 60, 90, 120, 150, 180, 365, 400, 545, 731], var.log_days)
    error_message = "log_days is a retention that CloudWatch knows, of 30 days or more."
  }
}

variable "email" {
  description = "Who is told. AWS asks that address first whether it wants to be."
  type        = string

  validation {
    condition     = can(regex("^[^@ ]+@[^@ ]+$", var.email))
    error_message = "email is one address."
  }
}

variable "database" {
  description = "The database's name, its size in bytes (of storage) and whether it is a replica."
  type = object({
    identifier    = string
    storage_bytes = number
    connections   = number
    replica       = bool
  })
}

variable "cache_ids" {
  description = "The cache's nodes."
  type        = list(string)
}

variable "load_balancer" {
  description = "The load balancer and its target group, as figures name them."
  type = object({
    suffix              = string
    target_group_suffix = string
  })
}

variable "vault_name" {
  description = "The vault into which backups are made every day. Absent: none is made here."
  type        = string
  default     = null
}
