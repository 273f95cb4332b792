/** A person or a unit's queue. */
import { Segmented } from "antd";
import { useState } from "react";
import { Problem } from "@/api/problem";
import { StaffPicker } from "@/ui/Pickers";
import { UnitPicker } from "@/ui/UnitPicker";
import { useWords } from "@/ui/words";

export function useToWhom() {
  const t = useWords("cases");
  const [to, setTo] = useState<"staff" | "unit">("staff");
  const [staff, setStaff] = useState<string>();
  const [unit, setUnit] = useState<string>();
  const field = (
    <>
      <Segmented
        value={to}
        onChange={setTo}
        options={[
          { value: "staff", label: t("to_staff") },
          { value: "unit", label: t("to_unit") },
        ]}
      />
      {to === "staff" ? (
        <StaffPicker value={staff} onChange={setStaff} placeholder={t("choose_assignee")} />
      ) : (
        <UnitPicker value={unit} onChange={setUnit} placeholder={t("choose_unit")} />
      )}
    </>
  );
  function chosen(): { staff_id?: string; unit_id?: string } {
    const id = to === "staff" ? staff : unit;
    if (!id) throw new Problem({ status: 0, code: "choose_whom" });
    return to === "staff" ? { staff_id: id } : { unit_id: id };
  }
  return { field, chosen };
}
