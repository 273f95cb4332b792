/** Cases that belong together: merging, linking, making parts, splitting off a second matter. */
import { useNavigate } from "@tanstack/react-router";
import { App, Form, Input, Select } from "antd";
import { useState } from "react";
import { Problem } from "@/api/problem";
import type { Case, LinkKind, SplitInput } from "@/api/types";
import { FormDrawer } from "@/ui/FormDrawer";
import { OpinionDialog } from "@/ui/OpinionDialog";
import { CasePicker } from "@/ui/Pickers";
import { useWords } from "@/ui/words";
import { kinds } from "./filters";
import { useCaseVerbs } from "./queries";

export type Relating = "merge" | "link" | "place" | "split";

interface RelateProps {
  it: Case;
  verb?: string;
  /** The message that is split off, when one was chosen. */
  entry?: string;
  onClose: () => void;
}

export function RelateDialogs({ it, verb, entry, onClose }: RelateProps) {
  const t = useWords("cases");
  const verbs = useCaseVerbs(it.id);
  const navigate = useNavigate();
  const { message } = App.useApp();
  const [other, setOther] = useState<string>();
  const [kind, setKind] = useState<LinkKind>("related");
  const chosen = () => {
    if (!other) throw new Problem({ status: 0, code: "choose_case" });
    return other;
  };
  const goTo = (id: string) => setTimeout(() => navigate({ to: "/cases/$id", params: { id } }));
  const does: Record<Exclude<Relating, "split">, (opinion: string) => Promise<unknown>> = {
    merge: async (opinion) => goTo((await verbs.merge(chosen(), opinion || undefined)).id),
    link: async () => verbs.link(chosen(), kind),
    place: async () => verbs.place(chosen()),
  };
  return (
    <>
      {(["merge", "link", "place"] as const).map((each) => (
        <OpinionDialog
          key={each}
          open={verb === each}
          title={t(`verb.${each}`)}
          explain={t(`explain.${each}`)}
          label={each === "merge" ? t("opinion") : undefined}
          confirm={t(`verb.${each}`)}
          onSubmit={does[each]}
          onClose={onClose}
        >
          <CasePicker value={other} onChange={setOther} except={it.id} placeholder={t("find_case")} />
          {each === "link" && (
            <Select<LinkKind>
              value={kind}
              onChange={setKind}
              aria-label={t("verb.link")}
              options={(["related", "duplicate"] as const).map((k) => ({ value: k, label: t(`link_kind.${k}`) }))}
            />
          )}
        </OpinionDialog>
      ))}
      <FormDrawer<SplitInput>
        open={verb === "split"}
        title={t("verb.split")}
        submit={t("verb.split")}
        initial={{ kind: it.kind, channel: it.channel, entry_id: entry }}
        onClose={onClose}
        onSubmit={async (values) => {
          const made = await verbs.split({ ...values, channel: it.channel, entry_id: entry });
          message.success(t("opened", { number: made.number }));
          goTo(made.id);
        }}
      >
        <p className="muted">{t("explain.split")}</p>
        <Form.Item
          name="subject"
          label={t("column.subject")}
          rules={[{ required: true, whitespace: true, message: t("common:required") }]}
        >
          <Input autoFocus maxLength={200} />
        </Form.Item>
        <Form.Item name="kind" label={t("column.kind")} rules={[{ required: true }]}>
          <Select options={kinds.map((k) => ({ value: k, label: t(`common:case_kind.${k}`) }))} />
        </Form.Item>
        {!entry && (
          <Form.Item name="description" label={t("description")}>
            <Input.TextArea rows={5} maxLength={20000} />
          </Form.Item>
        )}
      </FormDrawer>
    </>
  );
}
