import { Link } from "@tanstack/react-router";
import { Result } from "antd";
import type { ReactNode } from "react";
import { useWords } from "@/ui/words";

export function Lost(): ReactNode {
  const t = useWords("common");
  return <Result status="404" title={t("lost_title")} extra={<Link to="/">{t("lost_home")}</Link>} />;
}
