variable "name" {
  description = "Name of the trail."
  type        = string
}

variable "bucket" {
  description = "The bucket of the trail, which is made here."
  type        = string
}

variable "log_bucket" {
  description = "The bucket that keeps who read the trail."
  type        = string
}

variable "key_arn" {
  description = "ARN of the key that encrypts the trail."
  type        = string
}

variable "lock_days" {
  description = "Days for which nobody can delete what was recorded."
  type        = number
  default     = 365
}
