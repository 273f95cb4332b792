/** A new token for a program: a name, what it may do, until when; and the password again. */
import { Form, Input, Select, TreeSelect } from "antd";
import { useMe } from "@/api/session";
import type { TokenMade } from "@/api/types";
import { FormDrawer } from "@/ui/FormDrawer";
import { useWords } from "@/ui/words";
import { useTokenVerbs } from "./queries";

type Values = { name: string; scopes: string[]; days: number; current_password: string };
const lengths = [7, 30, 90, 180, 365];
const dayMs = 86_400_000;

interface TokenDrawerProps {
  open: boolean;
  onMade: (made: TokenMade) => void;
  onClose: () => void;
}

export function TokenDrawer({ open, onMade, onClose }: TokenDrawerProps) {
  const t = useWords("account");
  const choices = useScopeChoices();
  const { make } = useTokenVerbs();
  const needed = [{ required: true, whitespace: true, message: t("common:required") }];
  const chosen = [{ required: true, message: t("common:required") }];
  async function submit({ days, ...values }: Values) {
    const expires_at = new Date(Date.now() + days * dayMs).toISOString();
    onMade(await make.mutateAsync({ ...values, expires_at }));
  }
  return (
    <FormDrawer<Values>
      open={open}
      title={t("new_token")}
      submit={t("make_token")}
      initial={{ days: 90 }}
      onSubmit={submit}
      onClose={onClose}
    >
      <Form.Item name="name" label={t("token_name")} rules={needed}>
        <Input maxLength={60} placeholder={t("token_name_form")} autoComplete="off" />
      </Form.Item>
      <Form.Item name="scopes" label={t("scopes")} extra={t("scopes_about")} rules={chosen}>
        <TreeSelect
          treeData={choices}
          treeCheckable
          showCheckedStrategy={TreeSelect.SHOW_CHILD}
          treeNodeFilterProp="title"
          placeholder={t("common:choose")}
          maxTagCount={6}
          allowClear
        />
      </Form.Item>
      <Form.Item name="days" label={t("expires_at")} rules={chosen}>
        <Select options={lengths.map((days) => ({ value: days, label: t("days", { count: days }) }))} />
      </Form.Item>
      <Form.Item name="current_password" label={t("common:password.current")} rules={needed}>
        <Input.Password autoComplete="current-password" />
      </Form.Item>
    </FormDrawer>
  );
}

/** My permissions by their noun, as a tree. */
function useScopeChoices() {
  const t = useWords("organisation");
  const me = useMe();
  const nouns = [...new Set(me.permissions.map((permission) => permission.split(".")[0] ?? permission))];
  return nouns.map((noun) => ({
    value: noun,
    title: t(`noun.${noun}`, { defaultValue: noun }),
    children: me.permissions
      .filter((permission) => permission.startsWith(`${noun}.`))
      .map((permission) => ({
        value: permission,
        title: t(`permission.${permission}`, { defaultValue: permission }),
      })),
  }));
}
