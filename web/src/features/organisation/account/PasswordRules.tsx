/** What a new password must be, and while one types what of it is met. */
import { CheckCircleFilled, CheckCircleOutlined, MinusCircleOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { api, got } from "@/api/client";
import type { PasswordRuleMet } from "@/api/types";
import { useSettled } from "@/ui/settled";
import { useWords } from "@/ui/words";

interface PasswordRulesProps {
  password: string;
  login?: string;
  name?: string;
}

const settleMs = 250;

export function PasswordRules({ password, login, name }: PasswordRulesProps) {
  const t = useWords("common");
  const settled = useSettled(password, settleMs);
  const checked = useQuery({
    // What is thought of is not kept once it is not asked about.
    queryKey: ["password-check", settled, login, name],
    queryFn: () => got(api.POST("/api/v1/password-checks", { body: { password: settled, login, name } })),
    gcTime: 0,
    staleTime: Number.POSITIVE_INFINITY,
    placeholderData: (before) => before,
    retry: 0,
  });
  if (!checked.data) return null;
  return (
    <ul className="password-rules small" aria-live="polite" aria-label={t("password.rules")}>
      {checked.data.rules.map((one) => (
        <Rule key={one.rule} of={one} typed={password !== ""} />
      ))}
    </ul>
  );
}

function Rule({ of, typed }: { of: PasswordRuleMet; typed: boolean }) {
  const t = useWords("common");
  const text = t(`password.rule.${of.rule}`, { count: of.number ?? 0 });
  if (!typed || of.met === null || of.met === undefined)
    return (
      <li className="muted">
        <CheckCircleOutlined aria-hidden /> {text}
      </li>
    );
  const said = t(of.met ? "password.met" : "password.unmet");
  const Sign = of.met ? CheckCircleFilled : MinusCircleOutlined;
  return (
    <li className={of.met ? "met" : "unmet"}>
      <Sign title={said} aria-label={said} /> {text}
    </li>
  );
}
