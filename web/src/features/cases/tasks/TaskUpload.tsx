/** Adds files to a task, from either side. */
import { UploadOutlined } from "@ant-design/icons";
import { useQueryClient } from "@tanstack/react-query";
import { App, Button, Upload } from "antd";
import { useState } from "react";
import { upload } from "@/api/client";
import { asProblem } from "@/api/problem";
import type { Attachment, Task } from "@/api/types";
import { problemText, useWords } from "@/ui/words";
import { touchTask } from "./queries";

export function TaskUpload({ task }: { task: Task }) {
  const t = useWords("tasks");
  const { message } = App.useApp();
  const client = useQueryClient();
  const [share, setShare] = useState<number>();
  async function send(file: File) {
    const form = new FormData();
    form.append("file", file);
    setShare(0);
    try {
      await upload<Attachment>(`/api/v1/tasks/${task.id}/files`, form, setShare);
      touchTask(client, task.id, task.case_id);
    } catch (error) {
      message.error(`${file.name}: ${problemText(asProblem(error))}`);
    } finally {
      setShare(undefined);
    }
  }
  if (!task.may.attach) return null;
  return (
    <Upload
      multiple
      showUploadList={false}
      beforeUpload={(file) => {
        send(file);
        return false;
      }}
    >
      <Button size="small" icon={<UploadOutlined aria-hidden />} loading={share !== undefined}>
        {share === undefined ? t("add_file") : `${Math.round(share * 100)} %`}
      </Button>
    </Upload>
  );
}
