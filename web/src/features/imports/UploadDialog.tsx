/** Chooses or drops one file and sends it. Nothing is imported yet: columns are looked at first. */
import { FileTextOutlined, InboxOutlined } from "@ant-design/icons";
import { useNavigate } from "@tanstack/react-router";
import { Alert, Modal, Progress, Upload } from "antd";
import { useState } from "react";
import { asProblem, type Problem } from "@/api/problem";
import { formatBytes } from "@/ui/format";
import { problemText, useWords } from "@/ui/words";
import { useUpload } from "./queries";

/** Why the file was refused, as closely as the server tells. */
function useRefused(): (problem: Problem) => string {
  const t = useWords("imports");
  return (problem) => {
    const code = problem.fields.find((f) => f.field === "file")?.code;
    if (code === "not_csv") return t("not_csv");
    const most = problem.params.bytes_max;
    if (problem.code === "file_too_large" && typeof most === "number")
      return t("too_large", { most: formatBytes(most) });
    return problemText(problem);
  };
}

export function UploadDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const t = useWords("imports");
  const navigate = useNavigate();
  const send = useUpload();
  const refused = useRefused();
  const [file, setFile] = useState<File>();
  const [share, setShare] = useState<number>();
  const [why, setWhy] = useState<string>();
  const sending = share !== undefined;

  async function submit() {
    if (!file || sending) return;
    setWhy(undefined);
    setShare(0);
    try {
      const it = await send(file, setShare);
      setFile(undefined);
      onClose();
      navigate({ to: "/imports/$id", params: { id: it.id } });
    } catch (error) {
      setWhy(refused(asProblem(error)));
    } finally {
      setShare(undefined);
    }
  }

  return (
    <Modal
      open={open}
      title={t("new")}
      width={560}
      okText={t("upload")}
      cancelText={t("common:cancel")}
      confirmLoading={sending}
      okButtonProps={{ disabled: !file }}
      cancelButtonProps={{ disabled: sending }}
      closable={!sending}
      mask={{ closable: false }}
      keyboard={!sending}
      onOk={submit}
      onCancel={onClose}
    >
      <div className="col gap">
        {why && <Alert type="error" showIcon title={why} />}
        <Upload.Dragger
          accept=".csv,text/csv"
          multiple={false}
          showUploadList={false}
          disabled={sending}
          beforeUpload={(chosen) => {
            setWhy(undefined);
            setFile(chosen);
            return false;
          }}
        >
          <InboxOutlined style={{ fontSize: 28 }} className="muted" aria-hidden />
          <p className="strong">{t("drop")}</p>
          <p className="small muted">{t("drop_about")}</p>
        </Upload.Dragger>
        {file && (
          <div className="file-line" aria-live="polite">
            <FileTextOutlined className="muted" aria-hidden />
            <span className="grow cut" title={file.name}>
              {file.name}
            </span>
            <span className="muted small num">{formatBytes(file.size)}</span>
            {sending && <Progress size="small" percent={Math.round(share * 100)} style={{ width: 140 }} />}
          </div>
        )}
        <ul className="small muted" style={{ margin: 0, paddingInlineStart: 18 }}>
          <li>{t("limit.form")}</li>
          <li>{t("limit.columns")}</li>
          <li>{t("limit.size")}</li>
          <li>{t("limit.twice")}</li>
        </ul>
      </div>
    </Modal>
  );
}
