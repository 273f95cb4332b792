import { EditOutlined, EyeOutlined } from "@ant-design/icons";
import type { Looker } from "@/api/types";
import { useWords } from "@/ui/words";

/** Who else has this case on the screen, those who write first. */
export function Lookers({ others }: { others: Looker[] }) {
  const t = useWords("cases");
  if (!others.length) return null;
  const writing = others.filter((one) => one.doing === "replying");
  const looking = others.filter((one) => one.doing !== "replying");
  const names = (some: Looker[]) => some.map((one) => one.staff.name).join("、");
  return (
    <span className="lookers" role="status">
      {writing.length > 0 && (
        <span className="writing">
          <EditOutlined aria-hidden /> {t("lookers.writing", { names: names(writing) })}
        </span>
      )}
      {looking.length > 0 && (
        <span>
          <EyeOutlined aria-hidden /> {t("lookers.looking", { names: names(looking) })}
        </span>
      )}
    </span>
  );
}
