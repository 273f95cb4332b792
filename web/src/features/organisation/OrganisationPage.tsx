/** The institution as a tree, and the people in it. */
import { PlusOutlined } from "@ant-design/icons";
import { getRouteApi } from "@tanstack/react-router";
import { Button } from "antd";
import { useState } from "react";
import { useHolds } from "@/api/session";
import type { Staff } from "@/api/types";
import { Allowed } from "@/ui/Loaded";
import { PageHead } from "@/ui/PageHead";
import { useWords } from "@/ui/words";
import { AccessDrawer } from "./AccessDrawer";
import { Beginning, type BeginsWith } from "./Beginning";
import { StaffDrawer } from "./StaffDrawer";
import { StaffTable } from "./StaffTable";
import { UnitTree } from "./UnitTree";

const route = getRouteApi("/organisation");

export function OrganisationPage() {
  const t = useWords("organisation");
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const mayEdit = useHolds("organisation.edit_staff");
  const [edited, setEdited] = useState<Staff | "new">();
  const [begins, setBegins] = useState<BeginsWith>();
  const [accessOf, setAccessOf] = useState<Staff>();
  const change = (next: typeof search) => navigate({ search: next, replace: true });
  return (
    <Allowed to="organisation.view">
      <div className="page">
        <PageHead
          title={t("title")}
          extra={
            mayEdit && (
              <Button type="primary" icon={<PlusOutlined aria-hidden />} onClick={() => setEdited("new")}>
                {t("new_staff")}
              </Button>
            )
          }
        />
        <div className="split tree">
          <UnitTree chosen={search.unit_id} onChoose={(unit_id) => change({ ...search, unit_id })} />
          <StaffTable
            search={search}
            onChange={change}
            onEdit={setEdited}
            onAccess={setAccessOf}
            onBegins={setBegins}
          />
        </div>
        <StaffDrawer it={edited} unitId={search.unit_id} onBegins={setBegins} onClose={() => setEdited(undefined)} />
        <AccessDrawer of={accessOf} onClose={() => setAccessOf(undefined)} />
        <Beginning shown={begins} onClose={() => setBegins(undefined)} />
      </div>
    </Allowed>
  );
}
