variable "name" {
  description = "Name of the installation, as in turnout-production."
  type        = string
}

variable "vpc_id" {
  description = "The network's id."
  type        = string
}

variable "subnet_ids" {
  description = "Data subnets, one for each zone."
  type        = list(string)
}

variable "client_security_group_id" {
  description = "Security group of those who may connect: the pods."
  type        = string
}

variable "key_arn" {
  description = "ARN of the key that encrypts the data, its snapshots and its figures."
  type        = string
}

variable "source_arn" {
  description = "ARN of the database in the other region."
  type        = string

  validation {
    condition     = can(regex("^arn:[a-z-]+:rds:[a-z0-9-]+:[0-9]{12}:db:", var.source_arn))
    error_message = "source_arn is the ARN of a database, and names its region."
  }
}

variable "engine_major" {
  description = "Major version of the database, as in 17."
  type        = string
}

variable "instance_class" {
  description = "Size of the replica: it has to carry the product once it is promoted."
  type        = string

  validation {
    condition     = startswith(var.instance_class, "db.")
    error_message = "instance_class begins with db."
  }
}

variable "maximum_storage" {
  description = "Gigabytes up to which it grows by itself: as much as the database."
  type        = number

  validation {
    condition     = var.maximum_storage > 20
    error_message = "maximum_storage is more than 20."
  }
}

variable "retention_days" {
  description = "Days back to any second of which the replica can be brought once it is promoted."
  type        = number

  validation {
    condition     = var.retention_days >= 14 && var.retention_days <= 35
    error_message = "retention_days is between 14 and 35."
  }
}

variable "protect" {
  description = "Whether AWS refuses to delete the replica."
  type        = bool
  default     = true
}

variable "promoted" {
  description = "Makes it a database of its own, which cannot be undone: the other region must not be written to any more."
  type        = bool
  default     = false
}
