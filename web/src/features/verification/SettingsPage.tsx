/** The levels of verification: what each asks, on which channels, how long it holds; and when failures lock. */
import { App, Button, Form, InputNumber } from "antd";
import { asProblem } from "@/api/problem";
import { Allowed, Loaded } from "@/ui/Loaded";
import { PageHead, Panel } from "@/ui/PageHead";
import { problemText, useWords } from "@/ui/words";
import { LevelFields } from "./LevelFields";
import { type Settings, type SettingsShown, useConfigure, useSettings } from "./queries";

export function VerificationSettingsPage() {
  const t = useWords("verification");
  const settings = useSettings();
  return (
    <Allowed to="verification.view">
      <div className="page">
        <PageHead title={t("settings")} about={t("settings_about")} />
        <Loaded query={settings}>{(it) => <SettingsForm key={it.version} it={it} />}</Loaded>
      </div>
    </Allowed>
  );
}

function SettingsForm({ it }: { it: SettingsShown }) {
  const t = useWords("verification");
  const { message } = App.useApp();
  const [form] = Form.useForm<Settings>();
  const configure = useConfigure();
  const read = !it.may_configure;
  const save = (values: Settings) =>
    configure.mutate(
      { ...values, version: it.version },
      {
        onSuccess: () => message.success(t("common:saved")),
        onError: (error) => {
          const refused = asProblem(error);
          message.error(problemText(refused));
          form.setFields(
            refused.fields.map((f) => ({
              name: f.field
                .split(/[.[\]]+/)
                .filter(Boolean)
                .map((part) => (/^\d+$/.test(part) ? Number(part) : part)),
              errors: [f.message],
            })) as never,
          );
        },
      },
    );
  const limits = ["failures_max", "failure_minutes", "lock_minutes"] as const;
  return (
    <Form form={form} layout="vertical" initialValues={it} onFinish={save} disabled={read} requiredMark={false}>
      <Form.List name="levels">
        {(fields, { add, remove }) => (
          <div className="col gap">
            {fields.map((field, n) => (
              <Panel
                key={field.key}
                title={t("level_n", { n: n + 1 })}
                extra={
                  !read &&
                  fields.length > 1 && (
                    <Button type="link" size="small" onClick={() => remove(field.name)}>
                      {t("remove_level")}
                    </Button>
                  )
                }
              >
                <LevelFields at={field.name} />
              </Panel>
            ))}
            {!read && fields.length < 6 && (
              <div>
                <Button
                  onClick={() => add({ checks: [], musts: [], matches_min: 2, channels: ["phone"], valid_minutes: 30 })}
                >
                  {t("add_level")}
                </Button>
              </div>
            )}
          </div>
        )}
      </Form.List>
      <Panel title={t("limits")}>
        <div className="row gap-lg">
          {limits.map((name) => (
            <Form.Item key={name} name={name} label={t(`limit.${name}`)} rules={[{ required: true }]}>
              <InputNumber min={1} max={name === "failures_max" ? 10 : 1440} />
            </Form.Item>
          ))}
        </div>
      </Panel>
      {!read && (
        <Button type="primary" htmlType="submit" loading={configure.isPending}>
          {t("common:save")}
        </Button>
      )}
    </Form>
  );
}
