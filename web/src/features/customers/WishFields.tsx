import { Form, Select, TimePicker } from "antd";
import dayjs from "dayjs";
import { useWords } from "@/ui/words";
import { wishChannels, wishDays, wishLanguages } from "./wish";

function Hours({
  id,
  value,
  onChange,
}: {
  id?: string;
  value?: [string, string] | null;
  onChange?: (value: [string, string] | null) => void;
}) {
  const time = (text: string) => dayjs(`2000-01-01T${text}`);
  return (
    <TimePicker.RangePicker
      id={id}
      className="full"
      format="HH:mm"
      minuteStep={30}
      value={value ? [time(value[0]), time(value[1])] : null}
      onChange={(range) =>
        onChange?.(range?.[0] && range[1] ? [range[0].format("HH:mm"), range[1].format("HH:mm")] : null)
      }
    />
  );
}

/** How they want to be reached. */
export function WishFields() {
  const t = useWords("customers");
  const pick = (name: string, codes: readonly string[]) => (
    <Form.Item name={["wish", name]} label={t(`wish_${name}_label`)} className="grow">
      <Select allowClear options={codes.map((code) => ({ value: code, label: t(`wish_${name}.${code}`) }))} />
    </Form.Item>
  );
  return (
    <>
      <div className="row top gap-sm">
        {pick("channel", wishChannels)}
        {pick("language", wishLanguages)}
      </div>
      <div className="row top gap-sm">
        {pick("days", wishDays)}
        <Form.Item name={["wish", "hours"]} label={t("wish_hours")} className="grow">
          <Hours />
        </Form.Item>
      </div>
    </>
  );
}
