/** Exports the list as it is shown; a large one is written in the background. */
import { DownloadOutlined } from "@ant-design/icons";
import { useQueryClient } from "@tanstack/react-query";
import { App, Button, Dropdown, Modal, Progress } from "antd";
import { useEffect, useState } from "react";
import { api, got, onlyOnce } from "@/api/client";
import { asProblem } from "@/api/problem";
import { useHolds } from "@/api/session";
import type { CaseQuery, Column, RegisterExport } from "@/api/types";
import { problemText, useLocale, useWords } from "@/ui/words";
import { useCancelExport, useExport } from "./queries";

export const contentOf = (it: RegisterExport) => `/api/v1/exports/${it.id}/content`;

/** Hands the file to the browser. */
function download(it: RegisterExport) {
  const link = document.createElement("a");
  link.href = contentOf(it);
  link.download = "";
  link.click();
}

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
      <Followed id={followed} onClose={() => setFollowed(undefined)} />
    </>
  );
}

function Followed({ id, onClose }: { id?: string; onClose: () => void }) {
  const t = useWords("workbench");
  const one = useExport(id).data;
  const cancel = useCancelExport();
  const ended = one !== undefined && one.state !== "running";
  useEffect(() => {
    if (one?.state !== "done") return;
    download(one);
    onClose();
  }, [one, onClose]);
  return (
    <Modal
      open={id !== undefined}
      title={t("export.title")}
      onCancel={onClose}
      footer={[
        !ended && id && (
          <Button key="stop" danger onClick={() => cancel.mutate(id)}>
            {t("bulk.stop")}
          </Button>
        ),
        <Button key="close" type="primary" onClick={onClose}>
          {t(ended ? "bulk.close" : "bulk.in_background")}
        </Button>,
      ]}
    >
      {one && (
        <div className="col gap">
          <Progress percent={Math.floor((one.rows / Math.max(one.rows_about, 1)) * 100)} />
          <p role="status">
            {t(`export.state.${one.state}`)} · {t("export.rows", { rows: one.rows, about: one.rows_about })}
          </p>
          <p className="muted">{t("export.later")}</p>
        </div>
      )}
    </Modal>
  );
}
