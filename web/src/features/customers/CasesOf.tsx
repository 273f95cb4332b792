import { Link } from "@tanstack/react-router";
import { Table } from "antd";
import type { CaseRow, Customer } from "@/api/types";
import { ClockChip } from "@/ui/ClockChip";
import { Loaded, NotAllowed, Nothing } from "@/ui/Loaded";
import { KindTag, StatusTag } from "@/ui/Tags";
import { When } from "@/ui/Time";
import { useWords } from "@/ui/words";
import { useCasesOf } from "./queries";

/** What they asked of us: all of it, or only what is open. */
export function CasesOf({ it, maySee, open }: { it: Customer; maySee: boolean; open?: boolean }) {
  const t = useWords("customers");
  const cases = useCasesOf(it.id, maySee, open ? "open" : undefined);
  if (!maySee) return <NotAllowed />;
  return (
    <Loaded query={cases}>
      {(page) => (
        <Table<CaseRow>
          size="small"
          rowKey="id"
          pagination={false}
          dataSource={page.items}
          locale={{ emptyText: <Nothing text={t(open ? "no_open_cases" : "no_cases")} /> }}
          columns={[
            {
              title: t("case_subject"),
              ellipsis: true,
              render: (_, row) => (
                <Link to="/cases/$id" params={{ id: row.id }} className="subject">
                  {row.subject}
                </Link>
              ),
            },
            { title: t("case_number"), width: 126, render: (_, row) => <span className="mono">{row.number}</span> },
            { title: t("kind"), width: 84, render: (_, row) => <KindTag kind={row.kind} /> },
            { title: t("case_status"), width: 92, render: (_, row) => <StatusTag status={row.status} /> },
            {
              title: t("case_clock"),
              width: 168,
              render: (_, row) => row.next_due && <ClockChip clock={row.next_due} />,
            },
            { title: t("created_at"), width: 100, render: (_, row) => <When at={row.created_at} style="short" /> },
          ]}
        />
      )}
    </Loaded>
  );
}
