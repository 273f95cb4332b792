/** One customer: who they are, what to know of, how to reach them, what they asked of us. */
import { EditOutlined } from "@ant-design/icons";
import { getRouteApi } from "@tanstack/react-router";
import { Button, Tabs } from "antd";
import { type ReactNode, useState } from "react";
import { useHolds } from "@/api/session";
import type { Customer } from "@/api/types";
import { CareBanner } from "@/ui/CareBanner";
import { Allowed, Loaded } from "@/ui/Loaded";
import { PageHead, Panel } from "@/ui/PageHead";
import { useWords } from "@/ui/words";
import { CasesOf } from "./CasesOf";
import { Consents } from "./Consents";
import { EditCustomerDrawer } from "./EditCustomerDrawer";
import { History } from "./History";
import { Holdings } from "./Holdings";
import { Needs } from "./Needs";
import { Overview } from "./Overview";
import { PendingChanges } from "./PendingChanges";
import { Profile } from "./Profile";
import { useCustomer } from "./queries";
import { Relations } from "./Relations";
import { type CustomerTab, customerTabs } from "./search";

const route = getRouteApi("/customers/$id");

/** What other capabilities lay beside the customer. */
type CustomerParts = (it: Customer) => ReactNode;

export function CustomerPage({ parts }: { parts: CustomerParts }) {
  const { id } = route.useParams();
  const one = useCustomer(id);
  return (
    <Allowed to="customers.view">
      <div className="page">
        <Loaded query={one}>{(it) => <CustomerView it={it} parts={parts} />}</Loaded>
      </div>
    </Allowed>
  );
}

function Tab({ it, tab, parts }: { it: Customer; tab: CustomerTab; parts: CustomerParts }) {
  const maySeeCases = useHolds("cases.view");
  if (tab === "profile") return <Profile it={it} />;
  if (tab === "holdings") return <Holdings it={it} />;
  if (tab === "relations") return <Relations it={it} />;
  if (tab === "needs") return <Needs it={it} />;
  if (tab === "consents") return <Consents it={it} />;
  if (tab === "history") return <History it={it} />;
  if (tab === "cases")
    return (
      <Panel flush>
        <CasesOf it={it} maySee={maySeeCases} />
      </Panel>
    );
  return <Overview it={it} maySeeCases={maySeeCases} parts={parts(it)} />;
}

function CustomerView({ it, parts }: { it: Customer; parts: CustomerParts }) {
  const t = useWords("customers");
  const { tab = "overview" } = route.useSearch();
  const navigate = route.useNavigate();
  const [editing, setEditing] = useState(false);
  return (
    <>
      <PageHead
        back={{ to: "/customers", label: t("title") }}
        title={it.name}
        about={
          <>
            <span className="mono">{it.number}</span> · {t(`common:customer_kind.${it.kind}`)} ·{" "}
            {t(`common:customer_class.${it.class}`)}
          </>
        }
        extra={
          it.may.edit && (
            <Button icon={<EditOutlined aria-hidden />} onClick={() => setEditing(true)}>
              {t("edit")}
            </Button>
          )
        }
      />
      <CareBanner customerId={it.id} />
      <PendingChanges id={it.id} />
      <Tabs
        activeKey={tab}
        onChange={(key) => navigate({ search: { tab: key as CustomerTab }, replace: true })}
        items={customerTabs.map((key) => ({ key, label: t(`tab.${key}`) }))}
      />
      <Tab it={it} tab={tab} parts={parts} />
      <EditCustomerDrawer it={it} open={editing} onClose={() => setEditing(false)} />
    </>
  );
}
