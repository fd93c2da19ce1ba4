{{- define "turnout.name" -}}
{{- if contains "turnout" .Release.Name }}{{ .Release.Name | trunc 50 | trimSuffix "-" }}{{ else }}{{ printf "%s-turnout" .Release.Name | trunc 50 | trimSuffix "-" }}{{ end }}
{{- end }}

{{/*
What selects the pods of a part, or those of one track of it. Never changed: a Deployment's selector cannot be. A canary's
are found by what leads to the pods of the release that it shares the traffic of.
*/}}
{{- define "turnout.selector" -}}
app.kubernetes.io/name: turnout
app.kubernetes.io/instance: {{ default .root.Release.Name .root.Values.canary.of }}
{{- with .part }}
app.kubernetes.io/component: {{ . }}
{{- end }}
{{- with .track }}
track: {{ . }}
{{- end }}
{{- end }}

{{- define "turnout.labels" -}}
{{ include "turnout.selector" . }}
app.kubernetes.io/version: {{ .root.Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .root.Chart.Name .root.Chart.Version }}
{{- end }}

{{/*
The most connections to the database that there are at a time: 20 of each pod that works, of the pods that an upgrade adds,
and 10 for the migrations, for whoever looks, and for those that PostgreSQL keeps for its superuser. Pods on their way out give
theirs back, since nobody asks them any more.
*/}}
{{- define "turnout.connections" -}}
{{- $pods := 0 -}}
{{- range $name := list "api" "worker" -}}
{{- $most := ternary 1 (int (index $.Values $name).maxPods) (eq $.Values.autoscaling.engine "none") -}}
{{- $pods = add $pods $most (div (add $most 3) 4) -}}
{{- end -}}
{{- add (mul 20 $pods) 10 -}}
{{- end }}

{{/* The name that the certificate of api pods has. */}}
{{- define "turnout.serverName" -}}
{{- default (printf "%s-api.%s.svc" (include "turnout.name" .) .Release.Namespace) .Values.serverTls.serverName }}
{{- end }}

{{- define "turnout.image" -}}
{{- $image := index .root.Values.image .name -}}
{{ $image.repository }}{{ if or $image.tag (not $image.digest) }}:{{ default .root.Chart.AppVersion $image.tag }}{{ end }}{{ with $image.digest }}@{{ . }}{{ end }}
{{- end }}
