/** What one action asks for. */
import { Checkbox, Select } from "antd";
import type { Action, MacroKept, Priority, SavedReplyKept } from "@/api/types";
import { TagsPicker } from "@/ui/TagsPicker";
import { useWords } from "@/ui/words";
import { RestFields, ToWhomFields, Words } from "./MoveFields";
import { useKept } from "./queries";

interface ActionFieldsProps {
  action: Action;
  onChange: (action: Action) => void;
}

const priorities: Priority[] = ["urgent", "high", "normal", "low"];

function ReplyFields({
  action,
  onChange,
}: {
  action: Extract<Action, { do: "reply" }>;
  onChange: ActionFieldsProps["onChange"];
}) {
  const t = useWords("workbench");
  const replies = useKept<SavedReplyKept>("saved-replies");
  return (
    <>
      <Select
        className="full"
        allowClear
        showSearch={{ optionFilterProp: "label" }}
        aria-label={t("action.saved_reply")}
        placeholder={t("action.saved_reply")}
        value={action.saved_reply_id ?? undefined}
        options={replies.data?.map((one) => ({ value: one.id, label: one.name }))}
        onChange={(saved_reply_id) =>
          onChange({ ...action, saved_reply_id, text: saved_reply_id ? undefined : action.text })
        }
      />
      {!action.saved_reply_id && (
        <Words value={action.text ?? ""} label={t("action.words")} onChange={(text) => onChange({ ...action, text })} />
      )}
      <Checkbox checked={action.then_wait} onChange={(e) => onChange({ ...action, then_wait: e.target.checked })}>
        {t("action.then_wait")}
      </Checkbox>
    </>
  );
}

export function ActionFields({ action, onChange }: ActionFieldsProps) {
  const t = useWords("workbench");
  const macros = useKept<MacroKept>("macros");
  switch (action.do) {
    case "assign":
    case "transfer":
      return <ToWhomFields action={action} onChange={onChange} />;
    case "snooze":
      return <RestFields action={action} onChange={onChange} />;
    case "tag":
      return (
        <>
          <TagsPicker
            value={action.add}
            placeholder={t("action.tags_on")}
            onChange={(add) => onChange({ ...action, add })}
          />
          <TagsPicker
            value={action.remove}
            placeholder={t("action.tags_off")}
            onChange={(remove) => onChange({ ...action, remove })}
          />
        </>
      );
    case "set_priority":
      return (
        <Select<Priority>
          aria-label={t("action.priority")}
          value={action.priority}
          options={priorities.map((value) => ({ value, label: t(`common:priority.${value}`) }))}
          onChange={(priority) => onChange({ ...action, priority })}
        />
      );
    case "note":
    case "resolve":
      return <Words value={action.text} label={t("action.words")} onChange={(text) => onChange({ ...action, text })} />;
    case "reopen":
    case "escalate":
    case "give_back":
      return (
        <Words
          value={action.reason}
          label={t("action.reason")}
          onChange={(reason) => onChange({ ...action, reason })}
        />
      );
    case "wait":
    case "urge":
      return (
        <Words
          value={action.opinion ?? ""}
          label={t("action.opinion")}
          onChange={(opinion) => onChange({ ...action, opinion: opinion || undefined })}
        />
      );
    case "reply":
      return <ReplyFields action={action} onChange={onChange} />;
    case "macro":
      return (
        <Select
          className="full"
          showSearch={{ optionFilterProp: "label" }}
          aria-label={t("action.which_macro")}
          placeholder={t("action.which_macro")}
          value={action.macro_id || undefined}
          options={macros.data?.map((one) => ({ value: one.id, label: one.name }))}
          onChange={(macro_id) => onChange({ ...action, macro_id })}
        />
      );
    default:
      return null;
  }
}
