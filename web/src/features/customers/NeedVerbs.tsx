/** Done, no longer, or another next step. */
import { App, Button } from "antd";
import { useState } from "react";
import { OpinionDialog } from "@/ui/OpinionDialog";
import { useWords } from "@/ui/words";
import { NextStepDrawer } from "./NextStepDrawer";
import { type Need, useNeedVerbs } from "./needQueries";

export function NeedVerbs({ it }: { it: Need }) {
  const t = useWords("customers");
  const { message } = App.useApp();
  const { change } = useNeedVerbs();
  const [asked, setAsked] = useState<"done" | "dropped" | "step">();
  const close = () => setAsked(undefined);
  const end = (status: "done" | "dropped") => async (outcome: string) => {
    await change.mutateAsync({ it, body: { status, outcome: outcome || undefined } });
    message.success(t("common:saved"));
  };
  return (
    <span className="row gap-sm">
      <Button size="small" onClick={() => setAsked("done")}>
        {t("need_done")}
      </Button>
      <Button size="small" type="text" onClick={() => setAsked("step")}>
        {t(it.next_step ? "another_step" : "plan_step")}
      </Button>
      <Button size="small" type="text" onClick={() => setAsked("dropped")}>
        {t("need_drop")}
      </Button>
      {(["done", "dropped"] as const).map((status) => (
        <OpinionDialog
          key={status}
          open={asked === status}
          title={t(status === "done" ? "need_done" : "need_drop")}
          label={t(status === "done" ? "outcome" : "drop_reason")}
          required={status === "dropped"}
          confirm={t("common:save")}
          onSubmit={end(status)}
          onClose={close}
        />
      ))}
      <NextStepDrawer it={it} open={asked === "step"} onClose={close} />
    </span>
  );
}
