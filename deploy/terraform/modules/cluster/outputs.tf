output "name" {
  description = "The cluster's name, for aws eks update-kubeconfig."
  value       = aws_eks_cluster.this.name
}

output "arn" {
  description = "The cluster's ARN."
  value       = aws_eks_cluster.this.arn
}

output "node_security_group_id" {
  description = "Security group of nodes and pods."
  value       = aws_security_group.nodes.id
}
