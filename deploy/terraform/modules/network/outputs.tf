output "vpc_id" {
  description = "The network's id."
  value       = aws_vpc.this.id
}

output "public_subnet_ids" {
  description = "Subnets of the load balancer, one for each zone."
  value       = [for zone in var.zones : aws_subnet.public[zone].id]
}

output "private_subnet_ids" {
  description = "Subnets of the nodes and pods, one for each zone."
  value       = [for zone in var.zones : aws_subnet.private[zone].id]
}

output "data_subnet_ids" {
  description = "Subnets of the database and the cache, one for each zone."
  value       = [for zone in var.zones : aws_subnet.data[zone].id]
}

output "public_cidr" {
  description = "Addresses of the load balancer: who may open connections to the chart's proxy (networkPolicy.webFrom)."
  value       = local.public
}

output "data_cidr" {
  description = "Addresses of the database and the cache (networkPolicy.database and networkPolicy.redis)."
  value       = local.data
}
