/** Asks, compares and says what agreed. What the person said goes to the server and is not kept. */
import { Alert, Button, Drawer, Form, Segmented } from "antd";
import { useEffect, useState } from "react";
import { asProblem, type Problem } from "@/api/problem";
import { problemText, useLocale, useWords } from "@/ui/words";
import { Answers, type Typed } from "./Answers";
import { channels, type Standing, useVerify, type Verification, type VerificationChannel, vouched } from "./queries";

interface VerifyDrawerProps {
  standing: Standing;
  customerId: string;
  caseId?: string;
  channel?: VerificationChannel;
  open: boolean;
  onClose: () => void;
}

export function VerifyDrawer({ standing, customerId, caseId, channel, open, onClose }: VerifyDrawerProps) {
  const t = useWords("verification");
  const english = useLocale() === "en-US";
  const { verify } = useVerify(customerId);
  const [by, setBy] = useState<VerificationChannel>(channel ?? "phone");
  const levels = standing.levels.filter((level) => level.channels.includes(by));
  const [code, setCode] = useState(levels[0]?.code);
  const level = levels.find((one) => one.code === code) ?? levels[0];
  const [typed, setTyped] = useState<Typed>({});
  const [outcome, setOutcome] = useState<Verification>();
  const [problem, setProblem] = useState<Problem>();
  useEffect(() => {
    if (!open) return;
    setTyped({});
    setOutcome(undefined);
    setProblem(undefined);
  }, [open]);
  const asked = level?.checks.filter((check) => typed[check]) ?? [];
  const missing = level?.musts.filter((must) => !typed[must]) ?? [];
  const ready = level && asked.length >= level.matches_min && missing.length === 0;

  async function submit() {
    if (!level || !ready || verify.isPending) return;
    setProblem(undefined);
    setOutcome(undefined);
    const answers = asked.map((check) => ({ check, value: vouched.includes(check) ? null : typed[check] }));
    try {
      const made = await verify.mutateAsync({ level: level.code, channel: by, answers, case_id: caseId ?? null });
      setOutcome(made);
      setTyped({});
    } catch (error) {
      setProblem(asProblem(error));
    }
  }

  return (
    <Drawer open={open} onClose={onClose} title={t("verify")} size={460}>
      <div className="col gap">
        <p className="muted">{t("verify_about")}</p>
        {problem && <Alert type="error" showIcon title={problemText(problem)} />}
        {outcome && <Outcome of={outcome} />}
        <Segmented<VerificationChannel>
          aria-label={t("channel")}
          value={by}
          onChange={setBy}
          options={channels.map((one) => ({
            value: one,
            label: t(`common:channel.${one}`),
          }))}
        />
        {level && (
          <>
            <Segmented
              aria-label={t("level")}
              value={level.code}
              onChange={setCode}
              options={levels.map((one) => ({ value: one.code, label: english ? one.name_en : one.name }))}
            />
            <p className="muted small">{t("asks", { count: level.matches_min, minutes: level.valid_minutes })}</p>
            <Form layout="vertical" onFinish={submit} requiredMark={false}>
              <Answers level={level} askable={standing.askable} typed={typed} onChange={setTyped} />
              <Button type="primary" htmlType="submit" loading={verify.isPending} disabled={!ready}>
                {t("compare")}
              </Button>
            </Form>
          </>
        )}
        {!level && <p className="muted">{t("no_level")}</p>}
      </div>
    </Drawer>
  );
}

function Outcome({ of }: { of: Verification }) {
  const t = useWords("verification");
  const named = (checks: Verification["matched"]) =>
    checks.map((check) => t(`check.${check}`)).join(t("common:list_comma"));
  const lines = (
    <>
      {of.matched.length > 0 && <div>{t("matched", { checks: named(of.matched) })}</div>}
      {of.failed.length > 0 && <div>{t("not_matched", { checks: named(of.failed) })}</div>}
    </>
  );
  return (
    <div aria-live="polite">
      <Alert
        type={of.passed ? "success" : "warning"}
        showIcon
        title={t(of.passed ? "passed" : "failed")}
        description={lines}
      />
    </div>
  );
}
