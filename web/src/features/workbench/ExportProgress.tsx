/** How far a large export is; hands over the file when it is written. */
import { Button, Modal } from "antd";
import { useEffect } from "react";
import { useWords } from "@/ui/words";
import { download } from "./download";
import { ExportBar, isCounted } from "./ExportBar";
import { useCancelExport, useExport } from "./queries";

export function ExportProgress({ open, id, onClose }: { open: boolean; id?: string; onClose: () => void }) {
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
      open={open}
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
          <ExportBar one={one} />
          <p role="status">
            {t(`export.state.${one.state}`)} ·{" "}
            {t(isCounted(one) ? "export.rows" : "export.rows_beyond", { rows: one.rows, about: one.rows_about })}
          </p>
          <p className="muted">{t("export.later")}</p>
        </div>
      )}
    </Modal>
  );
}
