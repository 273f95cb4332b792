/** A form in a drawer: refused fields are marked where they stand, the rest is said above. */
import { Alert, Button, Drawer, Form, type FormInstance } from "antd";
import { type ReactNode, useEffect, useState } from "react";
import { asProblem, type Problem } from "@/api/problem";
import { fieldText, problemText, useWords } from "./words";

export interface FormDrawerProps<V> {
  open: boolean;
  title: string;
  submit: string;
  initial?: Partial<V>;
  width?: number;
  onSubmit: (values: V) => Promise<unknown>;
  onClose: () => void;
  children: ReactNode | ((form: FormInstance<V>) => ReactNode);
}

export function FormDrawer<V extends object>(props: FormDrawerProps<V>) {
  const t = useWords("common");
  const [form] = Form.useForm<V>();
  const [pending, setPending] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const { open, initial } = props;

  // biome-ignore lint/correctness/useExhaustiveDependencies: filled when it opens, not when the object behind it moves.
  useEffect(() => {
    if (!open) return;
    setProblem(undefined);
    form.resetFields();
    if (initial) form.setFieldsValue(initial as never);
  }, [open, form]);

  async function submit(values: V) {
    setPending(true);
    setProblem(undefined);
    try {
      await props.onSubmit(values);
      props.onClose();
    } catch (error) {
      const refused = asProblem(error);
      setProblem(refused);
      form.setFields(
        refused.fields.map((f) => ({
          name: f.field.split(/[.[\]]+/).filter(Boolean),
          errors: [fieldText(f)],
        })) as never,
      );
    } finally {
      setPending(false);
    }
  }

  return (
    <Drawer
      open={open}
      onClose={props.onClose}
      title={props.title}
      size={props.width ?? 460}
      forceRender
      footer={
        <div className="row gap-sm" style={{ justifyContent: "flex-end" }}>
          <Button onClick={props.onClose}>{t("cancel")}</Button>
          <Button type="primary" loading={pending} onClick={() => form.submit()}>
            {props.submit}
          </Button>
        </div>
      }
    >
      {problem && (
        <Alert type="error" showIcon title={problemText(problem)} style={{ marginBottom: 12 }} closable={{}} />
      )}
      <Form form={form} layout="vertical" onFinish={submit} requiredMark="optional" preserve={false}>
        {typeof props.children === "function" ? props.children(form) : props.children}
      </Form>
    </Drawer>
  );
}
