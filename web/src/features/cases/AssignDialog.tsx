import type { Case } from "@/api/types";
import { OpinionDialog } from "@/ui/OpinionDialog";
import { useWords } from "@/ui/words";
import { useCaseVerbs } from "./queries";
import { useToWhom } from "./ToWhom";

export function AssignDialog({ it, open, onClose }: { it: Case; open: boolean; onClose: () => void }) {
  const t = useWords("cases");
  const verbs = useCaseVerbs(it.id);
  const to = useToWhom();
  return (
    <OpinionDialog
      open={open}
      title={t("assign_title", { number: it.number })}
      explain={it.assignee ? t("assigned_now", { name: it.assignee.name }) : t("assigned_to_nobody")}
      label={t("opinion")}
      confirm={t("verb.assign")}
      onClose={onClose}
      onSubmit={async (opinion) => verbs.assign({ ...to.chosen(), opinion: opinion || undefined })}
    >
      {to.field}
    </OpinionDialog>
  );
}
