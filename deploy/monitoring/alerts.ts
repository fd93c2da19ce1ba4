/** An alert on what can be seen at once, beside those on what is promised (slo.ts). */
export interface Alert {
  alert: string;
  expr: string;
  /** Absent: at once. */
  for?: string;
  severity: "page" | "ticket";
  summary: string;
  action: string;
}

/** So many days before a certificate ends somebody is told, and so many before it somebody is woken. */
export const CERTIFICATE_DAYS = { ticket: 21, page: 7 };

const certificateEnds = (severity: Alert["severity"]): Alert => ({
  alert: "TurnoutCertificateEnds",
  expr: `min by (peer) (turnout_certificate_expires_timestamp_seconds) - time() < ${CERTIFICATE_DAYS[severity]} * 86400`,
  for: "15m",
  severity,
  summary: "The certificate of {{ $labels.peer }} ends in {{ $value | humanizeDuration }}",
  action: "Renew it, and find out why that did not happen by itself: after its end, nobody is let in by it.",
});

export const alerts: Alert[] = [
  {
    alert: "TurnoutProcessDown",
    expr: 'up{job="turnout"} == 0',
    for: "1m",
    severity: "page",
    summary: "{{ $labels.instance }} ({{ $labels.role }}) cannot be reached",
    action: "Look whether it runs, and at its last log lines: a reason not to start is one line.",
  },
  {
    alert: "TurnoutDatabaseAway",
    expr: "turnout_database_up == 0",
    for: "15s",
    severity: "page",
    summary: "{{ $labels.instance }} has no database that takes changes",
    action: "Look whether PostgreSQL runs, has room on its disk, and is the primary (/readyz says away, read_only, standby or untrusted).",
  },
  {
    alert: "TurnoutBrokenEvents",
    expr: "max by (invariant) (turnout_broken_events) > 0",
    severity: "page",
    summary: "{{ $value }} events are broken: their {{ $labels.invariant }}",
    action: "The worker's log names them. Stop answers to them, and find out what wrote them, before anything is mended.",
  },
  {
    alert: "TurnoutPoolExhausted",
    expr: "min_over_time(db_client_connection_pending_requests[2m]) > 0",
    for: "3m",
    severity: "ticket",
    summary: "{{ $value }} wait for a connection of {{ $labels.instance }} for {{ $labels.db_client_connection_pool_name }}",
    action: "Look for statements that take long, or wait for locks; add a process if the database has room for its connections.",
  },
  {
    alert: "TurnoutBusAway",
    expr: "turnout_bus_connected == 0",
    for: "2m",
    severity: "ticket",
    summary: "{{ $labels.instance }} has no connection to Valkey: changes made elsewhere show a second or two later",
    action: "Look whether Valkey runs and lets it in (/readyz says away, no_rights or untrusted).",
  },
  {
    alert: "TurnoutJobsLate",
    expr: "max(turnout_oldest_job_seconds) > 120",
    for: "3m",
    severity: "page",
    summary: "The oldest job has been waiting for {{ $value | humanizeDuration }}: mails are late",
    action: "Look whether a worker runs, and whether the mail server takes mail.",
  },
  {
    alert: "TurnoutMailServerFails",
    expr: 'sum(increase(turnout_mails_total{outcome="server-failed"}[10m])) > 5',
    for: "5m",
    severity: "page",
    summary: "The mail server does not take mail",
    action: "The worker's log says what it answers. Mails wait and are tried again.",
  },
  {
    alert: "TurnoutConnectionsRefused",
    expr: "sum(increase(turnout_refused_connections_total[5m])) > 0",
    for: "10m",
    severity: "ticket",
    summary: "{{ $value | humanize }} sockets were told to come again: more come at once than are let in",
    action: "Add api processes; a restart of a proxy makes everybody come back at once, which passes by itself.",
  },
  {
    alert: "TurnoutEventLoopBusy",
    expr: "nodejs_eventloop_lag_p99_seconds > 0.2",
    for: "5m",
    severity: "ticket",
    summary: "{{ $labels.instance }} is {{ $value | humanizeDuration }} behind",
    action: "Its processor is full: add a process, or give it more.",
  },
  {
    alert: "TurnoutBackupTooOld",
    expr: "time() - max(turnout_backup_made_timestamp_seconds) > 26 * 3600",
    for: "15m",
    severity: "ticket",
    summary: "The newest backup that was restored and compared is {{ $value | humanizeDuration }} old",
    action: "The log of what makes backups says why the last one failed; make one by hand.",
  },
  {
    alert: "TurnoutSettingRefused",
    expr: "max by (instance, setting) (turnout_setting_refused) > 0",
    for: "10m",
    severity: "ticket",
    summary: "{{ $labels.instance }} cannot use what is in {{ $labels.setting }} now, and goes on with the value before",
    action: "The process's log says why. The next restart would not start with it.",
  },
  certificateEnds("ticket"),
  certificateEnds("page"),
];
