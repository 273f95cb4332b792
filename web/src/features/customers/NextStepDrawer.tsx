import { App, Form, Input } from "antd";
import { useMe } from "@/api/session";
import { DayInput } from "@/ui/DayInput";
import { FormDrawer } from "@/ui/FormDrawer";
import { StaffPicker } from "@/ui/Pickers";
import { useToday } from "@/ui/Time";
import { useWords } from "@/ui/words";
import { type Need, type NextStep, useNeedVerbs } from "./needQueries";

/** What is to be done, by whom and by when. */
export function StepFields({ needed }: { needed: boolean }) {
  const t = useWords("customers");
  const me = useMe();
  const today = useToday();
  const rules = needed ? [{ required: true, message: t("common:required") }] : undefined;
  return (
    <>
      <Form.Item name={["next_step", "words"]} label={t("next_step")} rules={rules}>
        <Input maxLength={300} placeholder={t("next_step_example")} />
      </Form.Item>
      <Form.Item name={["next_step", "owner_id"]} label={t("owner")}>
        <StaffPicker placeholder={me.name} />
      </Form.Item>
      <Form.Item name={["next_step", "due_on"]} label={t("due_on")} rules={rules}>
        <DayInput from={today} />
      </Form.Item>
    </>
  );
}

export function NextStepDrawer({ it, open, onClose }: { it: Need; open: boolean; onClose: () => void }) {
  const t = useWords("customers");
  const { message } = App.useApp();
  const { change } = useNeedVerbs();
  return (
    <FormDrawer<{ next_step: NextStep }>
      open={open}
      title={t("plan_step")}
      submit={t("common:save")}
      onSubmit={async ({ next_step }) => {
        await change.mutateAsync({ it, body: { next_step } });
        message.success(t("common:saved"));
      }}
      onClose={onClose}
    >
      <StepFields needed />
    </FormDrawer>
  );
}
