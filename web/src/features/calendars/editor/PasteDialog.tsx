import { Input, Modal } from "antd";
import { useState } from "react";
import { useWords } from "@/ui/words";
import { type Pasted, readPasted } from "./pasted";

const faultsShown = 8;

interface PasteDialogProps {
  open: boolean;
  onClose: () => void;
  onTake: (days: Pasted["days"]) => void;
}

/** Holidays as lines of text. Taken over only when every line can be read. */
export function PasteDialog({ open, onClose, onTake }: PasteDialogProps) {
  const t = useWords("calendars");
  const [text, setText] = useState("");
  const { days, faults } = readPasted(text);
  const take = () => {
    onTake(days);
    setText("");
    onClose();
  };
  return (
    <Modal
      open={open}
      title={t("editor.paste_title")}
      okText={t("editor.paste_apply", { count: days.length })}
      okButtonProps={{ disabled: !days.length || faults.length > 0 }}
      cancelText={t("common:cancel")}
      onOk={take}
      onCancel={onClose}
      destroyOnHidden
    >
      <div className="col gap-sm">
        <p className="muted small">{t("editor.paste_about")}</p>
        <Input.TextArea
          autoFocus
          rows={10}
          className="mono"
          aria-label={t("editor.paste_title")}
          placeholder={t("editor.paste_example")}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
        {faults.length > 0 && (
          <ul className="bare-list error small" role="alert">
            {faults.slice(0, faultsShown).map(({ line, why }) => (
              <li key={line}>{t("editor.paste_line", { line, why: t(`editor.paste_wrong.${why}`) })}</li>
            ))}
            {faults.length > faultsShown && <li>…</li>}
          </ul>
        )}
      </div>
    </Modal>
  );
}
