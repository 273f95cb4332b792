import { BulbOutlined, MenuOutlined, SearchOutlined, TranslationOutlined } from "@ant-design/icons";
import { useMutation } from "@tanstack/react-query";
import { Button, Tooltip } from "antd";
import { api, got } from "@/api/client";
import { useLiveState } from "@/api/live";
import { useMe } from "@/api/session";
import { Bell } from "@/features/notifications/Bell";
import { prefer, useMode } from "@/ui/preferences";
import { speak, useLocale, useWords } from "@/ui/words";
import { PresencePicker } from "./PresencePicker";
import { UserMenu } from "./UserMenu";

const apple = typeof navigator !== "undefined" && /Mac|iPhone|iPad/.test(navigator.platform);

function LiveSign() {
  const t = useWords("common");
  const state = useLiveState();
  return (
    <Tooltip title={t(`live_about.${state}`)}>
      <span className={state === "live" ? "live" : "live off"} role="status">
        <i aria-hidden />
        {t(`live.${state}`)}
      </span>
    </Tooltip>
  );
}

export function Header(props: { onMenu: () => void; onPalette: () => void; onShortcuts: () => void }) {
  const t = useWords("common");
  const me = useMe();
  const locale = useLocale();
  const mode = useMode();
  const tell = useMutation({
    mutationFn: (next: "zh-CN" | "en-US") => got(api.PUT("/api/v1/me/locale", { body: { locale: next } })),
  });
  function switchLanguage() {
    const next = locale === "zh-CN" ? "en-US" : "zh-CN";
    prefer({ locale: next });
    speak(next);
    tell.mutate(next);
  }
  return (
    <header className="head">
      <Button
        type="text"
        className="phone-only"
        icon={<MenuOutlined aria-hidden />}
        aria-label={t("open_menu")}
        onClick={props.onMenu}
      />
      <button type="button" className="search-box" onClick={props.onPalette}>
        <SearchOutlined aria-hidden />
        {t("palette.button")}
        <kbd>{apple ? "⌘K" : "Ctrl K"}</kbd>
      </button>
      <span className="grow" />
      <LiveSign />
      <Bell />
      <Tooltip title={t("shortcuts.title")}>
        <Button type="text" className="no-phone" aria-label={t("shortcuts.title")} onClick={props.onShortcuts}>
          <kbd>?</kbd>
        </Button>
      </Tooltip>
      <Tooltip title={t(mode === "dark" ? "theme_to_light" : "theme_to_dark")}>
        <Button
          type="text"
          icon={<BulbOutlined aria-hidden />}
          aria-label={t(mode === "dark" ? "theme_to_light" : "theme_to_dark")}
          onClick={() => prefer({ mode: mode === "dark" ? "light" : "dark" })}
        />
      </Tooltip>
      <Button
        type="text"
        icon={<TranslationOutlined aria-hidden />}
        onClick={switchLanguage}
        lang={locale === "zh-CN" ? "en" : "zh"}
      >
        {locale === "zh-CN" ? "English" : "中文"}
      </Button>
      <PresencePicker presence={me.presence} />
      <UserMenu />
    </header>
  );
}
