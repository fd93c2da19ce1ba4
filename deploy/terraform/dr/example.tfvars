# The rest comes from the first region: terraform -chdir=../production output -json production
zones           = ["eu-west-1a", "eu-west-1b", "eu-west-1c"]
cidr            = "10.1.0.0/16"
alarm_email     = "operators@turnout.example"
admin_role_arns = ["arn:aws:iam::123456789012:role/administrators"]
