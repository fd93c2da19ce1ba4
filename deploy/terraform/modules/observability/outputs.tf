output "topic_arn" {
  description = "The topic of alarms."
  value       = aws_sns_topic.this.arn
}

output "alarm_names" {
  description = "All alarms."
  value       = [for alarm in aws_cloudwatch_metric_alarm.this : alarm.alarm_name]
}
