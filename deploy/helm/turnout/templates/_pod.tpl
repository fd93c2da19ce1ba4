{{/* What every pod has, by the rules of PodSecurity "restricted". */}}
{{- define "turnout.pod" -}}
{{- $user := ternary 101 10001 (eq .part "web") -}}
automountServiceAccountToken: false
enableServiceLinks: false
securityContext:
  runAsNonRoot: true
  runAsUser: {{ $user }}
  runAsGroup: {{ $user }}
  fsGroup: {{ $user }}
  seccompProfile: { type: RuntimeDefault }
{{- with .root.Values.priority.className }}
{{- if ne $.part "migrate" }}
priorityClassName: {{ . }}
{{- end }}
{{- end }}
{{- with .root.Values.image.pullSecrets }}
imagePullSecrets:
  {{- range . }}
  - name: {{ . }}
  {{- end }}
{{- end }}
{{- end }}

{{- define "turnout.container" -}}
securityContext:
  allowPrivilegeEscalation: false
  readOnlyRootFilesystem: true
  capabilities: { drop: [ALL] }
{{- end }}

{{- define "turnout.spread" -}}
topologySpreadConstraints:
  - topologyKey: topology.kubernetes.io/zone
    maxSkew: 1
    whenUnsatisfiable: {{ .root.Values.spread.zones }}
    nodeTaintsPolicy: Honor
    matchLabelKeys: [pod-template-hash]
    labelSelector:
      matchLabels: {{- include "turnout.selector" . | nindent 8 }}
  - topologyKey: kubernetes.io/hostname
    maxSkew: 1
    whenUnsatisfiable: ScheduleAnyway
    nodeTaintsPolicy: Honor
    matchLabelKeys: [pod-template-hash]
    labelSelector:
      matchLabels: {{- include "turnout.selector" . | nindent 8 }}
{{- end }}

{{/* How pods are replaced: never fewer than there were. */}}
{{- define "turnout.replacement" -}}
revisionHistoryLimit: 5
minReadySeconds: {{ .Values.replacement.minReadySeconds }}
progressDeadlineSeconds: 600
strategy:
  type: RollingUpdate
  rollingUpdate: { maxUnavailable: 0, maxSurge: 25% }
{{- end }}

{{/*
A pod that is asked to go works on until every balancer has noticed: the server by itself (SHUTDOWN_NOTICE), unready
meanwhile; the proxy, which cannot, is told to stop only then. A stop takes 20 seconds at most, the proxy's 15.
*/}}
{{- define "turnout.grace" -}}
terminationGracePeriodSeconds: {{ add .Values.shutdown.noticeSeconds 25 }}
{{- end }}
{{- define "turnout.notice" -}}
lifecycle:
  preStop: { sleep: { seconds: {{ .Values.shutdown.noticeSeconds }} } }
{{- end }}

{{/* The container of a server. `roles` says what it does. */}}
{{- define "turnout.server" -}}
{{- $values := .root.Values -}}
image: {{ include "turnout.image" (dict "root" .root "name" "server") }}
{{ include "turnout.container" . }}
env:
  - { name: ROLES, value: {{ .roles }} }
  {{- if ne .roles "migrate" }}
  - { name: MIGRATIONS, value: require }
  {{- end }}
  - { name: PUBLIC_URL, value: {{ $values.publicUrl | quote }} }
  - { name: TRUSTED_HOPS, value: {{ add $values.proxiesInFront 1 | quote }} }
  - { name: DATABASE_URL_FILE, value: /run/secrets/turnout/database-url }
  - { name: SECRET_FILE, value: /run/secrets/turnout/secret }
  {{- if $values.redis.enabled }}
  - { name: REDIS_URL_FILE, value: /run/secrets/turnout/redis-url }
  {{- end }}
  {{- if $values.mail.enabled }}
  - { name: SMTP_URL_FILE, value: /run/secrets/turnout/smtp-url }
  - { name: MAIL_FROM, value: {{ $values.mail.from | quote }} }
  {{- with $values.mail.dkim.selector }}
  - { name: DKIM_SELECTOR, value: {{ . | quote }} }
  - { name: DKIM_KEY_FILE, value: /run/secrets/turnout/dkim-key }
  {{- end }}
  {{- with $values.mail.dkim.domain }}
  - { name: DKIM_DOMAIN, value: {{ . | quote }} }
  {{- end }}
  {{- with $values.mail.reports.sesTopic }}
  - { name: DELIVERY_REPORTS_SES, value: {{ . | quote }} }
  {{- end }}
  {{- range $name := list "mailgun" "postmark" "sendgrid" }}
  {{- if index $values.mail.reports $name }}
  - { name: DELIVERY_REPORTS_{{ upper $name }}_FILE, value: /run/secrets/turnout/reports-{{ $name }} }
  {{- end }}
  {{- end }}
  {{- end }}
  {{- with $values.oidc }}
  {{- if .issuer }}
  - { name: OIDC_ISSUER, value: {{ .issuer | quote }} }
  - { name: OIDC_CLIENT_ID, value: {{ .clientId | quote }} }
  {{- if .hasSecret }}
  - { name: OIDC_CLIENT_SECRET_FILE, value: /run/secrets/turnout/oidc-client-secret }
  {{- end }}
  {{- if .label }}
  - { name: OIDC_LABEL, value: {{ .label | quote }} }
  {{- end }}
  - { name: OIDC_SCOPES, value: {{ .scopes | quote }} }
  - { name: OIDC_TRUSTS_EMAIL, value: {{ ternary "yes" "no" .trustsEmail | quote }} }
  {{- end }}
  {{- end }}
  {{- with $values.wallet }}
  {{- if .passType }}
  - { name: WALLET_PASS_TYPE, value: {{ .passType | quote }} }
  - { name: WALLET_TEAM, value: {{ .team | quote }} }
  - { name: WALLET_CERT_FILE, value: /run/secrets/turnout/wallet-cert }
  - { name: WALLET_KEY_FILE, value: /run/secrets/turnout/wallet-key }
  - { name: WALLET_WWDR_FILE, value: /run/secrets/turnout/wallet-wwdr }
  {{- end }}
  {{- end }}
  - { name: WEB_PUSH, value: {{ ternary "on" "off" $values.webPush.enabled | quote }} }
  {{- with $values.inbound }}
  {{- if .address }}
  - { name: INBOUND_ADDRESS, value: {{ .address | quote }} }
  {{- end }}
  {{- if .authServer }}
  - { name: INBOUND_AUTH_SERVER, value: {{ .authServer | quote }} }
  {{- end }}
  {{- if .listener.enabled }}
  - { name: INBOUND_SMTP, value: "{{ .listener.protocol }}://0.0.0.0:2525" }
  {{- if .listener.tls }}
  - { name: INBOUND_TLS_CERT_FILE, value: /run/secrets/turnout/inbound-tls.crt }
  - { name: INBOUND_TLS_KEY_FILE, value: /run/secrets/turnout/inbound-tls.key }
  {{- end }}
  {{- end }}
  {{- if .mailbox.enabled }}
  - { name: INBOUND_IMAP_FILE, value: /run/secrets/turnout/inbound-imap }
  {{- end }}
  {{- if .webhook.enabled }}
  - { name: INBOUND_WEBHOOK_SECRET_FILE, value: /run/secrets/turnout/inbound-webhook-secret }
  {{- end }}
  {{- end }}
  {{- if $values.secrets.authorities }}
  - { name: TLS_CA_FILE, value: /run/secrets/turnout/ca.crt }
  {{- end }}
  {{- if eq .roles "api" }}
  {{- if $values.serverTls.existingSecret }}
  - { name: TLS_CERT_FILE, value: /run/secrets/server-tls/tls.crt }
  - { name: TLS_KEY_FILE, value: /run/secrets/server-tls/tls.key }
  {{- end }}
  - { name: SHUTDOWN_NOTICE, value: {{ $values.shutdown.noticeSeconds | quote }} }
  {{- end }}
  {{- range $name, $value := $values.settings }}
  - { name: {{ $name }}, value: {{ $value | quote }} }
  {{- end }}
volumeMounts:
  - { name: secrets, mountPath: /run/secrets/turnout, readOnly: true }
  {{- if and $values.serverTls.existingSecret (eq .roles "api") }}
  - { name: server-tls, mountPath: /run/secrets/server-tls, readOnly: true }
  {{- end }}
  - { name: tmp, mountPath: /tmp }
{{- end }}

{{- define "turnout.serverVolumes" -}}
volumes:
  - name: secrets
    secret:
      secretName: {{ .Values.secrets.existingSecret }}
      defaultMode: 288 # 0440: for the group of the pod
      items:
        - { key: database-url, path: database-url }
        - { key: secret, path: secret }
        {{- if .Values.redis.enabled }}
        - { key: redis-url, path: redis-url }
        {{- end }}
        {{- if .Values.mail.enabled }}
        - { key: smtp-url, path: smtp-url }
        {{- if .Values.mail.dkim.selector }}
        - { key: dkim-key, path: dkim-key }
        {{- end }}
        {{- range $name := list "mailgun" "postmark" "sendgrid" }}
        {{- if index $.Values.mail.reports $name }}
        - { key: reports-{{ $name }}, path: reports-{{ $name }} }
        {{- end }}
        {{- end }}
        {{- end }}
        {{- if and .Values.oidc.issuer .Values.oidc.hasSecret }}
        - { key: oidc-client-secret, path: oidc-client-secret }
        {{- end }}
        {{- if .Values.wallet.passType }}
        - { key: wallet-cert, path: wallet-cert }
        - { key: wallet-key, path: wallet-key }
        - { key: wallet-wwdr, path: wallet-wwdr }
        {{- end }}
        {{- with .Values.inbound }}
        {{- if and .listener.enabled .listener.tls }}
        - { key: inbound-tls.crt, path: inbound-tls.crt }
        - { key: inbound-tls.key, path: inbound-tls.key }
        {{- end }}
        {{- if .mailbox.enabled }}
        - { key: inbound-imap, path: inbound-imap }
        {{- end }}
        {{- if .webhook.enabled }}
        - { key: inbound-webhook-secret, path: inbound-webhook-secret }
        {{- end }}
        {{- end }}
        {{- if .Values.secrets.authorities }}
        - { key: ca.crt, path: ca.crt }
        {{- end }}
  - name: tmp
    emptyDir: { sizeLimit: 64Mi }
{{- end }}

{{/* What of the Secret in serverTls a part needs: the proxy, no key. */}}
{{- define "turnout.serverTlsVolume" -}}
{{- with .root.Values.serverTls.existingSecret -}}
- name: server-tls
  secret:
    secretName: {{ . }}
    defaultMode: 288 # 0440: for the group of the pod
    items:
      {{- range $.keys }}
      - { key: {{ . }}, path: {{ . }} }
      {{- end }}
{{- end }}
{{- end }}

{{/* Answers on a port of its own, in every role, so that a probe never waits behind people's requests. */}}
{{- define "turnout.probe" -}}
httpGet: { path: {{ .path }}, port: {{ .port }}{{ with .scheme }}, scheme: {{ . }}{{ end }} }
timeoutSeconds: 5
{{- end }}
