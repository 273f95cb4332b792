/** A verb that wants a few words: opinion, reason or outcome. What was typed survives a refusal. */
import { Alert, Input, Modal } from "antd";
import { type ReactNode, useId, useState } from "react";
import { asProblem } from "@/api/problem";
import { composing } from "./shortcuts";
import { problemText, useWords } from "./words";

export interface OpinionProps {
  open: boolean;
  title: string;
  /** What the words are; without it none are asked. */
  label?: string;
  placeholder?: string;
  confirm: string;
  required?: boolean;
  danger?: boolean;
  explain?: ReactNode;
  children?: ReactNode;
  onSubmit: (text: string) => Promise<unknown>;
  onClose: () => void;
}

export function OpinionDialog(props: OpinionProps) {
  const t = useWords("common");
  const id = useId();
  const [text, setText] = useState("");
  const [pending, setPending] = useState(false);
  const [failure, setFailure] = useState<string>();
  const ready = !props.required || text.trim().length > 0;

  async function submit() {
    if (!ready || pending) return;
    setPending(true);
    setFailure(undefined);
    try {
      await props.onSubmit(text.trim());
      setText("");
      props.onClose();
    } catch (error) {
      setFailure(problemText(asProblem(error)));
    } finally {
      setPending(false);
    }
  }

  return (
    <Modal
      open={props.open}
      title={props.title}
      onCancel={props.onClose}
      onOk={submit}
      okText={props.confirm}
      cancelText={t("cancel")}
      confirmLoading={pending}
      okButtonProps={{ disabled: !ready, danger: props.danger }}
      width={480}
      destroyOnHidden={false}
    >
      <div className="col gap">
        {props.explain && <div className="muted">{props.explain}</div>}
        {failure && <Alert type="error" showIcon title={failure} />}
        {props.children}
        {props.label && (
          <div>
            <label htmlFor={id} className="muted small">
              {props.label}
              {props.required ? "" : t("optional_suffix")}
            </label>
            <Input.TextArea
              id={id}
              autoFocus
              value={text}
              rows={4}
              maxLength={4000}
              placeholder={props.placeholder}
              onChange={(e) => setText(e.target.value)}
              onKeyDown={(e) => {
                if (e.key === "Enter" && (e.ctrlKey || e.metaKey) && !composing(e)) submit();
              }}
            />
          </div>
        )}
      </div>
    </Modal>
  );
}
