variable "production" {
  description = "What the first region says of itself: its output of that name."
  type = object({
    name             = string
    dr_region        = string
    host             = string
    zone_id          = string
    key_arn          = string
    database_arn     = string
    engine_major     = string
    log_bucket       = string
    log_group_prefix = string
    deploy_role_arn  = string
    pod_roles = map(object({
      namespace       = string
      service_account = string
      role_arn        = string
    }))
  })

  validation {
    condition     = split(":", var.production.database_arn)[3] != var.production.dr_region
    error_message = "production's database is in the region that is to take over from it."
  }
}

variable "zones" {
  description = "Three availability zones of the second region."
  type        = list(string)

  validation {
    condition     = length(distinct(var.zones)) == 3
    error_message = "zones are three different ones."
  }
}

variable "cidr" {
  description = "Addresses of the network, with the prefix /16, other than those of the first region."
  type        = string
}

variable "alarm_email" {
  description = "Who is told of alarms."
  type        = string
}

variable "admin_role_arns" {
  description = "IAM roles of people who may do everything in the cluster."
  type        = set(string)

  validation {
    condition     = length(var.admin_role_arns) > 0
    error_message = "admin_role_arns has one at least."
  }
}

variable "public_access_cidrs" {
  description = "Addresses from which the cluster's API server is reached from outside. Empty: from nowhere."
  type        = list(string)
  default     = []
}

variable "kubernetes_version" {
  description = "Version of Kubernetes: that of the first region."
  type        = string
  default     = "1.35"
}

variable "nodes" {
  description = "The nodes while nobody is served from here: enough for the operators and for two pods of each part."
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
  description = "The replica: size, gigabytes of storage as the database has them, and connections that it takes."
  type = object({
    instance_class  = string
    initial_storage = number
    maximum_storage = number
    connections     = number
  })
  default = {
    instance_class  = "db.m7g.large"
    initial_storage = 100
    maximum_storage = 1000
    connections     = 850
  }
}

variable "cache_node_type" {
  description = "Size of a node of the cache."
  type        = string
  default     = "cache.t4g.small"
}

variable "protect" {
  description = "Whether AWS refuses to delete the replica and the load balancer."
  type        = bool
  default     = true
}

variable "promoted" {
  description = "Makes the replica a database of its own, which cannot be undone: the first region must not be written to any more."
  type        = bool
  default     = false
}
