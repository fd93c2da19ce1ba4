// The HEALTHCHECK: asks the operator's port, which every role has, whether the process is alive and reaches its database.
const { METRICS_PORT } = process.env;
const reply = await fetch(`http://127.0.0.1:${METRICS_PORT}/readyz`, { signal: AbortSignal.timeout(4_000) }).catch(() => null);
process.exit(reply?.ok ? 0 : 1);
