# Where the state is kept: a bucket with versions, encrypted by a key of its own, made before everything else.
bucket = "example-turnout-state"
key    = "dr.tfstate"
region = "eu-central-1"
