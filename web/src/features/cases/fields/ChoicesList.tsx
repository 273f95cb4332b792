/** What can be chosen. A choice that was offered once is retired, never taken away. */
import { DeleteOutlined, PlusOutlined } from "@ant-design/icons";
import { Button, Checkbox, Form, Input } from "antd";
import type { CaseField } from "@/api/types";
import { useWords } from "@/ui/words";

export function ChoicesList({ known }: { known: CaseField["choices"] }) {
  const t = useWords("fields");
  const needed = [{ required: true, whitespace: true, message: t("common:required") }];
  return (
    <Form.Item label={t("choices")} extra={t("choices_about")}>
      <Form.List name="choices">
        {(rows, { add, remove }) => (
          <div className="col gap-sm">
            {rows.map(({ key, name }) => (
              <div key={key} className="row gap-sm">
                <Form.Item name={[name, "code"]} rules={needed} noStyle>
                  <Input
                    maxLength={40}
                    style={{ width: 130 }}
                    disabled={name < known.length}
                    placeholder={t("choice_code")}
                    aria-label={t("choice_code")}
                  />
                </Form.Item>
                <Form.Item name={[name, "name"]} rules={needed} noStyle>
                  <Input maxLength={100} placeholder={t("name")} aria-label={t("name")} />
                </Form.Item>
                <Form.Item name={[name, "name_en"]} noStyle>
                  <Input maxLength={100} placeholder={t("name_en")} aria-label={t("name_en")} />
                </Form.Item>
                {name < known.length ? (
                  <Form.Item name={[name, "retired"]} valuePropName="checked" noStyle>
                    <Checkbox style={{ whiteSpace: "nowrap" }}>{t("retired")}</Checkbox>
                  </Form.Item>
                ) : (
                  <Button
                    type="text"
                    icon={<DeleteOutlined aria-hidden />}
                    aria-label={t("remove_choice")}
                    onClick={() => remove(name)}
                  />
                )}
              </div>
            ))}
            <Button
              icon={<PlusOutlined aria-hidden />}
              disabled={rows.length >= 200}
              onClick={() => add({ code: "", name: "" })}
            >
              {t("add_choice")}
            </Button>
          </div>
        )}
      </Form.List>
    </Form.Item>
  );
}
