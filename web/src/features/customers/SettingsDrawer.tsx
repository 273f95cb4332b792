/** How the institution handles customers, and its own list of what agents should know of. */
import { App, Button, Drawer, Form, Input, Switch, Table } from "antd";
import { useState } from "react";
import { FormDrawer } from "@/ui/FormDrawer";
import { Loaded } from "@/ui/Loaded";
import { useName, useWords } from "@/ui/words";
import { type CareCode, useCareCodes, useCareCodeVerbs } from "./queries";
import { SecondPerson } from "./SecondPerson";

type Values = Pick<CareCode, "code" | "name" | "name_en" | "advice" | "advice_en" | "active">;

export function SettingsDrawer({ open, onClose }: { open: boolean; onClose: () => void }) {
  const t = useWords("customers");
  const nameOf = useName();
  const codes = useCareCodes(open);
  const [chosen, setChosen] = useState<CareCode | "new">();
  return (
    <Drawer open={open} onClose={onClose} title={t("settings")} size={720}>
      <SecondPerson open={open} />
      <h3>{t("care_codes_heading")}</h3>
      <p className="muted">{t("care_codes_about")}</p>
      <Loaded query={codes}>
        {(items) => (
          <Table<CareCode>
            size="small"
            rowKey="code"
            pagination={false}
            dataSource={items}
            columns={[
              {
                title: t("care_code"),
                width: 150,
                render: (_, code) => (
                  <Button type="link" size="small" className="bare" onClick={() => setChosen(code)}>
                    {nameOf(code)}
                  </Button>
                ),
              },
              { title: t("advice"), render: (_, code) => nameOf({ name: code.advice, name_en: code.advice_en }) },
              { title: t("in_use"), width: 80, render: (_, code) => t(code.active ? "yes" : "no") },
            ]}
          />
        )}
      </Loaded>
      <Button style={{ marginTop: 12 }} onClick={() => setChosen("new")}>
        {t("add_code")}
      </Button>
      <CodeDrawer it={chosen} onClose={() => setChosen(undefined)} />
    </Drawer>
  );
}

function CodeDrawer({ it, onClose }: { it?: CareCode | "new"; onClose: () => void }) {
  const t = useWords("customers");
  const { message } = App.useApp();
  const { add, change } = useCareCodeVerbs();
  const code = it === "new" ? undefined : it;
  const needed = [{ required: true, whitespace: true, message: t("common:required") }];
  async function submit({ code: name, active, ...words }: Values) {
    if (code) await change.mutateAsync({ it: code, body: { ...words, active } });
    else await add.mutateAsync({ code: name, ...words });
    message.success(t("common:saved"));
  }
  return (
    <FormDrawer<Values>
      open={it !== undefined}
      title={t(code ? "change_code" : "add_code")}
      submit={t("common:save")}
      initial={code}
      onSubmit={submit}
      onClose={onClose}
    >
      <Form.Item name="code" label={t("code")} rules={needed} extra={t("code_about")}>
        <Input maxLength={40} disabled={code !== undefined} autoComplete="off" />
      </Form.Item>
      <Form.Item name="name" label={t("name_zh")} rules={needed}>
        <Input maxLength={40} />
      </Form.Item>
      <Form.Item name="name_en" label={t("name_en")}>
        <Input maxLength={80} />
      </Form.Item>
      <Form.Item name="advice" label={t("advice_zh")}>
        <Input.TextArea rows={3} maxLength={300} />
      </Form.Item>
      <Form.Item name="advice_en" label={t("advice_en")}>
        <Input.TextArea rows={3} maxLength={600} />
      </Form.Item>
      {code && (
        <Form.Item name="active" label={t("in_use")} valuePropName="checked">
          <Switch />
        </Form.Item>
      )}
    </FormDrawer>
  );
}
