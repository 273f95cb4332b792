/** When something is mailed, as a choice. */
import { Select } from "antd";
import type { MailPace } from "@/api/types";
import { useWords } from "@/ui/words";

const paces: MailPace[] = ["at_once", "hourly", "daily", "never"];

export function PaceSelect(props: { value: MailPace; label: string; onChange: (pace: MailPace) => void }) {
  const t = useWords("notifications");
  return (
    <Select<MailPace>
      className="full"
      size="small"
      value={props.value}
      aria-label={props.label}
      onChange={props.onChange}
      options={paces.map((pace) => ({ value: pace, label: t(`pace.${pace}`) }))}
    />
  );
}
