/** A new password, twice, with the rules it must meet. */
import { Button, Form, Input } from "antd";
import type { ReactNode } from "react";
import type { Problem } from "@/api/problem";
import { fieldText, problemText, useWords } from "@/ui/words";
import { PasswordRules } from "./PasswordRules";

interface NewPasswordFormProps {
  submit: string;
  pending: boolean;
  problem?: Problem;
  login?: string;
  name?: string;
  onSubmit: (password: string) => void;
}

type Values = { new_password: string; again: string };

export function NewPasswordForm(props: NewPasswordFormProps) {
  const [form] = Form.useForm<Values>();
  const typed = Form.useWatch("new_password", form) ?? "";
  const { problem } = props;
  return (
    <Form form={form} layout="vertical" requiredMark={false} onFinish={(values) => props.onSubmit(values.new_password)}>
      {problem && (
        <p className="sign-in-problem" role="alert">
          {problem.fields.length ? problem.fields.map(fieldText).join(" ") : problemText(problem)}
        </p>
      )}
      {/* A password manager keeps the new password with the login it belongs to. */}
      <input type="text" name="username" autoComplete="username" value={props.login ?? ""} readOnly hidden />
      <NewPasswordItems>
        <PasswordRules password={typed} login={props.login} name={props.name} />
      </NewPasswordItems>
      <Button type="primary" size="large" block htmlType="submit" loading={props.pending}>
        {props.submit}
      </Button>
    </Form>
  );
}

/** The two boxes, for any form with `new_password` and `again`; the rules stand between them. */
export function NewPasswordItems({ children }: { children: ReactNode }) {
  const t = useWords("common");
  return (
    <>
      <Form.Item
        name="new_password"
        label={t("password.new")}
        rules={[{ required: true, message: t("required") }]}
        style={{ marginBottom: 12 }}
      >
        <Input.Password autoComplete="new-password" />
      </Form.Item>
      {children}
      <Form.Item
        name="again"
        label={t("password.again")}
        dependencies={["new_password"]}
        style={{ marginBottom: 12 }}
        rules={[
          { required: true, message: t("required") },
          ({ getFieldValue }) => ({
            validator: (_, value) =>
              !value || value === getFieldValue("new_password")
                ? Promise.resolve()
                : Promise.reject(new Error(t("password.differs"))),
          }),
        ]}
      >
        <Input.Password autoComplete="new-password" />
      </Form.Item>
    </>
  );
}
