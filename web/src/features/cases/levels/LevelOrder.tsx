/** The order of levels: dragged, or moved with Alt and an arrow. The first that covers a case is its level. */
import { ArrowDownOutlined, ArrowUpOutlined, HolderOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { type KeyboardEvent, useState } from "react";
import { composing } from "@/ui/shortcuts";
import { useWords } from "@/ui/words";
import type { Level } from "./types";
import { useConditions } from "./useConditions";

interface LevelOrderProps {
  levels: Level[];
  open: number;
  onOpen: (at: number) => void;
  onMove?: (from: number, to: number) => void;
}

export function LevelOrder({ levels, open, onOpen, onMove }: LevelOrderProps) {
  const t = useWords("levels");
  const conditions = useConditions();
  const [dragged, setDragged] = useState<number>();
  const [over, setOver] = useState<number>();
  const drop = (to: number) => {
    if (dragged !== undefined) onMove?.(dragged, to);
    setDragged(undefined);
    setOver(undefined);
  };
  const keys = (at: number) => (event: KeyboardEvent) => {
    if (composing(event) || !event.altKey) return;
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (!step) return;
    event.preventDefault();
    onMove?.(at, at + step);
  };
  return (
    <ol className="level-order" aria-label={t("order")}>
      {levels.map((level, at) => (
        <li
          key={`${level.name}-${at}`}
          className={`level-line${at === open ? " open" : ""}${over === at && dragged !== at ? " over" : ""}`}
          draggable={!!onMove}
          onDragStart={() => setDragged(at)}
          onDragOver={(event) => {
            event.preventDefault();
            setOver(at);
          }}
          onDragEnd={() => drop(dragged ?? at)}
          onDrop={() => drop(at)}
        >
          {onMove && <HolderOutlined aria-hidden className="muted" />}
          <span className="num muted">{at + 1}</span>
          <button
            type="button"
            className="link-button grow cut"
            aria-current={at === open}
            onClick={() => onOpen(at)}
            onKeyDown={keys(at)}
          >
            <span className="strong">{level.name}</span>
            <span className="muted small cut level-conditions">{conditions(level)}</span>
          </button>
          {onMove && (
            <>
              <Button
                size="small"
                type="text"
                icon={<ArrowUpOutlined aria-hidden />}
                aria-label={t("move_up", { name: level.name })}
                disabled={at === 0}
                onClick={() => onMove(at, at - 1)}
              />
              <Button
                size="small"
                type="text"
                icon={<ArrowDownOutlined aria-hidden />}
                aria-label={t("move_down", { name: level.name })}
                disabled={at === levels.length - 1}
                onClick={() => onMove(at, at + 1)}
              />
            </>
          )}
        </li>
      ))}
    </ol>
  );
}
