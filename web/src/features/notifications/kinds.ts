/** The kinds of notifications in the order people expect. */
import type { NotificationKind } from "@/api/types";

const all: Record<NotificationKind, number> = {
  assigned: 1,
  transferred: 2,
  returned: 3,
  urged: 4,
  mentioned: 5,
  noted: 6,
  customer_wrote: 7,
  replied: 8,
  escalated: 9,
  warned: 10,
  breached: 11,
  resolved: 12,
  closed: 13,
  reopened: 14,
  task_asked: 15,
  task_answered: 16,
  task_returned: 17,
  task_withdrawn: 18,
  task_urged: 19,
  task_done: 20,
  task_warned: 21,
  task_overdue: 22,
  export_finished: 23,
  bulk_finished: 24,
  import_finished: 25,
  mail_failed: 26,
  reveal_digest: 27,
  erasure_asked: 28,
  erasure_moved: 29,
  need_due: 30,
  backup_failed: 31,
  webhook_stopped: 32,
};

export const kinds = (Object.keys(all) as NotificationKind[]).sort((a, b) => all[a] - all[b]);
