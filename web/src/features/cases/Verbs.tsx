/** What may be done with the case now, as the server says it. */
import { EllipsisOutlined } from "@ant-design/icons";
import { Button, Dropdown } from "antd";
import { useMe } from "@/api/session";
import type { Case } from "@/api/types";
import { useWords } from "@/ui/words";
import type { Verb } from "./VerbDialogs";

/** What needs no dialog is done at once. */
export type Chosen = Verb | "take" | "wake" | "follow" | "unfollow";

const inFront: Chosen[] = ["take", "assign", "resolve", "close", "reopen", "resume", "wake"];
const behind: Verb[] = ["wait", "transfer", "give_back", "snooze", "urge", "escalate"];
const relating: Verb[] = ["split", "merge", "unmerge", "link", "place"];
const keys: Partial<Record<Chosen, string>> = { take: "T", resolve: "E" };

interface VerbsProps {
  it: Case;
  onChoose: (verb: Chosen) => void;
  onEdit: () => void;
}

export function Verbs({ it, onChoose, onEdit }: VerbsProps) {
  const t = useWords("cases");
  const may = it.may;
  const me = useMe();
  const follows = it.followers.some((one) => one.id === me?.id);
  const item = (verb: Chosen) => ({ key: verb, label: t(`verb.${verb}`), onClick: () => onChoose(verb) });
  const allowed = (verb: Verb) => (verb === "merge" || verb === "unmerge" ? may[verb] : may.relate);
  const front = inFront.filter((verb) => may[verb as keyof Case["may"]]);
  const main = may.resolve ? "resolve" : front[0];
  const more = [
    ...behind.filter((verb) => may[verb as keyof Case["may"]]).map(item),
    ...(may.edit ? [{ key: "edit", label: t("verb.edit"), onClick: onEdit }] : []),
    ...(may.follow ? [item(follows ? "unfollow" : "follow")] : []),
    { type: "divider" as const },
    ...relating.filter(allowed).map(item),
  ];
  return (
    <>
      {front.map((verb) => (
        <Button key={verb} type={verb === main ? "primary" : "default"} onClick={() => onChoose(verb)}>
          {t(`verb.${verb}`)}
          {keys[verb] && <kbd style={verb === main ? { opacity: 0.75 } : undefined}>{keys[verb]}</kbd>}
        </Button>
      ))}
      {more.length > 0 && (
        <Dropdown trigger={["click"]} menu={{ items: more }}>
          <Button icon={<EllipsisOutlined aria-hidden />} aria-label={t("more_verbs")} />
        </Dropdown>
      )}
    </>
  );
}
