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

variable "engine_version" {
  description = "Version of PostgreSQL, as in 17.6. The product needs 17 or newer."
  type        = string

  validation {
    condition     = can(regex("^(1[7-9]|[2-9][0-9])\\.[0-9]+$", var.engine_version))
    error_message = "engine_version is 17 or newer, with its minor number."
  }
}

variable "instance_class" {
  description = "Size of the database, as in db.m7g.large. It takes about 110 connections for each GB of memory."
  type        = string

  validation {
    condition     = startswith(var.instance_class, "db.")
    error_message = "instance_class begins with db."
  }
}

variable "storage" {
  description = "Gigabytes to begin with, and up to which it grows by itself."
  type = object({
    initial = number
    maximum = number
  })

  validation {
    condition     = var.storage.initial >= 20 && var.storage.maximum > var.storage.initial
    error_message = "storage: 20 <= initial < maximum."
  }
}

variable "retention_days" {
  description = "Days back to any second of which the database can be brought."
  type        = number

  validation {
    condition     = var.retention_days >= 14 && var.retention_days <= 35
    error_message = "retention_days is between 14 and 35."
  }
}

variable "master_password" {
  description = "Password of the user turnout. It is in no state and no plan: name it once, and then change it by its version."
  type        = string
  sensitive   = true
  ephemeral   = true

  validation {
    condition     = length(var.master_password) >= 24
    error_message = "master_password has 24 characters or more."
  }
}

variable "master_password_version" {
  description = "Counts the passwords: a higher number sets the one that is named then."
  type        = number
  default     = 1
}

variable "protect" {
  description = "Whether AWS refuses to delete the database."
  type        = bool
  default     = true
}
