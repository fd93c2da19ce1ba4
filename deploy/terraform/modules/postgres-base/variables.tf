variable "kind" {
  description = "What the instance is, for descriptions: database or replica."
  type        = string
}

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

variable "engine_major" {
  description = "Major version of the database, as in 17."
  type        = string
}
