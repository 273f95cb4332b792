import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { Notice } from "@/ui/Loaded";
import { useWords } from "@/ui/words";

export function Lost(): ReactNode {
  const t = useWords("common");
  return (
    <Notice title={t("lost_title")}>
      <Link to="/">{t("lost_home")}</Link>
    </Notice>
  );
}
