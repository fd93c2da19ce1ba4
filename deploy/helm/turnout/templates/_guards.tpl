{{/* What the schema cannot say: which values do not go together. */}}
{{- define "turnout.guards" -}}
{{- $v := .Values -}}
{{- if not $v.secrets.existingSecret }}{{ fail "secrets.existingSecret is missing: the name of a Secret with the keys database-url and secret" }}{{ end -}}
{{- if not $v.publicUrl }}{{ fail "publicUrl is missing: the origin that people open, as in https://turnout.example" }}{{ end -}}
{{- if and $v.mail.enabled (not $v.mail.from) }}{{ fail "mail.from is missing: with mail.enabled, mail needs a sender's address" }}{{ end -}}
{{- $wayIn := or $v.inbound.listener.enabled $v.inbound.mailbox.enabled $v.inbound.webhook.enabled -}}
{{- if and $wayIn (not $v.inbound.address) }}{{ fail "inbound.address is missing: with a way in for replies, they need an address to arrive at" }}{{ end -}}
{{- if and $v.inbound.address (not $wayIn) }}{{ fail "inbound.address has no way in: enable inbound.listener, inbound.mailbox or inbound.webhook" }}{{ end -}}
{{- if and $v.mail.dkim.domain (not $v.mail.dkim.selector) }}{{ fail "mail.dkim.selector is missing: a domain that signs needs the name of its key" }}{{ end -}}
{{- if and $v.oidc.issuer (not $v.oidc.clientId) }}{{ fail "oidc.clientId is missing: the provider at oidc.issuer has to know who asks" }}{{ end -}}
{{- if ne (empty $v.wallet.passType) (empty $v.wallet.team) }}{{ fail "wallet.passType and wallet.team belong together: one of them is missing" }}{{ end -}}
{{- if and (eq $v.autoscaling.engine "keda") (not $v.autoscaling.keda.prometheusUrl) }}{{ fail "autoscaling.keda.prometheusUrl is missing: where KEDA asks for the product's figures" }}{{ end -}}
{{- range $name := list "api" "web" "worker" -}}
{{- $part := index $v $name -}}
{{- if gt (int $part.minPods) (int $part.maxPods) }}{{ fail (printf "%s.minPods is greater than %s.maxPods" $name $name) }}{{ end -}}
{{- end -}}
{{- $needed := int (include "turnout.connections" .) -}}
{{- if lt (int $v.database.maxConnections) $needed }}{{ fail (printf "database.maxConnections is %d, and with api.maxPods and worker.maxPods up to %d are taken: let the database take more, or have fewer pods" (int $v.database.maxConnections) $needed) }}{{ end -}}
{{- if eq $v.canary.of .Release.Name }}{{ fail "canary.of names this release itself: a canary is a release of its own, beside the one that it names" }}{{ end -}}
{{- if and $v.priority.value (not $v.priority.className) }}{{ fail "priority.className is missing: a class with a value needs a name" }}{{ end -}}
{{- if and (not $v.redis.enabled) (ne $v.autoscaling.engine "none") }}{{ fail "redis.enabled is false: more than one api process is fast only with Redis; or autoscaling.engine none" }}{{ end -}}
{{- if eq $v.profile "production" -}}
{{- range $name := list "server" "web" -}}
{{- if not (index $v.image $name).digest }}{{ fail (printf "image.%s.digest is missing: in production, a tag may become another image under a running system" $name) }}{{ end -}}
{{- end -}}
{{- if not (hasPrefix "https://" $v.publicUrl) }}{{ fail "publicUrl is not https: in production, sign-in links and cookies would be readable on the way" }}{{ end -}}
{{- if not $v.mail.enabled }}{{ fail "mail.enabled is false: in production, nobody could sign in by mail or recover an account" }}{{ end -}}
{{- if eq $v.autoscaling.engine "none" }}{{ fail "autoscaling.engine is none: in production, there are at least two pods of everything" }}{{ end -}}
{{- range $name := list "api" "web" "worker" -}}
{{- if lt (int (index $v $name).minPods) 2 }}{{ fail (printf "%s.minPods is less than 2: in production, one may always be away" $name) }}{{ end -}}
{{- end -}}
{{- end -}}
{{- end }}
