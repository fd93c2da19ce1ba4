variable "name" {
  description = "Name of the installation and of the cluster, as in turnout-production."
  type        = string
}

variable "kubernetes_version" {
  description = "Version of Kubernetes, as in 1.35. The chart needs 1.33 or newer."
  type        = string

  validation {
    condition     = can(regex("^1\\.(3[3-9]|[4-9][0-9])$", var.kubernetes_version))
    error_message = "kubernetes_version is 1.33 or newer, without a patch number."
  }
}

variable "vpc_id" {
  description = "The network's id."
  type        = string
}

variable "subnet_ids" {
  description = "Private subnets, one for each zone."
  type        = list(string)

  validation {
    condition     = length(var.subnet_ids) == 3
    error_message = "subnet_ids are three, one for each zone."
  }
}

variable "key_arn" {
  description = "ARN of the key that encrypts Kubernetes' secrets, the nodes' disks and the audit log."
  type        = string
}

variable "public_access_cidrs" {
  description = "Addresses from which the API server is reached from outside of the network. Empty: from nowhere."
  type        = list(string)
  default     = []

  validation {
    condition     = alltrue([for cidr in var.public_access_cidrs : can(cidrhost(cidr, 0)) && !endswith(cidr, "/0")])
    error_message = "public_access_cidrs are ranges of addresses, and never the whole Internet."
  }
}

variable "nodes" {
  description = "The nodes: kinds of machines, and how many there are at least, at most and to begin with."
  type = object({
    instance_types = list(string)
    min            = number
    max            = number
    desired        = number
  })

  validation {
    condition     = var.nodes.min >= 1 && var.nodes.min <= var.nodes.desired && var.nodes.desired <= var.nodes.max
    error_message = "nodes: 1 <= min <= desired <= max."
  }
}

variable "admin_role_arns" {
  description = "IAM roles of people who may do everything in the cluster."
  type        = set(string)
}

variable "deploy_role_arn" {
  description = "IAM role of the pipeline: it may change what is in the namespace, and nothing else."
  type        = string
}

variable "namespace" {
  description = "The product's namespace."
  type        = string
}

variable "pod_roles" {
  description = "IAM roles of pods, by a name of ours: which service account has them."
  type = map(object({
    namespace       = string
    service_account = string
    role_arn        = string
  }))
}

variable "addons" {
  description = "Versions of the add-ons by name. Absent: the one that fits the version of Kubernetes."
  type        = map(string)
  default     = {}
}

variable "log_days" {
  description = "Days for which the control plane's logs are kept, the audit log among them."
  type        = number
  default     = 365

  validation {
    condition     = contains([30, 60, 90, 120, 150, 180, 365, 400, 545, 731], var.log_days)
    error_message = "log_days is a retention that CloudWatch knows, of 30 days or more."
  }
}
