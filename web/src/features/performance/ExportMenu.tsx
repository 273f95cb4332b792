/** The dashboard to take along: as a workbook from the server, as a picture of what is on the screen. */
import { DownloadOutlined } from "@ant-design/icons";
import { App, Button, Dropdown } from "antd";
import type { RefObject } from "react";
import { useState } from "react";
import type { DashboardQuery } from "@/api/types";
import { useLocale, useWords } from "@/ui/words";

function save(url: string, name: string): void {
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
}

type Props = { query: DashboardQuery; picture: RefObject<HTMLElement | null> };

export function ExportMenu({ query, picture }: Props) {
  const t = useWords("performance");
  const locale = useLocale();
  const { message } = App.useApp();
  const [busy, setBusy] = useState(false);
  const name = `lingke-${query.from}-${query.to}`;
  const workbook = () => {
    const asked = Object.entries({ ...query, locale }).filter(([, value]) => value !== undefined);
    const params = new URLSearchParams(asked.map(([key, value]) => [key, String(value)]));
    save(`/api/v1/dashboard/workbook?${params}`, `${name}.xlsx`);
  };
  const draw = async () => {
    if (!picture.current) return;
    setBusy(true);
    try {
      const { domToPng } = await import("modern-screenshot");
      const background = getComputedStyle(picture.current).getPropertyValue("--ant-color-bg-layout");
      save(await domToPng(picture.current, { scale: 2, backgroundColor: background || "#fff" }), `${name}.png`);
    } catch {
      message.error(t("export_failed"));
    } finally {
      setBusy(false);
    }
  };
  const items = [
    { key: "workbook", label: t("export_workbook"), onClick: workbook },
    { key: "picture", label: t("export_picture"), onClick: draw },
  ];
  return (
    <Dropdown menu={{ items }} trigger={["click"]}>
      <Button icon={<DownloadOutlined aria-hidden />} loading={busy} title={busy ? t("exporting") : undefined}>
        {t("export")}
      </Button>
    </Dropdown>
  );
}
