variable "name" {
  description = "The budget's name."
  type        = string
}

variable "monthly_dollars" {
  description = "What a month may cost, in US dollars."
  type        = number

  validation {
    condition     = var.monthly_dollars > 0
    error_message = "monthly_dollars is more than 0."
  }
}

variable "topic_arn" {
  description = "ARN of the topic that is told."
  type        = string
}
