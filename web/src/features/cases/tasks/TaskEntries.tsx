/** What was written about a task, oldest first, and its files. */
import { PaperClipOutlined } from "@ant-design/icons";
import type { Task } from "@/api/types";
import { formatBytes } from "@/ui/format";
import { When } from "@/ui/Time";
import { useWords } from "@/ui/words";

export function TaskEntries({ task }: { task: Task }) {
  const t = useWords("tasks");
  return (
    <div className="col gap">
      {task.entries.map((entry) => (
        <article
          key={entry.id}
          className={entry.kind === "task_answer" ? "task-entry task-entry-answer" : "task-entry"}
        >
          <header className="entry-head">
            <b>{entry.author?.name ?? t("system")}</b>
            <span>{t(`entry.${entry.verb}`)}</span>
            <When at={entry.at} style="short" />
          </header>
          <div className="pre">{entry.text}</div>
        </article>
      ))}
    </div>
  );
}

export function TaskFiles({ task }: { task: Task }) {
  return (
    <div>
      {task.files.map((file) => (
        <div key={file.id} className="file-line">
          <PaperClipOutlined className="muted" aria-hidden />
          <a
            className="grow cut"
            href={`/api/v1/tasks/${task.id}/files/${file.id}`}
            download={file.name}
            title={file.name}
          >
            {file.name}
          </a>
          <span className="muted small num">{formatBytes(file.size)}</span>
        </div>
      ))}
    </div>
  );
}
