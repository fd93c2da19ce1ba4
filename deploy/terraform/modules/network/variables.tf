variable "name" {
  description = "Name of the installation, as in turnout-production."
  type        = string
}

variable "cidr" {
  description = "Addresses of the network: a private IPv4 range with a /16 prefix, another one for each region."
  type        = string

  validation {
    condition     = can(cidrhost(var.cidr, 0)) && endswith(var.cidr, "/16") && can(regex("^(10|172|192)\\.", var.cidr))
    error_message = "cidr is a private IPv4 range with the prefix /16, as in 10.0.0.0/16."
  }
}

variable "zones" {
  description = "The three availability zones, as in eu-central-1a."
  type        = list(string)

  validation {
    condition     = length(distinct(var.zones)) == 3 && length(var.zones) == 3
    error_message = "zones are three different ones: the database, the cache and the pods are spread over them."
  }
}

variable "key_arn" {
  description = "ARN of the key that encrypts the flow logs."
  type        = string
}

variable "log_days" {
  description = "Days for which flow logs are kept."
  type        = number
  default     = 365

  validation {
    condition     = contains([30, 60, 90, 120, 150, 180, 365, 400, 545, 731], var.log_days)
    error_message = "log_days is a retention that CloudWatch knows, of 30 days or more."
  }
}
