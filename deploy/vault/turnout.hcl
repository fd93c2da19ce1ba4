# What the product's processes may do in Vault or OpenBao, and nothing else.

# Users of the database that live for a while.
path "database/creds/turnout" {
  capabilities = ["read"]
}

# SECRET, and the URLs of Redis and of the mail server.
path "secret/data/turnout" {
  capabilities = ["read"]
}

# What they have got, for as long as they need it.
path "sys/leases/renew" {
  capabilities = ["update"]
}
