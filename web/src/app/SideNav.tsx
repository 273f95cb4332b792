import { MenuFoldOutlined, MenuUnfoldOutlined } from "@ant-design/icons";
import { Link, useLocation } from "@tanstack/react-router";
import { Button, Menu } from "antd";
import { holds, useMe } from "@/api/session";
import { TaskCount } from "@/features/cases/tasks/TaskCount";
import { prefer } from "@/ui/preferences";
import { Mark, Wordmark } from "@/ui/Wordmark";
import { useWords } from "@/ui/words";
import { places, sections } from "./places";

/** The place a path belongs to: the longest that begins it. */
function placeOf(path: string): string {
  const fits = places.filter((p) => path === p.path || (p.path !== "/" && path.startsWith(`${p.path}/`)));
  return fits.sort((a, b) => b.path.length - a.path.length)[0]?.path ?? "";
}

export function SideNav({ collapsed, onGo }: { collapsed: boolean; onGo: () => void }) {
  const t = useWords("common");
  const me = useMe();
  const path = useLocation({ select: (l) => l.pathname });
  const items = sections.flatMap((section) => {
    const mine = places.filter((p) => p.section === section && holds(me, p.permission));
    if (!mine.length) return [];
    return {
      type: "group" as const,
      key: section,
      label: collapsed ? null : t(`section.${section}`),
      children: mine.map((p) => ({
        key: p.path,
        icon: <p.icon aria-hidden />,
        label: <Link to={p.path}>{t(`place.${p.name}`)}</Link>,
        extra: p.name === "tasks" ? <TaskCount /> : undefined,
        title: t(`place.${p.name}`),
      })),
    };
  });
  return (
    <aside className="side">
      <div className="side-head">{collapsed ? <Mark /> : <Wordmark small />}</div>
      <nav className="side-nav" aria-label={t("navigation")}>
        <Menu mode="inline" inlineCollapsed={collapsed} selectedKeys={[placeOf(path)]} items={items} onClick={onGo} />
      </nav>
      <div className="side-foot">
        <Button
          type="text"
          block
          icon={collapsed ? <MenuUnfoldOutlined aria-hidden /> : <MenuFoldOutlined aria-hidden />}
          aria-label={t("collapse")}
          onClick={() => prefer({ collapsed: !collapsed })}
        >
          {collapsed ? null : t("collapse")}
        </Button>
      </div>
    </aside>
  );
}
