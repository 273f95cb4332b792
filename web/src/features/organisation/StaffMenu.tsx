import { MoreOutlined } from "@ant-design/icons";
import { App, Button, Dropdown, type MenuProps } from "antd";
import { asProblem } from "@/api/problem";
import type { Staff } from "@/api/types";
import { problemText, useWords } from "@/ui/words";
import type { BeginsWith } from "./Beginning";
import { useStaffVerbs } from "./queries";

interface StaffMenuProps {
  it: Staff;
  onEdit: (it: Staff) => void;
  onAccess: (it: Staff) => void;
  onBegins: (shown: BeginsWith) => void;
}

/** What may be done with one person's account; everything that hurts asks first. */
export function StaffMenu({ it, onEdit, onAccess, onBegins }: StaffMenuProps) {
  const t = useWords("organisation");
  const { modal, message } = App.useApp();
  const verbs = useStaffVerbs();

  function ask(verb: string, run: () => Promise<unknown>, danger = false) {
    modal.confirm({
      title: t(`confirm.${verb}`, { name: it.name }),
      content: t(`confirm_text.${verb}`),
      okText: t(`verb.${verb}`),
      okButtonProps: { danger },
      cancelText: t("common:cancel"),
      onOk: async () => {
        try {
          await run();
          message.success(t("done"));
        } catch (error) {
          message.error(problemText(asProblem(error)));
        }
      },
    });
  }
  const reset = async () => {
    const { initial_password } = await verbs.resetPassword.mutateAsync(it.id);
    onBegins({ login: it.login, password: initial_password });
  };
  const link = async () => onBegins({ login: it.login, link: await verbs.makeLink.mutateAsync(it.id) });
  const activate = (active: boolean) => () => verbs.edit.mutateAsync({ it, body: { active } });

  const items: MenuProps["items"] = [];
  if (it.may.edit) items.push({ key: "edit", label: t("verb.edit"), onClick: () => onEdit(it) });
  if (it.may.unlock && it.locked)
    items.push({
      key: "unlock",
      label: t("verb.unlock"),
      onClick: () => ask("unlock", () => verbs.unlock.mutateAsync(it.id)),
    });
  if (it.may.edit && it.active) {
    const verb = it.invited ? "invite" : "link";
    items.push({ key: "link", label: t(`verb.${verb}`), onClick: () => ask(verb, link) });
  }
  if (it.may.edit) items.push({ key: "reset", label: t("verb.reset"), onClick: () => ask("reset", reset) });
  if (it.may.end_sessions) {
    items.push({ key: "access", label: t("verb.access"), onClick: () => onAccess(it) });
    items.push({
      key: "end",
      label: t("verb.end"),
      onClick: () => ask("end", () => verbs.endSessions.mutateAsync(it.id)),
    });
  }
  if (it.may.remove_second_factors)
    items.push({
      key: "second_factors",
      label: t("verb.second_factors"),
      onClick: () => ask("second_factors", () => verbs.removeSecondFactors.mutateAsync(it.id), true),
    });
  if (it.may.edit) {
    const verb = it.active ? "deactivate" : "activate";
    items.push({ type: "divider" });
    items.push({
      key: verb,
      danger: it.active,
      label: t(`verb.${verb}`),
      onClick: () => ask(verb, activate(!it.active), it.active),
    });
  }
  if (!items.length) return null;
  return (
    <Dropdown trigger={["click"]} menu={{ items }}>
      <Button
        type="text"
        size="small"
        icon={<MoreOutlined aria-hidden />}
        aria-label={t("verbs_for", { name: it.name })}
      />
    </Dropdown>
  );
}
