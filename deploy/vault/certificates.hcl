# What one of proxy, server, database and redis may do in Vault or OpenBao to have a certificate, and nothing else: <NAME> is which.

path "pki/issue/<NAME>" {
  capabilities = ["update"]
}
