/** The foot of a list: how many are loaded, and the next page. */
import { Button } from "antd";
import { Count } from "./Time";
import { useWords } from "./words";

export function More({
  loaded,
  hasMore,
  loading,
  onMore,
}: {
  loaded: number;
  hasMore: boolean;
  loading: boolean;
  onMore: () => void;
}) {
  const t = useWords("common");
  if (!loaded) return null;
  return (
    <div className="more">
      <span className="muted">
        {t("loaded_before")} <Count of={loaded} /> {t(hasMore ? "loaded_after_more" : "loaded_after_all")}
      </span>
      {hasMore && (
        <Button size="small" loading={loading} onClick={onMore}>
          {t("load_more")}
        </Button>
      )}
    </div>
  );
}
