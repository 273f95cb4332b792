/** One notification: what happened, to which case, why one is told, by whom and when. */
import { MoreOutlined } from "@ant-design/icons";
import { Button, Dropdown, Tag } from "antd";
import type { Notification } from "@/api/types";
import { When } from "@/ui/Time";
import { useWords } from "@/ui/words";
import { targetOf } from "./target";

interface NotificationItemProps {
  item: Notification;
  onOpen: () => void;
  onTurn: () => void;
  onMute: (caseId: string) => void;
}

const urgent = ["breached", "escalated", "task_overdue", "mail_failed", "backup_failed", "webhook_stopped"];

function Particulars({ item }: { item: Notification }) {
  const t = useWords("notifications");
  const { clock, due_at: due } = item.particulars as { clock?: string; due_at?: string };
  if (!clock) return null;
  return (
    <span className="small muted">
      {" · "}
      {t(`common:clock_kind.${clock}`, { defaultValue: clock })}
      {due && (
        <>
          {" "}
          <When at={due} style="short" />
        </>
      )}
    </span>
  );
}

export function NotificationItem({ item, onOpen, onTurn, onMute }: NotificationItemProps) {
  const t = useWords("notifications");
  const unread = !item.read_at;
  const caseId = item.case?.id;
  const leads = targetOf(item) !== undefined;
  return (
    <div className={unread ? "notification unread" : "notification"}>
      <button type="button" className="notification-open" data-notification={item.id} onClick={onOpen}>
        <span className="row between gap-sm">
          <span className={urgent.includes(item.kind) ? "strong alarm-text" : "strong"}>
            {unread && <span className="notification-dot" role="img" aria-label={t("unread")} />}
            {t(`kind.${item.kind}`)}
            {item.count > 1 && (
              <Tag variant="filled" className="tag notification-count">
                ×{item.count}
              </Tag>
            )}
          </span>
          <When at={item.at} style="time" />
        </span>
        {item.case && (
          <span className="cut notification-case" title={item.case.subject}>
            <span className="mono">{item.case.number}</span> {item.case.subject}
          </span>
        )}
        {!item.case && item.about_case && !leads && <span className="muted">{t("out_of_sight")}</span>}
        <span className="small muted">
          {t(`reason.${item.reason}`)}
          {item.actor && ` · ${item.actor.name}`}
          <Particulars item={item} />
        </span>
      </button>
      <Dropdown
        trigger={["click"]}
        menu={{
          items: [
            { key: "turn", label: t(unread ? "mark_read" : "mark_unread"), onClick: onTurn },
            ...(caseId ? [{ key: "mute", label: t("mute"), onClick: () => onMute(caseId) }] : []),
          ],
        }}
      >
        <Button size="small" type="text" aria-label={t("more")} icon={<MoreOutlined aria-hidden />} />
      </Dropdown>
    </div>
  );
}
