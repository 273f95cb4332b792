/** A new password of one's own. One that must be changed cannot be put off. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Alert, App, Form, Input, Modal } from "antd";
import { api } from "@/api/client";
import { asProblem } from "@/api/problem";
import { sessionQuery, useMe } from "@/api/session";
import { fieldText, problemText, useWords } from "@/ui/words";
import { NewPasswordItems } from "./NewPasswordForm";
import { PasswordRules } from "./PasswordRules";

type Passwords = { current_password: string; new_password: string; again: string };

export function PasswordDialog({ open, must, onClose }: { open: boolean; must: boolean; onClose: () => void }) {
  const t = useWords("common");
  const { message } = App.useApp();
  const client = useQueryClient();
  const me = useMe();
  const [form] = Form.useForm<Passwords>();
  const typed = Form.useWatch("new_password", form) ?? "";
  const change = useMutation({
    mutationFn: async ({ current_password, new_password }: Passwords) => {
      await api.PUT("/api/v1/me/password", { body: { current_password, new_password } });
    },
    onSuccess: () => {
      message.success(t("password.changed"));
      form.resetFields();
      client.invalidateQueries(sessionQuery);
      onClose();
    },
  });
  const problem = change.isError ? asProblem(change.error) : undefined;
  return (
    <Modal
      open={open}
      title={t("password.title")}
      okText={t("password.submit")}
      cancelText={t("cancel")}
      cancelButtonProps={must ? { style: { display: "none" } } : undefined}
      closable={!must}
      keyboard={!must}
      mask={{ closable: false }}
      confirmLoading={change.isPending}
      onOk={() => form.submit()}
      onCancel={onClose}
      width={400}
    >
      {must && <Alert type="info" showIcon title={t("password.must")} style={{ marginBottom: 12 }} />}
      {problem && (
        <Alert
          type="error"
          showIcon
          title={problem.fields.length ? problem.fields.map(fieldText).join(" ") : problemText(problem)}
          style={{ marginBottom: 12 }}
        />
      )}
      <Form form={form} layout="vertical" requiredMark={false} onFinish={(values) => change.mutate(values)}>
        <Form.Item
          name="current_password"
          label={t("password.current")}
          rules={[{ required: true, message: t("required") }]}
        >
          <Input.Password autoComplete="current-password" />
        </Form.Item>
        <NewPasswordItems>
          <PasswordRules password={typed} login={me.login} name={me.name} />
        </NewPasswordItems>
      </Form>
    </Modal>
  );
}
