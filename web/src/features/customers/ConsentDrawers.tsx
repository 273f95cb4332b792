import { App, Form, Input, Select } from "antd";
import type { Customer } from "@/api/types";
import { DayInput } from "@/ui/DayInput";
import { FormDrawer } from "@/ui/FormDrawer";
import { useToday } from "@/ui/Time";
import { useWords } from "@/ui/words";
import {
  type Consent,
  type ConsentInput,
  consentChannels,
  purposes,
  useConsentVerbs,
  type Withdrawal,
} from "./consentQueries";

function ChannelField() {
  const t = useWords("customers");
  return (
    <Form.Item name="channel" label={t("consent_channel_label")}>
      <Select options={consentChannels.map((one) => ({ value: one, label: t(`consent_channel.${one}`) }))} />
    </Form.Item>
  );
}

export function ConsentDrawer({ it, open, onClose }: { it: Customer; open: boolean; onClose: () => void }) {
  const t = useWords("customers");
  const { message } = App.useApp();
  const { give } = useConsentVerbs(it.id);
  const today = useToday();
  const needed = [{ required: true, whitespace: true, message: t("common:required") }];
  return (
    <FormDrawer<ConsentInput>
      open={open}
      title={t("add_consent")}
      submit={t("common:save")}
      initial={{ purpose: "personal_information", channel: "counter", given_on: today }}
      onSubmit={async (values) => {
        await give.mutateAsync(values);
        message.success(t("common:saved"));
      }}
      onClose={onClose}
    >
      <Form.Item name="purpose" label={t("purpose")}>
        <Select options={purposes.map((one) => ({ value: one, label: t(`consent_purpose.${one}`) }))} />
      </Form.Item>
      <Form.Item name="text_version" label={t("text_version")} rules={needed}>
        <Input maxLength={60} placeholder={t("text_version_example")} />
      </Form.Item>
      <Form.Item name="given_on" label={t("given_on")} rules={needed}>
        <DayInput to={today} />
      </Form.Item>
      <ChannelField />
    </FormDrawer>
  );
}

export function WithdrawDrawer({ it, consent, onClose }: { it: Customer; consent?: Consent; onClose: () => void }) {
  const t = useWords("customers");
  const { message } = App.useApp();
  const { withdraw } = useConsentVerbs(it.id);
  const today = useToday();
  return (
    <FormDrawer<Withdrawal>
      open={consent !== undefined}
      title={t("withdraw")}
      submit={t("withdraw")}
      initial={{ channel: "phone", withdrawn_on: today }}
      onSubmit={async (body) => {
        if (!consent) return;
        await withdraw.mutateAsync({ consent_id: consent.id, body });
        message.success(t("common:saved"));
      }}
      onClose={onClose}
    >
      <p className="muted">{consent && t(`consent_purpose.${consent.purpose}`)}</p>
      <Form.Item name="withdrawn_on" label={t("withdrawn_on")}>
        <DayInput from={consent?.given_on} to={today} />
      </Form.Item>
      <ChannelField />
    </FormDrawer>
  );
}
