/** A text that narrows a list: the address follows once typing rests, never in the middle of a composed word. */
import { Input, type InputProps } from "antd";
import { useEffect, useRef, useState } from "react";
import { useSettled, useStaying } from "./settled";

interface TextFilterProps extends Omit<InputProps, "value" | "onChange"> {
  value?: string;
  onChange: (next: string | undefined) => void;
}

export function TextFilter({ value = "", onChange, ...input }: TextFilterProps) {
  const [typed, setTyped] = useState(value);
  const [composing, setComposing] = useState(false);
  const told = useRef(value);
  const settled = useSettled(typed.trim(), 350);
  const staying = useStaying();
  // biome-ignore lint/correctness/useExhaustiveDependencies: only what was typed moves the address.
  useEffect(() => {
    if (composing || settled === told.current || !staying()) return;
    told.current = settled;
    onChange(settled || undefined);
  }, [settled, composing]);
  useEffect(() => {
    // The address moved by itself, by a reset or the back button; our own words coming back are no news.
    if (value === told.current) return;
    told.current = value;
    setTyped(value);
  }, [value]);
  return (
    <Input
      allowClear
      {...input}
      value={typed}
      onChange={(e) => setTyped(e.target.value)}
      onCompositionStart={() => setComposing(true)}
      onCompositionEnd={() => setComposing(false)}
    />
  );
}
