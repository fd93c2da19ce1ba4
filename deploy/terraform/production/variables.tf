variable "name" {
  description = "Name of the installation, as in turnout-production."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{2,26}[a-z0-9]$", var.name))
    error_message = "name has 4 to 28 small letters, digits and hyphens: it becomes part of every other name."
  }
}

variable "region" {
  description = "The region in which people are served, as in eu-central-1."
  type        = string

  validation {
    condition     = can(regex("^[a-z]{2}-[a-z]+-[0-9]$", var.region))
    error_message = "region is a region, as in eu-central-1."
  }
}

variable "dr_region" {
  description = "The region that takes over when the first one is lost."
  type        = string

  validation {
    condition     = can(regex("^[a-z]{2}-[a-z]+-[0-9]$", var.dr_region)) && var.dr_region != var.region
    error_message = "dr_region is another region than region."
  }
}

variable "zones" {
  description = "Three availability zones of the region."
  type        = list(string)

  validation {
    condition     = length(distinct(var.zones)) == 3 && alltrue([for zone in var.zones : startswith(zone, var.region)])
    error_message = "zones are three different ones of the region."
  }
}

variable "cidr" {
  description = "Addresses of the network, with the prefix /16."
  type        = string
}

variable "bucket_prefix" {
  description = "What the buckets' names begin with, so that they are nobody else's in the world."
  type        = string

  validation {
    condition     = can(regex("^[a-z0-9][a-z0-9-]{2,30}$", var.bucket_prefix))
    error_message = "bucket_prefix has 3 to 31 small letters, digits and hyphens."
  }
}

variable "host" {
  description = "The name that people open, as in turnout.example."
  type        = string
}

variable "zone_id" {
  description = "Id of the Route 53 zone of that name. It is there before, and stays afterwards."
  type        = string
}

variable "alarm_email" {
  description = "Who is told of alarms, failed backups and costs."
  type        = string
}

variable "monthly_dollars" {
  description = "What a month may cost in both regions, in US dollars."
  type        = number
}

variable "repository" {
  description = "The repository on GitHub whose pipeline releases and deploys, as in owner/turnout."
  type        = string
}

variable "admin_role_arns" {
  description = "IAM roles of people who may do everything in the cluster."
  type        = set(string)

  validation {
    condition     = length(var.admin_role_arns) > 0
    error_message = "admin_role_arns has one at least: nobody else gets into the cluster, whoever made it included."
  }
}

variable "public_access_cidrs" {
  description = "Addresses from which the cluster's API server is reached from outside. Empty: from nowhere."
  type        = list(string)
  default     = []
}

variable "kubernetes_version" {
  description = "Version of Kubernetes."
  type        = string
  default     = "1.35"
}

variable "nodes" {
  description = "The nodes: kinds of machines, and how many there are at least, at most and to begin with."
  type = object({
    instance_types = list(string)
    min            = number
    max            = number
    desired        = number
  })
  default = {
    instance_types = ["m7i.large"]
    min            = 3
    max            = 9
    desired        = 3
  }
}

variable "database" {
  description = "The database: version, size, gigabytes of storage, and connections that it takes (about 110 for each GB of memory)."
  type = object({
    engine_version  = string
    instance_class  = string
    initial_storage = number
    maximum_storage = number
    connections     = number
  })
  default = {
    engine_version  = "17.6"
    instance_class  = "db.m7g.large"
    initial_storage = 100
    maximum_storage = 1000
    connections     = 850
  }
}

variable "master_password" {
  description = "The database's password, from TF_VAR_master_password. It gets into no state and no plan."
  type        = string
  sensitive   = true
  ephemeral   = true
}

variable "master_password_version" {
  description = "Counts the passwords: a higher number sets the one that is named then."
  type        = number
  default     = 1
}

variable "cache_node_type" {
  description = "Size of a node of the cache."
  type        = string
  default     = "cache.t4g.small"
}

variable "lock_final_after_days" {
  description = "Days after which nobody can take the lock off the backups any more. Absent: who has the rights can."
  type        = number
  default     = null
}

variable "protect" {
  description = "Whether AWS refuses to delete the database and the load balancer."
  type        = bool
  default     = true
}
