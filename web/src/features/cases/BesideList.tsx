/** What opens at the right of the list: a case to look at quickly, or the form of a new one. */
import { lazy } from "react";
import { Later } from "@/ui/Later";
import type { CasesSearch } from "./filters";

const CaseDrawer = lazy(() => import("./CaseDrawer").then((m) => ({ default: m.CaseDrawer })));
const NewCaseDrawer = lazy(() => import("./NewCaseDrawer").then((m) => ({ default: m.NewCaseDrawer })));

export function BesideList(props: { search: CasesSearch; onPeekClose: () => void; onNewClose: () => void }) {
  const { peek, open } = props.search;
  return (
    <>
      <Later open={peek !== undefined}>
        <CaseDrawer open={peek !== undefined} id={peek} onClose={props.onPeekClose} />
      </Later>
      <Later open={open === "new"}>
        <NewCaseDrawer open={open === "new"} onClose={props.onNewClose} />
      </Later>
    </>
  );
}
