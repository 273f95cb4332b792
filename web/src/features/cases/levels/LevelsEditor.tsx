/** Levels in order beside the one that is open. Without `onChange` they are only read. */
import { PlusOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useState } from "react";
import { Nothing } from "@/ui/Loaded";
import { useWords } from "@/ui/words";
import { LevelForm } from "./LevelForm";
import { LevelOrder } from "./LevelOrder";
import { moved, newLevel } from "./levels";
import type { Level } from "./types";

interface LevelsEditorProps {
  levels: Level[];
  onChange?: (levels: Level[]) => void;
}

export function LevelsEditor({ levels, onChange }: LevelsEditorProps) {
  const t = useWords("levels");
  const [open, setOpen] = useState(0);
  const level = levels[open];
  const replace = (next: Level) => onChange?.(levels.map((old, n) => (n === open ? next : old)));
  const add = () => {
    onChange?.([newLevel(t("new_level", { n: levels.length + 1 })), ...levels]);
    setOpen(0);
  };
  const move = (from: number, to: number) => {
    if (to < 0 || to >= levels.length) return;
    onChange?.(moved(levels, from, to));
    setOpen(to);
  };
  const remove = () => {
    onChange?.(levels.filter((_, n) => n !== open));
    setOpen(Math.max(0, open - 1));
  };
  return (
    <div className="level-editor">
      <div className="col gap-sm">
        <p className="muted small">{t("order_about")}</p>
        {onChange && (
          <Button icon={<PlusOutlined aria-hidden />} onClick={add}>
            {t("add_level")}
          </Button>
        )}
        <LevelOrder levels={levels} open={open} onOpen={setOpen} onMove={onChange && move} />
      </div>
      {level ? (
        <LevelForm
          key={open}
          level={level}
          onChange={onChange && replace}
          onRemove={onChange && levels.length > 1 ? remove : undefined}
        />
      ) : (
        <Nothing text={t("no_levels")} />
      )}
    </div>
  );
}
