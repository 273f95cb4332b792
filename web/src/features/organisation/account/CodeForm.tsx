/** A code of six digits, or a recovery code. Sent by itself once six digits are there. */
import { Button, Input, type InputRef } from "antd";
import { type FormEvent, useEffect, useRef, useState } from "react";
import { useWords } from "@/ui/words";

interface CodeFormProps {
  label: string;
  submit: string;
  pending: boolean;
  /** Raised by each refusal: the box empties and takes the next code. */
  refusals: number;
  /** A recovery code is longer and has letters. */
  recovery?: boolean;
  onSubmit: (code: string) => void;
}

export function CodeForm({ label, submit, pending, refusals, recovery, onSubmit }: CodeFormProps) {
  const t = useWords("account");
  const [code, setCode] = useState("");
  const box = useRef<InputRef>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each refusal empties the box, and so does the other kind.
  useEffect(() => {
    setCode("");
    box.current?.focus();
  }, [refusals, recovery]);
  function send(typed: string) {
    if (typed.trim() && !pending) onSubmit(typed.trim());
  }
  function change(typed: string) {
    const next = recovery ? typed : typed.replace(/\D/g, "").slice(0, 6);
    setCode(next);
    if (!recovery && next.length === 6 && code.length < 6) send(next);
  }
  return (
    <form
      className="col gap"
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        send(code);
      }}
    >
      <div>
        <label htmlFor="code">{label}</label>
        <Input
          ref={box}
          id="code"
          name="code"
          size="large"
          className="mono"
          autoFocus
          value={code}
          autoComplete={recovery ? "off" : "one-time-code"}
          inputMode={recovery ? "text" : "numeric"}
          autoCapitalize="none"
          spellCheck={false}
          maxLength={recovery ? 40 : 7}
          placeholder={recovery ? t("recovery_code_form") : "000000"}
          onChange={(event) => change(event.target.value)}
        />
      </div>
      <Button type="primary" size="large" block htmlType="submit" loading={pending} disabled={!code}>
        {submit}
      </Button>
    </form>
  );
}
