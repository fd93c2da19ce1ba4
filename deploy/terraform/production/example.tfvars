# What an installation says of itself; everything else has a default. The password comes from TF_VAR_master_password.
name            = "turnout-production"
region          = "eu-central-1"
dr_region       = "eu-west-1"
zones           = ["eu-central-1a", "eu-central-1b", "eu-central-1c"]
cidr            = "10.0.0.0/16"
bucket_prefix   = "example-turnout"
host            = "turnout.example"
zone_id         = "Z0123456789EXAMPLE"
alarm_email     = "operators@turnout.example"
monthly_dollars = 1500
repository      = "example/turnout"
admin_role_arns = ["arn:aws:iam::123456789012:role/administrators"]
