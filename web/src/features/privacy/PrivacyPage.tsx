/** Privacy: weekly digests of reveals, requests of customers, and how long what is kept. */
import { getRouteApi } from "@tanstack/react-router";
import { Tabs } from "antd";
import { Allowed } from "@/ui/Loaded";
import { PageHead } from "@/ui/PageHead";
import { useWords } from "@/ui/words";
import { DigestTable } from "./DigestTable";
import { RequestTable } from "./RequestTable";
import { RetentionForm } from "./RetentionForm";
import { type PrivacyTab, tabs } from "./search";

const route = getRouteApi("/privacy");

export function PrivacyPage() {
  const t = useWords("privacy");
  const { tab = "digests" } = route.useSearch();
  const navigate = route.useNavigate();
  const shown = { digests: <DigestTable />, requests: <RequestTable />, retention: <RetentionForm /> };
  return (
    <Allowed to="privacy.view">
      <div className="page">
        <PageHead title={t("title")} about={t("about")} />
        <section className="panel">
          <div className="tabs-bar">
            <Tabs
              activeKey={tab}
              onChange={(next) => navigate({ search: { tab: next as PrivacyTab }, replace: true })}
              items={tabs.map((key) => ({ key, label: t(`tab.${key}`) }))}
            />
          </div>
          {shown[tab]}
        </section>
      </div>
    </Allowed>
  );
}
