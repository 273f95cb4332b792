/** The same for many cases: choose, look ahead, begin, follow, stop. */
import { Alert, Button, Modal } from "antd";
import { useState } from "react";
import { asProblem, Problem } from "@/api/problem";
import type { Action, BulkForeseen, BulkInput } from "@/api/types";
import { problemText, useWords } from "@/ui/words";
import { ActionList } from "./ActionList";
import { ready } from "./actions";
import { BulkProgress } from "./BulkProgress";
import { foreseeBulk, useStartBulk } from "./queries";

interface BulkDialogProps {
  open: boolean;
  title: string;
  /** Which cases: by id or by filter. */
  of: Pick<BulkInput, "case_ids" | "query">;
  initial: Action[];
  onClose: () => void;
  onDone: () => void;
}

export function BulkDialog(props: BulkDialogProps) {
  return (
    <Modal
      open={props.open}
      title={props.title}
      onCancel={props.onClose}
      footer={null}
      width={620}
      destroyOnHidden
      mask={{ closable: false }}
    >
      <Steps {...props} />
    </Modal>
  );
}

function Steps({ of, initial, onClose, onDone }: BulkDialogProps) {
  const t = useWords("workbench");
  const start = useStartBulk();
  const [actions, setActions] = useState(initial);
  const [foreseen, setForeseen] = useState<BulkForeseen>();
  const [failure, setFailure] = useState<string>();
  const [pending, setPending] = useState(false);
  const whole = actions.length > 0 && actions.every(ready);
  async function attempt(step: () => Promise<unknown>) {
    setPending(true);
    setFailure(undefined);
    try {
      await step();
    } catch (error) {
      setFailure(problemText(asProblem(error)));
    } finally {
      setPending(false);
    }
  }
  if (start.data) {
    const close = () => {
      onDone();
      onClose();
    };
    return <BulkProgress id={start.data.id} onClose={close} />;
  }
  return (
    <div className="col gap">
      {failure && <Alert type="error" showIcon title={failure} />}
      {!foreseen && <ActionList value={actions} onChange={setActions} />}
      {foreseen && <Foreseen it={foreseen} />}
      <div className="row gap-sm" style={{ justifyContent: "flex-end" }}>
        <Button onClick={foreseen ? () => setForeseen(undefined) : onClose}>
          {t(foreseen ? "bulk.back" : "common:cancel")}
        </Button>
        {!foreseen && (
          <Button
            type="primary"
            disabled={!whole}
            loading={pending}
            onClick={() => attempt(async () => setForeseen(await foreseeBulk({ ...of, actions })))}
          >
            {t("bulk.foresee")}
          </Button>
        )}
        {foreseen && (
          <Button
            type="primary"
            disabled={!foreseen.allowed}
            loading={pending}
            onClick={() => attempt(() => start.mutateAsync({ ...of, actions }))}
          >
            {t("bulk.begin", { count: foreseen.allowed })}
          </Button>
        )}
      </div>
    </div>
  );
}

function Foreseen({ it }: { it: BulkForeseen }) {
  const t = useWords("workbench");
  return (
    <div className="col gap-sm">
      <p>
        {t("bulk.foreseen", { count: it.count, allowed: it.allowed })}
        {it.more && ` ${t("bulk.more", { max: it.cases_max })}`}
      </p>
      <ol className="actions plain-list">
        {it.actions.map((action, n) => (
          <li key={n}>{t(`does.${action.do}`)}</li>
        ))}
      </ol>
      {it.refused.map((group) => (
        <Alert
          key={group.code}
          type="warning"
          showIcon
          title={t("bulk.refused", {
            count: group.count,
            why: problemText(new Problem({ status: 409, code: group.code })),
          })}
          description={group.examples.join("、") + (group.count > group.examples.length ? " …" : "")}
        />
      ))}
    </div>
  );
}
