output "target_group_arn" {
  description = "What the TargetGroupBinding of the Service turnout-web names."
  value       = aws_lb_target_group.this.arn
}

output "target_group_suffix" {
  description = "The target group's name in figures and alarms."
  value       = aws_lb_target_group.this.arn_suffix
}

output "load_balancer_suffix" {
  description = "The load balancer's name in figures and alarms."
  value       = aws_lb.this.arn_suffix
}
