/** When: in plain words, or as cron writes it; with the next times it comes. */
import { useQuery } from "@tanstack/react-query";
import { Input, InputNumber, Select, TimePicker } from "antd";
import dayjs from "dayjs";
import { useEffect, useState } from "react";
import { api, got } from "@/api/client";
import { asProblem } from "@/api/problem";
import { useSettled } from "@/ui/settled";
import { When } from "@/ui/Time";
import { fieldText, problemText, useWords } from "@/ui/words";
import { cronOf, type PlainPlan, plainOf, rhythms } from "./plan";

export function Coming({ plan }: { plan: string }) {
  const t = useWords("workbench");
  const settled = useSettled(plan.trim(), 400);
  const coming = useQuery({
    queryKey: ["workbench", "plan", settled],
    queryFn: () => got(api.POST("/api/v1/plan-previews", { body: { plan: settled } })),
    enabled: settled.length > 0,
    retry: false,
  });
  if (coming.isError) {
    const problem = asProblem(coming.error);
    const [field] = problem.fields;
    return <p className="error">{field ? fieldText(field) : problemText(problem)}</p>;
  }
  if (!coming.data) return null;
  return (
    <div className="muted small">
      {t("plan.coming", { zone: coming.data.time_zone })}
      <ul className="plain-list">
        {coming.data.coming.slice(0, 5).map((at) => (
          <li key={at}>
            <When at={at} />
          </li>
        ))}
      </ul>
    </div>
  );
}

export function PlanInput({ value = "0 9 * * *", onChange }: { value?: string; onChange?: (plan: string) => void }) {
  const t = useWords("workbench");
  const [plain, setPlain] = useState(() => plainOf(value));
  // The form fills itself when it opens: what comes from there replaces what stands here.
  useEffect(() => setPlain((now) => (cronOf(now) === value ? now : plainOf(value))), [value]);
  const change = (next: Partial<PlainPlan>) => {
    const whole = { ...plain, ...next };
    setPlain(whole);
    onChange?.(cronOf(whole));
  };
  return (
    <div className="col gap-sm">
      <div className="row gap-sm wrap">
        <Select
          aria-label={t("plan.rhythm")}
          value={plain.rhythm}
          style={{ width: 150 }}
          options={rhythms.map((one) => ({ value: one, label: t(`plan.${one}`) }))}
          onChange={(rhythm) => change({ rhythm, cron: cronOf(plain) })}
        />
        {plain.rhythm === "weekly" && (
          <Select
            aria-label={t("plan.weekday")}
            value={plain.weekday}
            options={[1, 2, 3, 4, 5, 6, 7].map((day) => ({ value: day, label: t(`plan.day_${day}`) }))}
            onChange={(weekday) => change({ weekday })}
          />
        )}
        {plain.rhythm === "monthly" && (
          <InputNumber
            aria-label={t("plan.day_of_month")}
            min={1}
            max={31}
            value={plain.day}
            onChange={(day) => change({ day: day ?? 1 })}
          />
        )}
        {plain.rhythm === "other" ? (
          <Input
            aria-label={t("plan.cron")}
            value={plain.cron}
            maxLength={100}
            style={{ width: 220 }}
            onChange={(e) => change({ cron: e.target.value })}
          />
        ) : (
          <TimePicker
            aria-label={t("plan.time")}
            format="HH:mm"
            minuteStep={5}
            allowClear={false}
            value={dayjs(plain.time, "HH:mm")}
            onChange={(time) => change({ time: time?.format("HH:mm") ?? "09:00" })}
          />
        )}
      </div>
      {plain.rhythm === "other" && <span className="muted small">{t("plan.cron_about")}</span>}
      <Coming plan={cronOf(plain)} />
    </div>
  );
}
