# The agent of Vault or OpenBao beside the proxy, a server of the product, PostgreSQL or Redis: it logs in with the pod's token of Kubernetes, and
# keeps a certificate and its key in two files, new ones before they end. What is between angle brackets differs from place to place.
vault {
  address = "<ADDRESS>"
}

auto_auth {
  method "kubernetes" {
    config = {
      role       = "<NAME>"
      token_path = "<TOKEN>"
    }
  }
}

template {
  destination = "<FOLDER>/tls.pem"
  perms       = "0600"
  # HAProxy looks for a key under this name by itself, and where the certificate's ends in .crt it takes no other. The key is written first, so that
  # whoever is told finds both; and only with a new certificate: of one that is there already, as when it starts anew, the agent has no key, and
  # would write an empty one.
  contents    = <<EOT
{{ with pkiCert "pki/issue/<NAME>" "common_name=<HOST>" "ip_sans=<IP>" "ttl=<TTL>" }}{{ if .Key }}{{ .Key | writeToFile "<FOLDER>/tls.pem.key" "" "" "0600" }}{{ end }}{{ .Cert }}
{{ .CA }}{{ end }}
EOT
  # Tells the server to read both again; the first time, it may not run yet. The product notices by itself.
  exec {
    command = ["sh", "-c", "<TELL> || true"]
  }
}
