/** Login and password. A plain form: the door opens before the console's own forms are fetched. */
import { Button, Input } from "antd";
import { type FormEvent, useState } from "react";
import { useWords } from "@/ui/words";

export type Credentials = { login: string; password: string };

export function SignInForm({ pending, onSubmit }: { pending: boolean; onSubmit: (typed: Credentials) => void }) {
  const t = useWords("common");
  const [missing, setMissing] = useState<Partial<Record<keyof Credentials, boolean>>>({});
  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    // Read from the boxes themselves: what a password manager filled in is there too.
    const typed = new FormData(event.currentTarget);
    const login = String(typed.get("login") ?? "").trim();
    const password = String(typed.get("password") ?? "");
    setMissing({ login: !login, password: !password });
    if (login && password) onSubmit({ login, password });
  }
  const about = (name: keyof Credentials) => ({
    id: name,
    name,
    size: "large" as const,
    status: missing[name] ? ("error" as const) : undefined,
    "aria-invalid": missing[name],
    "aria-describedby": missing[name] ? `${name}-missing` : undefined,
  });
  const label = (name: keyof Credentials) => <label htmlFor={name}>{t(`sign_in.${name}`)}</label>;
  const reminder = (name: keyof Credentials) =>
    missing[name] && (
      <div id={`${name}-missing`} className="sign-in-missing small">
        {t("required")}
      </div>
    );
  return (
    <form onSubmit={submit} noValidate className="col gap">
      <div>
        {label("login")}
        <Input {...about("login")} autoFocus autoComplete="username" autoCapitalize="none" spellCheck={false} />
        {reminder("login")}
      </div>
      <div>
        {label("password")}
        <Input.Password {...about("password")} autoComplete="current-password" />
        {reminder("password")}
      </div>
      <Button type="primary" size="large" block htmlType="submit" loading={pending}>
        {t("sign_in.submit")}
      </Button>
    </form>
  );
}
