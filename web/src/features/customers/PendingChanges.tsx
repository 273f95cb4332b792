import { Alert } from "antd";
import { useWords } from "@/ui/words";
import { RequestLine } from "./RequestLine";
import { usePendingOf } from "./requestQueries";

/** The changes of a customer that wait for a second person; nothing when there are none. */
export function PendingChanges({ id }: { id: string }) {
  const t = useWords("customers");
  const pending = usePendingOf(id).data ?? [];
  if (!pending.length) return null;
  return (
    <Alert
      type="info"
      showIcon
      className="care"
      title={t("pending_changes", { count: pending.length })}
      description={pending.map((request) => <RequestLine key={request.id} it={request} />)}
    />
  );
}
