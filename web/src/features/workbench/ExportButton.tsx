/** Exports the list as it is shown; a large one is written in the background. */
import { DownloadOutlined } from "@ant-design/icons";
import { useQueryClient } from "@tanstack/react-query";
import { App, Button, Dropdown } from "antd";
import { lazy, useState } from "react";
import { api, got, onlyOnce } from "@/api/client";
import { asProblem } from "@/api/problem";
import { useHolds } from "@/api/session";
import type { CaseQuery, Column } from "@/api/types";
import { Later } from "@/ui/Later";
import { problemText, useLocale, useWords } from "@/ui/words";
import { download } from "./download";

const ExportProgress = lazy(() => import("./ExportProgress").then((m) => ({ default: m.ExportProgress })));

interface ExportButtonProps {
  query: CaseQuery;
  /** Those the list shows. */
  columns: Column[];
  /** All there are. */
  every: Column[];
}

export function ExportButton({ query, columns, every }: ExportButtonProps) {
  const t = useWords("workbench");
  const locale = useLocale();
  const client = useQueryClient();
  const { message } = App.useApp();
  const mayExport = useHolds("workbench.export");
  const [busy, setBusy] = useState(false);
  const [followed, setFollowed] = useState<string>();
  if (!mayExport) return null;
  async function start(format: "xlsx" | "csv", columns: Column[]) {
    setBusy(true);
    try {
      const { limit: _limit, cursor: _cursor, ...filter } = query;
      const body = { format, query: filter, columns, locale };
      const made = await got(api.POST("/api/v1/exports", { body, ...onlyOnce() }));
      client.invalidateQueries({ queryKey: ["workbench", "exports"] });
      if (made.state === "done") download(made);
      else setFollowed(made.id);
    } catch (error) {
      message.error(problemText(asProblem(error)));
    } finally {
      setBusy(false);
    }
  }
  const item = (format: "xlsx" | "csv", suffix: "" | "_all", wanted: Column[]) => ({
    key: format + suffix,
    label: t(`export.as_${format}${suffix}`),
    onClick: () => start(format, wanted),
  });
  const items = [
    item("xlsx", "", columns),
    item("csv", "", columns),
    item("xlsx", "_all", every),
    item("csv", "_all", every),
  ];
  return (
    <>
      <Dropdown trigger={["click"]} menu={{ items }}>
        <Button icon={<DownloadOutlined aria-hidden />} loading={busy}>
          {t("export.button")}
        </Button>
      </Dropdown>
      <Later open={followed !== undefined}>
        <ExportProgress open={followed !== undefined} id={followed} onClose={() => setFollowed(undefined)} />
      </Later>
    </>
  );
}
