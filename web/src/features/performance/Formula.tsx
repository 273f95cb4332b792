/** How a figure is counted, a click away from it. */
import { QuestionCircleOutlined } from "@ant-design/icons";
import { Button, Popover } from "antd";
import { useWords } from "@/ui/words";

export function Formula({ name, of }: { name: string; of: string[] }) {
  const t = useWords("performance");
  const text = (
    <div className="col gap-sm" style={{ maxWidth: 360 }}>
      {of.map((key) => (
        <p key={key}>{t(`formula.${key}`)}</p>
      ))}
    </div>
  );
  return (
    <Popover title={name} content={text} trigger="click">
      <Button
        type="text"
        size="small"
        className="formula"
        icon={<QuestionCircleOutlined aria-hidden />}
        aria-label={t("formula_open", { figure: name })}
      />
    </Popover>
  );
}
