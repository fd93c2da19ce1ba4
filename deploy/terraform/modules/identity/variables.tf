variable "name" {
  description = "Name of the installation, as in turnout-production."
  type        = string
}

variable "repository" {
  description = "The repository on GitHub whose pipeline releases and deploys, as in owner/turnout."
  type        = string

  validation {
    condition     = can(regex("^[A-Za-z0-9_.-]+/[A-Za-z0-9_.-]+$", var.repository))
    error_message = "repository is owner/name, without a star."
  }
}

variable "environments" {
  description = "The pipeline's environments from which the roles may be had."
  type = object({
    release = string
    deploy  = string
  })

  validation {
    condition     = alltrue([for name in values(var.environments) : can(regex("^[A-Za-z0-9_-]+$", name))])
    error_message = "environments are names, without a star."
  }
}

variable "cluster_names" {
  description = "Names of the clusters that the pipeline deploys to, one for each region."
  type        = map(string)
}

variable "repository_arns" {
  description = "ARNs of the image repositories."
  type        = list(string)
}

variable "key_arns" {
  description = "ARNs of the regions' keys."
  type        = list(string)
}

variable "secret_name" {
  description = "Name of the secret in Secrets Manager that pods get."
  type        = string
}

variable "export_bucket_arn" {
  description = "ARN of the locked bucket of the exports."
  type        = string
}

variable "log_group_prefix" {
  description = "What the names of the pods' log groups begin with."
  type        = string
}

variable "regions" {
  description = "The regions in which pods run."
  type        = set(string)
}

variable "load_balancer_names" {
  description = "Names of the load balancers' target groups, which are the installations' names."
  type        = set(string)
}
