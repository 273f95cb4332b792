/** The frame of the console: sections at the left, tools above, the page in the middle. */
import { Outlet } from "@tanstack/react-router";
import { lazy, Suspense, useState } from "react";
import { useMe } from "@/api/session";
import { Later } from "@/ui/Later";
import { prefer, usePreferences } from "@/ui/preferences";
import { useShortcuts } from "@/ui/shortcuts";
import { useWords } from "@/ui/words";
import { Header } from "./Header";
import { useLiveUpdates } from "./liveUpdates";
import { Palette } from "./Palette";
import { SideNav } from "./SideNav";

const PasswordDialog = lazy(() =>
  import("@/features/organisation/account/PasswordDialog").then((m) => ({ default: m.PasswordDialog })),
);
const ShortcutOverlay = lazy(() => import("./ShortcutOverlay").then((m) => ({ default: m.ShortcutOverlay })));

export function Shell() {
  const t = useWords("common");
  const me = useMe();
  const { collapsed } = usePreferences();
  const [palette, setPalette] = useState(false);
  const [overlay, setOverlay] = useState(false);
  // Only a telephone has a navigation that comes and goes.
  const [nav, setNav] = useState(false);
  const [password, setPassword] = useState(me.must_change_password === true);
  useLiveUpdates();
  useShortcuts(t("shortcuts.everywhere"), [
    { key: "mod+k", label: t("shortcuts.palette"), run: () => setPalette(true), always: true },
    { key: "?", label: t("shortcuts.overlay"), run: () => setOverlay(true) },
    { key: "[", label: t("shortcuts.sidebar"), run: () => prefer({ collapsed: !collapsed }) },
  ]);
  return (
    <div className={`shell${collapsed ? " collapsed" : ""}${nav ? " nav-open" : ""}`}>
      <SideNav collapsed={collapsed} onGo={() => setNav(false)} />
      {nav && <button type="button" className="nav-veil" aria-label={t("close_menu")} onClick={() => setNav(false)} />}
      <div className="main">
        <Header onMenu={() => setNav(true)} onPalette={() => setPalette(true)} onShortcuts={() => setOverlay(true)} />
        {/* It scrolls, so keys must reach it. */}
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: see above. */}
        <main className="content" id="content" tabIndex={0}>
          <Suspense fallback={null}>
            <Outlet />
          </Suspense>
        </main>
      </div>
      <Palette open={palette} onClose={() => setPalette(false)} />
      <Later open={overlay}>
        <ShortcutOverlay open={overlay} onClose={() => setOverlay(false)} />
      </Later>
      <Later open={password}>
        <PasswordDialog open={password} must={me.must_change_password === true} onClose={() => setPassword(false)} />
      </Later>
    </div>
  );
}
