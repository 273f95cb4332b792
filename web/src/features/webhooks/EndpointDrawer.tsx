import { App, Form, Input, Select, Switch } from "antd";
import { FormDrawer } from "@/ui/FormDrawer";
import { useWords } from "@/ui/words";
import { useEventKinds, useWebhookVerbs } from "./queries";
import type { Endpoint, EndpointInput } from "./types";

type Values = { name: string; url: string; kinds?: string[]; active?: boolean };

interface EndpointDrawerProps {
  it?: Endpoint | "new";
  onSecret: (secret: string) => void;
  onClose: () => void;
}

export function EndpointDrawer({ it, onSecret, onClose }: EndpointDrawerProps) {
  const t = useWords("webhooks");
  const { message } = App.useApp();
  const verbs = useWebhookVerbs();
  const known = useEventKinds();
  const endpoint = it === "new" ? undefined : it;
  const initial: Partial<Values> = endpoint
    ? { name: endpoint.name, url: endpoint.url, kinds: endpoint.kinds, active: endpoint.active }
    : { kinds: [] };
  async function submit({ active, ...values }: Values) {
    const body: EndpointInput = { ...values, kinds: values.kinds ?? [] };
    if (!endpoint) {
      const added = await verbs.add.mutateAsync(body);
      if (added.secret) onSecret(added.secret);
      return;
    }
    await verbs.change.mutateAsync({ it: endpoint, body: { ...body, active } });
    message.success(t("common:saved"));
  }
  const needed = [{ required: true, whitespace: true, message: t("common:required") }];
  const kinds = Object.keys(known.data?.kinds ?? {});
  return (
    <FormDrawer<Values>
      open={it !== undefined}
      title={t(endpoint ? "edit" : "new")}
      submit={t("common:save")}
      width={560}
      initial={initial}
      onSubmit={submit}
      onClose={onClose}
    >
      <Form.Item name="name" label={t("name")} rules={needed}>
        <Input maxLength={100} autoComplete="off" />
      </Form.Item>
      <Form.Item name="url" label={t("url")} rules={needed} extra={t("url_about")}>
        <Input maxLength={1000} placeholder="https://" autoComplete="off" inputMode="url" />
      </Form.Item>
      <Form.Item name="kinds" label={t("kinds")} extra={t("kinds_about")}>
        <Select
          mode="multiple"
          allowClear
          loading={known.isPending}
          placeholder={t("all_kinds")}
          showSearch={{ optionFilterProp: "label" }}
          options={kinds.map((kind) => ({
            value: kind,
            label: `${t(`audit:type.${kind}`, { defaultValue: kind })} · ${kind}`,
          }))}
        />
      </Form.Item>
      {endpoint && (
        <Form.Item name="active" label={t("active")} valuePropName="checked" extra={t("active_about")}>
          <Switch />
        </Form.Item>
      )}
    </FormDrawer>
  );
}
