/** What to know of when serving a customer, kept with their consent. */
import { DeleteOutlined, PlusOutlined } from "@ant-design/icons";
import { App, Button, Form, Input, Popconfirm, Select } from "antd";
import { useState } from "react";
import { asProblem } from "@/api/problem";
import type { Customer } from "@/api/types";
import { useCareNeeds } from "@/ui/CareBanner";
import { DayInput } from "@/ui/DayInput";
import { FormDrawer } from "@/ui/FormDrawer";
import { Loaded } from "@/ui/Loaded";
import { useToday, When } from "@/ui/Time";
import { problemText, useName, useWords } from "@/ui/words";
import { type CareInput, useCareCodes, useCareVerbs } from "./queries";
import type { Revealed } from "./reveals";

export function CareNeeds({ it, shown }: { it: Customer; shown?: Revealed }) {
  const t = useWords("customers");
  const { message } = App.useApp();
  const nameOf = useName();
  const today = useToday();
  const needs = useCareNeeds(it.id);
  const [adding, setAdding] = useState(false);
  const codes = useCareCodes(adding);
  const { add, end } = useCareVerbs(it.id);
  const stop = (id: string) => end.mutate(id, { onError: (error) => message.error(problemText(asProblem(error))) });
  const free = codes.data?.filter((code) => code.active && !needs.data?.some((need) => need.code === code.code));
  const needed = [{ required: true, message: t("common:required") }];
  return (
    <Loaded query={needs} rows={2}>
      {(items) => (
        <div>
          {!items.length && <div className="muted">{t("no_care")}</div>}
          {items.map((need) => {
            const words = shown?.care_needs.find((clear) => clear.id === need.id)?.words;
            return (
              <div key={need.id} className="file-line">
                <div className="grow">
                  <strong>{nameOf(need)}</strong>{" "}
                  {need.has_words && <span className={words ? "pre" : "muted"}>{words ?? t("words_masked")}</span>}
                  <div className="muted small">
                    {t("care_consent", { day: need.consent_on, who: need.recorded_by?.name ?? "—" })}{" "}
                    <When at={need.recorded_at} style="day" />
                  </div>
                </div>
                {it.may.edit && (
                  <Popconfirm
                    title={t("end_care")}
                    okText={t("end_care_ok")}
                    cancelText={t("common:cancel")}
                    onConfirm={() => stop(need.id)}
                  >
                    <Button
                      type="text"
                      size="small"
                      icon={<DeleteOutlined aria-hidden />}
                      aria-label={t("end_care_ok")}
                    />
                  </Popconfirm>
                )}
              </div>
            );
          })}
          {it.may.edit && (
            <Button
              size="small"
              icon={<PlusOutlined aria-hidden />}
              style={{ marginTop: 6 }}
              onClick={() => setAdding(true)}
            >
              {t("add_care")}
            </Button>
          )}
          <FormDrawer<CareInput>
            open={adding}
            title={t("add_care")}
            submit={t("common:save")}
            initial={{ consent_on: today }}
            onSubmit={(values) => add.mutateAsync(values)}
            onClose={() => setAdding(false)}
          >
            <p className="muted">{t("care_about")}</p>
            <Form.Item name="code" label={t("care_code")} rules={needed}>
              <Select
                showSearch={{ optionFilterProp: "label" }}
                loading={codes.isLoading}
                options={free?.map((code) => ({ value: code.code, label: nameOf(code) }))}
              />
            </Form.Item>
            <Form.Item name="words" label={t("care_words")} extra={t("care_words_about")}>
              <Input.TextArea rows={3} maxLength={500} />
            </Form.Item>
            <Form.Item name="consent_on" label={t("consent_on")} rules={needed}>
              <DayInput to={today} />
            </Form.Item>
          </FormDrawer>
        </div>
      )}
    </Loaded>
  );
}
