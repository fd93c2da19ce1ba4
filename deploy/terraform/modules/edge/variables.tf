variable "name" {
  description = "Name of the installation, as in turnout-production."
  type        = string

  validation {
    condition     = length(var.name) <= 28
    error_message = "name has at most 28 characters: the load balancer's has at most 32."
  }
}

variable "vpc_id" {
  description = "The network's id."
  type        = string
}

variable "subnet_ids" {
  description = "Public subnets, one for each zone."
  type        = list(string)
}

variable "target_security_group_id" {
  description = "Security group of the pods."
  type        = string
}

variable "target_port" {
  description = "Port of the chart's proxy in its pods."
  type        = number
  default     = 8080
}

variable "host" {
  description = "The name that people open, as in turnout.example."
  type        = string

  validation {
    condition     = can(regex("^[a-z0-9-]+(\\.[a-z0-9-]+)+$", var.host))
    error_message = "host is a host name in small letters, without https://."
  }
}

variable "zone_id" {
  description = "Id of the Route 53 zone of that name."
  type        = string
}

variable "failover" {
  description = "Whether people are led here (PRIMARY) or only while the other region is away (SECONDARY)."
  type        = string

  validation {
    condition     = contains(["PRIMARY", "SECONDARY"], var.failover)
    error_message = "failover is PRIMARY or SECONDARY."
  }
}

variable "log_bucket" {
  description = "The bucket of the load balancer's logs."
  type        = string
}

variable "key_arn" {
  description = "ARN of the key that encrypts the firewall's logs."
  type        = string
}

variable "requests_per_five_minutes" {
  description = "Requests of one address in five minutes beyond which it is refused. A whole party may share one address."
  type        = number
  default     = 20000

  validation {
    condition     = var.requests_per_five_minutes >= 5000
    error_message = "requests_per_five_minutes is 5000 or more: guests in one place share an address."
  }
}

variable "idle_seconds" {
  description = "Seconds that a silent socket is kept. The product pings every 25 seconds."
  type        = number
  default     = 120

  validation {
    condition     = var.idle_seconds >= 60 && var.idle_seconds <= 4000
    error_message = "idle_seconds is between 60 and 4000: two pings may get lost."
  }
}

variable "deregistration_seconds" {
  description = "Seconds for which the balancer goes on with a pod that is taken out: less than the chart's shutdown.noticeSeconds."
  type        = number
  default     = 25

  validation {
    condition     = var.deregistration_seconds >= 5 && var.deregistration_seconds < 30
    error_message = "deregistration_seconds is between 5 and 29: the pod goes on for 30 seconds (shutdown.noticeSeconds)."
  }
}

variable "protect" {
  description = "Whether AWS refuses to delete the load balancer."
  type        = bool
  default     = true
}
