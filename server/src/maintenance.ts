import type { Logger } from "pino";
import { forgetExpired } from "./accounts/forget-expired.ts";
import { forgetOldAudit } from "./audit/audit.ts";
import { forgetOldChanges } from "./calendar/forget-old-changes.ts";
import { reworkAllTimes } from "./events/rework-times.ts";
import { forgetExpiredVisits } from "./guests/forget-expired-visits.ts";
import { rewriteAddresses } from "./guests/rewrite-addresses.ts";
import type { Deps } from "./http/deps.ts";
import type { Jobs } from "./jobs/jobs.ts";
import { pruneLog } from "./log/prune-log.ts";
import { forgetOldMail } from "./mail/forget-old-mail.ts";
import { endDelays } from "./notifications/end-delays.ts";
import { giveUpInvitations } from "./notifications/give-up-invitations.ts";
import { queueDigests } from "./notifications/digest-jobs.ts";
import { forgetOldNotifications } from "./notifications/notification-list.ts";
import { forgetRemovedPhotos } from "./photos/erase-photos.ts";
import { queueReminders } from "./notifications/reminder-jobs.ts";
import { forgetSubscriptions } from "./push/subscriptions.ts";

type MaintenanceDeps = Pick<Deps, "db" | "changeEvent" | "secret" | "now"> & { jobs: Pick<Jobs, "enqueue">; logger: Logger };

/** A worker's regular maintenance of stored data. */
export function createMaintenance({ db, changeEvent, secret, now, jobs, logger }: MaintenanceDeps) {
  let hasReportedShared = false;
  return {
    /** Deletes what is past its retention period, which each slice defines, and ends what waits for news that will not come. Runs daily. */
    async forgetOld(): Promise<void> {
      const time = now();
      const mail = [forgetOldMail, forgetSubscriptions, forgetOldNotifications];
      const forgets = [pruneLog, forgetExpired, forgetExpiredVisits, ...mail, forgetOldAudit, forgetOldChanges];
      for (const forget of forgets) await forget(db, time);
      // Last: a guest whose command fails must not keep anything that is to be deleted.
      await giveUpInvitations({ db, changeEvent }, time);
      await endDelays({ db, changeEvent }, time);
    },

    /** Updates rows that an earlier version wrote, and may still write during an upgrade, and deletes what is kept for minutes. Runs hourly. */
    async bringUpToDate(): Promise<void> {
      await forgetRemovedPhotos(db, now());
      await reworkAllTimes({ db, changeEvent });
      await queueReminders(db, jobs.enqueue, now());
      await queueDigests(db, jobs.enqueue, now());
      const { addresses, shared } = await rewriteAddresses({ db, changeEvent, secret });
      if (addresses > shared.length) logger.info({ "turnout.addresses": addresses - shared.length }, "email addresses normalized");
      if (shared.length === 0 || hasReportedShared) return;
      hasReportedShared = true;
      logger.warn({ "turnout.accounts": shared }, "accounts have the same email address; each opens with its own password");
    },
  };
}
