/** The bell in the header: how many are unread, and the drawer with them. */
import { BellOutlined } from "@ant-design/icons";
import { Badge, Button, Tooltip } from "antd";
import { lazy, Suspense, useState } from "react";
import { useShortcuts } from "@/ui/shortcuts";
import { useWords } from "@/ui/words";
import { useUnread } from "./queries";

const NotificationDrawer = lazy(() => import("./NotificationDrawer").then((m) => ({ default: m.NotificationDrawer })));

export function Bell() {
  const t = useWords("notifications");
  const [open, setOpen] = useState(false);
  const [wanted, setWanted] = useState(false);
  const counts = useUnread();
  const unread = counts.data?.unread ?? 0;
  function show() {
    setWanted(true);
    setOpen(true);
  }
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
            <Badge count={unread} overflowCount={99} size="small" offset={[2, -2]}>
              <BellOutlined aria-hidden />
            </Badge>
          }
        />
      </Tooltip>
      {wanted && (
        <Suspense fallback={null}>
          <NotificationDrawer open={open} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  );
}
