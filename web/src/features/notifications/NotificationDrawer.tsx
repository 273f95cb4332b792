/** What one was told, by day; opening one marks it read. Moves by arrows or J and K, U turns read and unread. */
import { CheckOutlined, SettingOutlined } from "@ant-design/icons";
import { useNavigate } from "@tanstack/react-router";
import { App, Button, Drawer, Segmented, Skeleton, Tooltip } from "antd";
import { type KeyboardEvent, useRef, useState } from "react";
import { asProblem } from "@/api/problem";
import type { Notification } from "@/api/types";
import { Failure, Nothing } from "@/ui/Loaded";
import { More } from "@/ui/More";
import { composing } from "@/ui/shortcuts";
import { useNow, useTimeZone } from "@/ui/Time";
import { problemText, useWords } from "@/ui/words";
import { byDay } from "./days";
import { NotificationItem } from "./NotificationItem";
import { useNotifications, useNotificationVerbs } from "./queries";
import { targetOf } from "./target";

const steps: Record<string, number> = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1 };

export function NotificationDrawer({ open, onClose }: { open: boolean; onClose: () => void }) {
  const t = useWords("notifications");
  const { message } = App.useApp();
  const navigate = useNavigate();
  const [unreadOnly, setUnreadOnly] = useState(false);
  const list = useNotifications(unreadOnly, open);
  const verbs = useNotificationVerbs();
  const zone = useTimeZone();
  const days = byDay(list.rows, zone, useNow());
  const rows = useRef<HTMLDivElement>(null);
  const refused = (error: unknown) => message.error(problemText(asProblem(error)));

  function openOne(item: Notification) {
    if (!item.read_at) verbs.read.mutate(item.id, { onError: refused });
    const target = targetOf(item);
    if (!target) return;
    onClose();
    navigate(target);
  }
  function turn(item: Notification) {
    (item.read_at ? verbs.unread : verbs.read).mutate(item.id, { onError: refused });
  }
  function onKey(event: KeyboardEvent) {
    if (composing(event) || event.ctrlKey || event.metaKey || event.altKey) return;
    const all = [...(rows.current?.querySelectorAll<HTMLElement>("[data-notification]") ?? [])];
    const at = all.indexOf(document.activeElement as HTMLElement);
    const step = steps[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (step && all.length) {
      event.preventDefault();
      all[Math.max(0, Math.min(all.length - 1, at < 0 ? 0 : at + step))]?.focus();
    }
    const item = list.rows.find((row) => row.id === all[at]?.dataset.notification);
    if (event.key.toLowerCase() === "u" && item) turn(item);
  }

  return (
    <Drawer
      open={open}
      onClose={onClose}
      title={t("title")}
      size={440}
      styles={{ body: { padding: 0 } }}
      extra={
        <div className="row gap-xs">
          <Button
            size="small"
            icon={<CheckOutlined aria-hidden />}
            disabled={!list.rows.some((row) => !row.read_at)}
            loading={verbs.readAll.isPending}
            onClick={() => list.rows[0] && verbs.readAll.mutate(list.rows[0].id, { onError: refused })}
          >
            {t("read_all")}
          </Button>
          <Tooltip title={t("preferences")}>
            <Button
              size="small"
              type="text"
              aria-label={t("preferences")}
              icon={<SettingOutlined aria-hidden />}
              onClick={() => {
                onClose();
                navigate({ to: "/notifications/preferences" });
              }}
            />
          </Tooltip>
        </div>
      }
    >
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the keys belong to the rows inside. */}
      <div ref={rows} onKeyDown={onKey}>
        <div className="bar">
          <Segmented
            size="small"
            value={unreadOnly ? "unread" : "all"}
            options={[
              { value: "all", label: t("all") },
              { value: "unread", label: t("unread") },
            ]}
            onChange={(value) => setUnreadOnly(value === "unread")}
          />
          <span className="grow" />
          <span className="small muted">{t("keys")}</span>
        </div>
        {list.isPending && <Skeleton active title={false} paragraph={{ rows: 8 }} className="pad" />}
        {list.isError && !list.rows.length && <Failure error={list.error} onRetry={() => list.refetch()} />}
        {list.isSuccess && !list.rows.length && <Nothing text={t(unreadOnly ? "empty_unread" : "empty")} />}
        {days.map((day) => (
          <section key={day.on} aria-label={day.on}>
            <h3 className="notification-day">{day.word ? t(`day.${day.word}`) : day.on}</h3>
            {day.items.map((item) => (
              <NotificationItem
                key={item.id}
                item={item}
                onOpen={() => openOne(item)}
                onTurn={() => turn(item)}
                onMute={(id) =>
                  verbs.mute.mutate(id, { onError: refused, onSuccess: () => message.success(t("muted")) })
                }
              />
            ))}
          </section>
        ))}
        <More
          loaded={list.rows.length}
          hasMore={list.hasNextPage}
          loading={list.isFetchingNextPage}
          onMore={() => list.fetchNextPage()}
        />
      </div>
    </Drawer>
  );
}
