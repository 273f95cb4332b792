/** Handing work on, and letting it rest. */
import { DatePicker, Radio } from "antd";
import dayjs, { type Dayjs } from "dayjs";
import { useState } from "react";
import { Problem } from "@/api/problem";
import type { Case } from "@/api/types";
import { OpinionDialog } from "@/ui/OpinionDialog";
import { useTimeZone } from "@/ui/Time";
import { useWords } from "@/ui/words";
import { useCaseVerbs } from "./queries";
import { type Rest, rests, restUntil } from "./rest";
import { useToWhom } from "./ToWhom";

export type Move = "transfer" | "snooze";

export function MoveDialogs({ it, verb, onClose }: { it: Case; verb?: string; onClose: () => void }) {
  const t = useWords("cases");
  const verbs = useCaseVerbs(it.id);
  const zone = useTimeZone();
  const to = useToWhom();
  const [rest, setRest] = useState<Rest>("tomorrow");
  const [other, setOther] = useState<Dayjs | null>(null);
  return (
    <>
      <OpinionDialog
        open={verb === "transfer"}
        title={t("verb.transfer")}
        explain={t("explain.transfer")}
        label={t("opinion")}
        required
        confirm={t("verb.transfer")}
        onClose={onClose}
        onSubmit={async (opinion) => verbs.transfer({ ...to.chosen(), opinion })}
      >
        {to.field}
      </OpinionDialog>
      <OpinionDialog
        open={verb === "snooze"}
        title={t("verb.snooze")}
        explain={t("explain.snooze")}
        label={t("opinion")}
        confirm={t("verb.snooze")}
        onClose={onClose}
        onSubmit={async (opinion) => {
          if (rest === "other" && !other) throw new Problem({ status: 0, code: "choose_when" });
          await verbs.snooze(restUntil(rest, new Date(), zone, other?.toDate()), opinion || undefined);
        }}
      >
        <Radio.Group
          value={rest}
          onChange={(e) => setRest(e.target.value)}
          aria-label={t("snooze_until")}
          className="col gap-sm"
          options={rests.map((each) => ({ value: each, label: t(`snooze_choice.${each}`) }))}
        />
        {rest === "other" && (
          <DatePicker
            showTime={{ format: "HH:mm" }}
            format="YYYY-MM-DD HH:mm"
            minDate={dayjs()}
            value={other}
            onChange={setOther}
            aria-label={t("snooze_choice.other")}
          />
        )}
      </OpinionDialog>
    </>
  );
}
