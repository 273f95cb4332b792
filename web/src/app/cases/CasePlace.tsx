/** One case with what other capabilities lay beside it. */
import { CasePage, type CaseParts } from "@/features/cases/CasePage";
import { VerificationPanel } from "@/features/verification/VerificationPanel";
import { MacroButton } from "@/features/workbench/MacroButton";

const parts: CaseParts = {
  verbs: (it) => it.may.note && <MacroButton caseId={it.id} />,
  customer: (it) =>
    it.customer && <VerificationPanel customerId={it.customer.id} caseId={it.id} reachedBy={it.channel} />,
};

export function CasePlace() {
  return <CasePage parts={parts} />;
}
