variable "name" {
  description = "Name of the installation, as in turnout-production."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{0,38}[a-z0-9]$", var.name))
    error_message = "name has at most 40 small letters, digits and hyphens."
  }
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
  description = "ARN of the key that encrypts the nodes' disks and the slow log."
  type        = string
}

variable "node_type" {
  description = "Size of a node, as in cache.t4g.small. It holds hints and counts, no data that is not in the database."
  type        = string

  validation {
    condition     = startswith(var.node_type, "cache.")
    error_message = "node_type begins with cache."
  }
}

variable "node_count" {
  description = "Nodes, each in a zone of its own: the first one is the primary."
  type        = number

  validation {
    condition     = var.node_count >= 2 && var.node_count <= 3
    error_message = "node_count is 2 or 3: one alone has nobody to take over."
  }
}
