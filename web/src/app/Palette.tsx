/** Ctrl+K: find anything, do something, go somewhere. */
import { Modal } from "antd";
import { type KeyboardEvent, useEffect, useState } from "react";
import { composing } from "@/ui/shortcuts";
import { useWords } from "@/ui/words";
import { type Command, useCommands } from "./paletteCommands";

export function Palette({ open, onClose }: { open: boolean; onClose: () => void }) {
  const t = useWords("common");
  const [typed, setTyped] = useState("");
  const [chosen, setChosen] = useState<string>();
  const [inWord, setInWord] = useState(false);
  const { groups, waiting, failed } = useCommands(typed, open, inWord);
  const commands = groups.flatMap((group) => group.commands);
  // What was chosen stays chosen while other groups arrive around it.
  const at = Math.max(
    commands.findIndex((command) => command.key === chosen),
    0,
  );
  useEffect(() => {
    if (open) setTyped("");
  }, [open]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another text begins at the top again.
  useEffect(() => setChosen(undefined), [typed, open]);
  useEffect(() => {
    document.getElementById(`palette-${at}`)?.scrollIntoView?.({ block: "nearest" });
  }, [at]);

  function choose(command: Command | undefined) {
    if (!command) return;
    onClose();
    command.run();
  }
  function onKey(event: KeyboardEvent) {
    if (composing(event)) return;
    const count = commands.length;
    if ((event.key === "ArrowDown" || event.key === "ArrowUp") && count) {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      setChosen(commands[(at + step + count) % count]?.key);
    }
    // Before the answer is here, what stands first belongs to the words before: Enter then seeks these everywhere.
    const everything = waiting && !chosen ? commands.find((command) => command.key === "everything") : undefined;
    if (event.key === "Enter") choose(everything ?? commands[at]);
  }
  let n = -1;
  return (
    <Modal
      open={open}
      onCancel={onClose}
      footer={null}
      closable={false}
      width={680}
      style={{ top: 72 }}
      destroyOnHidden
    >
      <div className="palette">
        <input
          ref={(input) => input?.focus()}
          value={typed}
          maxLength={100}
          onChange={(e) => setTyped(e.target.value)}
          onCompositionStart={() => setInWord(true)}
          onCompositionEnd={() => setInWord(false)}
          onKeyDown={onKey}
          placeholder={t("palette.placeholder")}
          role="combobox"
          aria-expanded="true"
          aria-controls="palette-list"
          aria-activedescendant={commands[at] ? `palette-${at}` : undefined}
          aria-label={t("palette.button")}
        />
        <div id="palette-list" role="listbox" tabIndex={-1} aria-busy={waiting} aria-label={t("palette.button")}>
          {groups.map((group) => (
            // biome-ignore lint/a11y/useSemanticElements: options are grouped by role, as a listbox has them.
            <div key={group.name} role="group" aria-label={group.name}>
              <div className="palette-group" aria-hidden>
                {group.name}
              </div>
              {group.commands.map((command) => {
                n += 1;
                const place = n;
                return (
                  // biome-ignore lint/a11y/useKeyWithClickEvents: the input above holds the keys.
                  <div
                    key={command.key}
                    id={`palette-${place}`}
                    role="option"
                    tabIndex={-1}
                    aria-selected={place === at}
                    onMouseMove={() => setChosen(command.key)}
                    onClick={() => choose(command)}
                  >
                    {command.label}
                    {command.hint && <span className="muted small">{command.hint}</span>}
                  </div>
                );
              })}
            </div>
          ))}
        </div>
        <PaletteFoot waiting={waiting} failed={failed} />
      </div>
    </Modal>
  );
}

function PaletteFoot({ waiting, failed }: { waiting: boolean; failed: boolean }) {
  const t = useWords("common");
  const state = failed ? t("palette.failed") : waiting ? t("searching") : "";
  return (
    <div className="palette-foot muted small">
      <span role="status">{state}</span>
      <span>
        <kbd>↑</kbd> <kbd>↓</kbd> {t("palette.choose")} <kbd>Enter</kbd> {t("palette.open")} <kbd>Esc</kbd>{" "}
        {t("palette.close")}
      </span>
    </div>
  );
}
