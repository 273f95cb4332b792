/** A form in a drawer: refused fields are marked where they stand, the rest is said above. */
import { Alert, Button, Drawer, Form, type FormInstance } from "antd";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { asProblem, type Problem } from "@/api/problem";
import { useAskToLeave, useUnsaved } from "./unsaved";
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
  const typed = useRef(false);
  const mayLeave = useAskToLeave();
  useUnsaved(() => open && typed.current);

  // biome-ignore lint/correctness/useExhaustiveDependencies: filled when it opens, not when the object behind it moves.
  useEffect(() => {
    if (!open) return;
    setProblem(undefined);
    typed.current = false;
    form.resetFields();
    if (initial) form.setFieldsValue(initial as never);
  }, [open, form]);

  async function submit(values: V) {
    setPending(true);
    setProblem(undefined);
    // What is being saved may open another page.
    typed.current = false;
    try {
      await props.onSubmit(values);
      props.onClose();
    } catch (error) {
      typed.current = true;
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

  async function close() {
    if (!typed.current || (await mayLeave())) props.onClose();
  }

  return (
    <Drawer
      open={open}
      onClose={close}
      title={props.title}
      size={props.width ?? 460}
      forceRender
      footer={
        <div className="row gap-sm" style={{ justifyContent: "flex-end" }}>
          <Button onClick={close}>{t("cancel")}</Button>
          <Button type="primary" loading={pending} onClick={() => form.submit()}>
            {props.submit}
          </Button>
        </div>
      }
    >
      {problem && (
        <Alert type="error" showIcon title={problemText(problem)} style={{ marginBottom: 12 }} closable={{}} />
      )}
      <Form
        form={form}
        layout="vertical"
        onFinish={submit}
        onValuesChange={() => {
          typed.current = true;
        }}
        requiredMark="optional"
        preserve={false}
      >
        {typeof props.children === "function" ? props.children(form) : props.children}
      </Form>
    </Drawer>
  );
}
