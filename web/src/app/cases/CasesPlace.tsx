/** The list of cases with what the workbench lays beside it. */
import { useNavigate } from "@tanstack/react-router";
import { CasesPage, type ListParts } from "@/features/cases/CasesPage";
import { columnsOf, columnsOfFile } from "@/features/cases/columns";
import { useFields } from "@/features/cases/fields/queries";
import { keptOf, readCasesSearch } from "@/features/cases/filters";
import { BulkBar } from "@/features/workbench/BulkBar";
import { ExportButton } from "@/features/workbench/ExportButton";
import { ViewPicker } from "@/features/workbench/ViewPicker";

export function CasesPlace() {
  const navigate = useNavigate();
  const fields = useFields().data ?? [];
  const parts: ListParts = {
    views: (search) => (
      <ViewPicker
        current={search.view}
        search={keptOf(search)}
        plain={Object.keys(search).length === 0}
        onOpen={(view) =>
          navigate({ to: "/cases", search: { ...readCasesSearch(view.content.search), view: view.id }, replace: true })
        }
      />
    ),
    tools: (search, query) => (
      <ExportButton query={query} columns={columnsOf(search.cols, fields)} every={columnsOfFile(fields)} />
    ),
    selection: (rows, query, onDone) => <BulkBar rows={rows} query={query} onDone={onDone} />,
  };
  return <CasesPage parts={parts} />;
}
