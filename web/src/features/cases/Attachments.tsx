/** Files of a case: dropped or chosen, sent with progress, taken down again by name. */
import { PaperClipOutlined, UploadOutlined } from "@ant-design/icons";
import { useQueryClient } from "@tanstack/react-query";
import { App, Button, Progress, Upload } from "antd";
import { useState } from "react";
import { upload } from "@/api/client";
import { asProblem } from "@/api/problem";
import type { Attachment, Case } from "@/api/types";
import { formatBytes } from "@/ui/format";
import { problemText, useWords } from "@/ui/words";

export function Attachments({ it }: { it: Case }) {
  const t = useWords("cases");
  const { message } = App.useApp();
  const client = useQueryClient();
  const [sending, setSending] = useState<{ name: string; share: number }[]>([]);

  async function send(file: File) {
    const form = new FormData();
    form.append("file", file);
    const mark = (share: number) =>
      setSending((all) => [...all.filter((s) => s.name !== file.name), { name: file.name, share }]);
    mark(0);
    try {
      await upload<Attachment>(`/api/v1/cases/${it.id}/attachments`, form, mark);
      client.invalidateQueries({ queryKey: ["cases", "one", it.id] });
      client.invalidateQueries({ queryKey: ["cases", "events", it.id] });
    } catch (error) {
      message.error(`${file.name}: ${problemText(asProblem(error))}`);
    } finally {
      setSending((all) => all.filter((s) => s.name !== file.name));
    }
  }

  return (
    <div>
      {!it.attachments.length && !sending.length && <div className="muted">{t("no_attachments")}</div>}
      {it.attachments.map((file) => (
        <div key={file.id} className="file-line">
          <PaperClipOutlined className="muted" aria-hidden />
          <a
            className="grow cut"
            href={`/api/v1/cases/${it.id}/attachments/${file.id}`}
            download={file.name}
            title={file.name}
          >
            {file.name}
          </a>
          <span className="muted small num" title={`SHA-256 ${file.sha256}`}>
            {formatBytes(file.size)}
          </span>
        </div>
      ))}
      {sending.map((s) => (
        <div key={s.name} className="file-line">
          <span className="grow cut">{s.name}</span>
          <Progress size="small" percent={Math.round(s.share * 100)} style={{ width: 120 }} />
        </div>
      ))}
      {it.may.attach && (
        <Upload
          multiple
          showUploadList={false}
          beforeUpload={(file) => {
            send(file);
            return false;
          }}
        >
          <Button size="small" icon={<UploadOutlined aria-hidden />} style={{ marginTop: 6 }}>
            {t("add_attachment")}
          </Button>
        </Upload>
      )}
    </div>
  );
}
