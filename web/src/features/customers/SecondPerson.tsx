import { App, Switch } from "antd";
import { asProblem } from "@/api/problem";
import { Loaded } from "@/ui/Loaded";
import { problemText, useWords } from "@/ui/words";
import { useChangeSettings, useCustomerSettings } from "./requestQueries";

/** Whether what identifies a customer is changed by two people. */
export function SecondPerson({ open }: { open: boolean }) {
  const t = useWords("customers");
  const { message } = App.useApp();
  const settings = useCustomerSettings(open);
  const change = useChangeSettings();
  return (
    <Loaded query={settings} rows={1}>
      {(it) => (
        <div className="file-line">
          <Switch
            id="second-person"
            checked={it.second_person}
            loading={change.isPending}
            onChange={(second_person) =>
              change.mutate(
                { ...it, second_person },
                { onError: (error) => message.error(problemText(asProblem(error))) },
              )
            }
          />
          <label htmlFor="second-person">
            {t("second_person")} <span className="muted small">{t("second_person_about")}</span>
          </label>
        </div>
      )}
    </Loaded>
  );
}
