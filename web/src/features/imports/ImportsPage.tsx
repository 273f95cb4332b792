/** All imports in sight, newest first. */
import { ImportOutlined } from "@ant-design/icons";
import { Button, Skeleton } from "antd";
import { useState } from "react";
import { Allowed, Failure } from "@/ui/Loaded";
import { More } from "@/ui/More";
import { PageHead } from "@/ui/PageHead";
import { useShortcuts } from "@/ui/shortcuts";
import { useWords } from "@/ui/words";
import { ImportTable } from "./ImportTable";
import { useImports } from "./queries";
import { UploadDialog } from "./UploadDialog";

export function ImportsPage() {
  return (
    <Allowed to="imports.run">
      <Imports />
    </Allowed>
  );
}

function Imports() {
  const t = useWords("imports");
  const imports = useImports();
  const [open, setOpen] = useState(false);
  const begin = () => setOpen(true);
  useShortcuts(t("title"), [{ key: "n", label: t("new"), run: begin }]);
  return (
    <div className="page">
      <PageHead
        title={t("title")}
        about={t("about")}
        extra={
          <Button type="primary" icon={<ImportOutlined aria-hidden />} onClick={begin}>
            {t("new")}
          </Button>
        }
      />
      <section className="panel">
        {imports.isPending && <Skeleton active title={false} paragraph={{ rows: 6 }} className="pad" />}
        {imports.isError && !imports.rows.length && <Failure error={imports.error} onRetry={() => imports.refetch()} />}
        {imports.data && <ImportTable imports={imports.rows} onNew={begin} />}
        <More
          loaded={imports.rows.length}
          hasMore={imports.hasNextPage}
          loading={imports.isFetchingNextPage}
          onMore={() => imports.fetchNextPage()}
        />
      </section>
      <UploadDialog open={open} onClose={() => setOpen(false)} />
    </div>
  );
}
