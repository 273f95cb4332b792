/** One verb of the machinery as a small button: waits while it is done, says how it went. */
import { App, Button, Popconfirm } from "antd";
import { useState } from "react";
import { asProblem } from "@/api/problem";
import { problemText } from "@/ui/words";

interface VerbButtonProps {
  label: string;
  done: string;
  /** Asked before it is done, where it should not be done by a slip. */
  sure?: { title: string; text: string };
  run: () => Promise<unknown>;
}

export function VerbButton({ label, done, sure, run }: VerbButtonProps) {
  const { message } = App.useApp();
  const [pending, setPending] = useState(false);
  async function go() {
    setPending(true);
    try {
      await run();
      message.success(done);
    } catch (error) {
      message.error(problemText(asProblem(error)));
    } finally {
      setPending(false);
    }
  }
  const button = (
    <Button size="small" loading={pending} onClick={sure ? undefined : go}>
      {label}
    </Button>
  );
  if (!sure) return button;
  return (
    <Popconfirm
      title={sure.title}
      description={sure.text}
      okText={label}
      onConfirm={go}
      styles={{ root: { maxWidth: 340 } }}
    >
      {button}
    </Popconfirm>
  );
}
