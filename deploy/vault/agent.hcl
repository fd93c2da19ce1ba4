# The agent of Vault or OpenBao beside the product's processes: it logs in, and keeps the files that their settings name (DATABASE_URL_FILE,
# SECRET_FILE) up to date. What is between angle brackets differs from place to place.
vault {
  address = "<ADDRESS>"
}

auto_auth {
  method "approle" {
    config = {
      role_id_file_path                   = "<FOLDER>/role-id"
      secret_id_file_path                 = "<FOLDER>/secret-id"
      remove_secret_id_file_after_reading = false
    }
  }
}

template_config {
  # How soon a changed secret is in its file.
  static_secret_render_interval = "2s"
}

template {
  destination = "<FOLDER>/database-url"
  perms       = "0600"
  contents    = "{{ with secret \"database/creds/turnout\" }}postgresql://{{ .Data.username }}:{{ .Data.password | urlquery }}@<DATABASE>{{ end }}"
}

template {
  destination = "<FOLDER>/secret"
  perms       = "0600"
  contents    = "{{ with secret \"secret/data/turnout\" }}{{ .Data.data.secret }}{{ end }}"
}
