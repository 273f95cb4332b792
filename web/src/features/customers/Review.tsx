/** When what is kept was last looked at, and when it should be again. */
import { App, Button, Form, Tag } from "antd";
import dayjs from "dayjs";
import { useState } from "react";
import type { Customer } from "@/api/types";
import { DayInput } from "@/ui/DayInput";
import { FormDrawer } from "@/ui/FormDrawer";
import { useToday } from "@/ui/Time";
import { useWords } from "@/ui/words";
import { useEditCustomer } from "./queries";

export function ReviewState({ it }: { it: Customer }) {
  const t = useWords("customers");
  const today = useToday();
  if (!it.next_review_on && !it.reviewed_on) return <span className="muted">{t("never_reviewed")}</span>;
  const due = it.next_review_on != null && it.next_review_on <= today;
  return (
    <span>
      {it.next_review_on ? <span className="num">{it.next_review_on}</span> : t("no_next_review")}
      {due && (
        <Tag color="orange" className="tag">
          {t("review_due")}
        </Tag>
      )}
      {it.reviewed_on && <div className="muted small">{t("reviewed_on", { day: it.reviewed_on })}</div>}
    </span>
  );
}

export function ReviewButton({ it }: { it: Customer }) {
  const t = useWords("customers");
  const { message } = App.useApp();
  const { review } = useEditCustomer(it);
  const today = useToday();
  const [open, setOpen] = useState(false);
  const day = (add: number, unit: "day" | "year") => dayjs(today).add(add, unit).format("YYYY-MM-DD");
  return (
    <>
      <Button size="small" type="link" onClick={() => setOpen(true)}>
        {t("review_now")}
      </Button>
      <FormDrawer<{ next_review_on?: string }>
        open={open}
        title={t("review_now")}
        submit={t("review_done")}
        initial={{ next_review_on: day(1, "year") }}
        onSubmit={async ({ next_review_on }) => {
          await review.mutateAsync({ next_review_on });
          message.success(t("common:saved"));
        }}
        onClose={() => setOpen(false)}
      >
        <p className="muted">{t("review_about")}</p>
        <Form.Item name="next_review_on" label={t("next_review_on")}>
          <DayInput from={day(1, "day")} to={day(10, "year")} />
        </Form.Item>
      </FormDrawer>
    </>
  );
}
