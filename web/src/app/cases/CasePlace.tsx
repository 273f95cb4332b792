/** One case with what the workbench lays beside it. */
import { CasePage } from "@/features/cases/CasePage";
import { MacroButton } from "@/features/workbench/MacroButton";

export function CasePlace() {
  return <CasePage parts={(it) => it.may.note && <MacroButton caseId={it.id} />} />;
}
