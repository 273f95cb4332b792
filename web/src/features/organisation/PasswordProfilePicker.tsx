/** Which set of rules passwords follow here, and how long they are at least. */
import { InputNumber, Radio } from "antd";
import type { PasswordProfile, SignInRulesPatch } from "@/api/types";
import { useWords } from "@/ui/words";

interface PasswordProfilePickerProps {
  draft: SignInRulesPatch;
  disabled: boolean;
  onChange: (draft: SignInRulesPatch) => void;
}

/** The least lengths the server takes with each; it refuses others. */
const lengths: Record<PasswordProfile, number> = { mlps3: 8, asvs: 12 };
const profiles: PasswordProfile[] = ["mlps3", "asvs"];
const lengthMax = 32;

export function PasswordProfilePicker({ draft, disabled, onChange }: PasswordProfilePickerProps) {
  const t = useWords("organisation");
  const profile = draft.password_profile ?? "mlps3";
  const choose = (next: PasswordProfile) =>
    onChange({ ...draft, password_profile: next, password_length_min: lengths[next] });
  return (
    <div className="col gap">
      <Radio.Group
        value={profile}
        disabled={disabled}
        onChange={(event) => choose(event.target.value as PasswordProfile)}
        className="col gap-sm"
        aria-label={t("passwords")}
      >
        {profiles.map((one) => (
          <Radio key={one} value={one}>
            <span className="strong">{t(`password_profile.${one}`)}</span>
            <div className="muted small">{t(`password_profile_about.${one}`)}</div>
          </Radio>
        ))}
      </Radio.Group>
      <div className="row gap-sm">
        <label htmlFor="length-min">{t("password_length_min")}</label>
        <InputNumber
          id="length-min"
          min={lengths[profile]}
          max={lengthMax}
          precision={0}
          disabled={disabled}
          value={draft.password_length_min ?? lengths[profile]}
          onChange={(value) => onChange({ ...draft, password_length_min: value ?? lengths[profile] })}
        />
      </div>
      <p className="muted small">{t("passwords_about")}</p>
    </div>
  );
}
