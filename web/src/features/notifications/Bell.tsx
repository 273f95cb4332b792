/** The bell in the header: how many are unread, and the drawer with them. */
import { BellOutlined } from "@ant-design/icons";
import { Button, Tooltip } from "antd";
import { lazy, useState } from "react";
import { CountBadge } from "@/ui/CountBadge";
import { Later } from "@/ui/Later";
import { useShortcuts } from "@/ui/shortcuts";
import { useWords } from "@/ui/words";
import { useUnread } from "./queries";

const NotificationDrawer = lazy(() => import("./NotificationDrawer").then((m) => ({ default: m.NotificationDrawer })));

export function Bell() {
  const t = useWords("notifications");
  const [open, setOpen] = useState(false);
  const counts = useUnread();
  const unread = counts.data?.unread ?? 0;
  const show = () => setOpen(true);
  useShortcuts(t("common:shortcuts.everywhere"), [{ key: "b", label: t("title"), run: show }]);
  const label = unread ? t("unread_some", { count: unread }) : t("unread_none");
  return (
    <>
      <Tooltip title={label}>
        <Button
          type="text"
          aria-label={label}
          aria-haspopup="dialog"
          onClick={show}
          icon={
            <CountBadge count={unread} alarm>
              <BellOutlined aria-hidden />
            </CountBadge>
          }
        />
      </Tooltip>
      <Later open={open}>
        <NotificationDrawer open={open} onClose={() => setOpen(false)} />
      </Later>
    </>
  );
}
