import { Modal } from "antd";
import { useShownShortcuts } from "@/ui/shortcuts";
import { useWords } from "@/ui/words";

const pretty = (key: string) =>
  key
    .replace("mod+", "Ctrl ")
    .replace("Enter", "↵")
    .replace(/\b[a-z]$/, (c) => c.toUpperCase());

export function ShortcutOverlay({ open, onClose }: { open: boolean; onClose: () => void }) {
  const t = useWords("common");
  const groups = useShownShortcuts();
  return (
    <Modal open={open} onCancel={onClose} footer={null} title={t("shortcuts.title")} width={520}>
      <div className="col gap-lg">
        {groups.map(({ group, shortcuts }) => (
          <section key={group}>
            <div className="muted small" style={{ marginBottom: 6 }}>
              {group}
            </div>
            <div style={{ display: "grid", gridTemplateColumns: "1fr 1fr", gap: "6px 24px" }}>
              {shortcuts.map((s) => (
                <div key={s.key} className="row between">
                  <span>{s.label}</span>
                  <kbd>{pretty(s.key)}</kbd>
                </div>
              ))}
            </div>
          </section>
        ))}
        <p className="muted small">{t("shortcuts.note")}</p>
      </div>
    </Modal>
  );
}
