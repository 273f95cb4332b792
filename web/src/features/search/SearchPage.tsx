/** All that holds some words, by kind. */
import { SearchOutlined } from "@ant-design/icons";
import { getRouteApi, Link } from "@tanstack/react-router";
import { Alert, Skeleton, Tabs } from "antd";
import { useMe } from "@/api/session";
import type { SearchHit, SearchKind } from "@/api/types";
import { Allowed, Failure, Nothing } from "@/ui/Loaded";
import { More } from "@/ui/More";
import { PageHead } from "@/ui/PageHead";
import { TextFilter } from "@/ui/TextFilter";
import { useWords } from "@/ui/words";
import { HitLine } from "./HitLine";
import { destinationOf, keyOf, remember } from "./places";
import { useSearch, useSearchOf } from "./queries";
import { searchKinds } from "./search";

const route = getRouteApi("/search");

export function SearchPage() {
  const t = useWords("search");
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const q = search.q ?? "";
  return (
    <Allowed to="search.view">
      <div className="page">
        <PageHead title={t("title")} />
        <section className="panel">
          <div className="bar">
            <TextFilter
              autoFocus
              style={{ width: 460 }}
              maxLength={100}
              prefix={<SearchOutlined className="muted" aria-hidden />}
              placeholder={t("placeholder")}
              aria-label={t("placeholder")}
              value={q}
              onChange={(next) => navigate({ search: { ...search, q: next }, replace: true })}
            />
            <span className="muted small">{t("about")}</span>
          </div>
          <Tabs
            className="tabs-bar"
            activeKey={search.kind ?? "all"}
            onChange={(kind) =>
              navigate({
                search: { ...search, kind: kind === "all" ? undefined : (kind as SearchKind) },
                replace: true,
              })
            }
            items={["all", ...searchKinds].map((kind) => ({ key: kind, label: t(`kind.${kind}`) }))}
          />
          {q === "" && <Nothing text={t("empty")} />}
          {q !== "" && (search.kind ? <OneKind key={search.kind} kind={search.kind} q={q} /> : <AllKinds q={q} />)}
        </section>
      </div>
    </Allowed>
  );
}

function AllKinds({ q }: { q: string }) {
  const t = useWords("search");
  const found = useSearch(q, 5, true);
  if (found.isPending) return <Skeleton active title={false} paragraph={{ rows: 8 }} className="pad" />;
  if (found.isError) return <Failure error={found.error} onRetry={() => found.refetch()} />;
  if (!found.data.groups.length) return <Nothing text={t("nothing", { q })} />;
  return (
    <div className={found.isPlaceholderData ? "old" : undefined} aria-busy={found.isPlaceholderData}>
      {found.data.groups.map((group) => (
        <section key={group.kind} className="hit-group" aria-label={t(`kind.${group.kind}`)}>
          <div className="row between">
            <h2>{t(`kind.${group.kind}`)}</h2>
            {group.next && (
              <Link to="/search" search={{ q, kind: group.kind }} replace>
                {t("more", { kind: t(`kind.${group.kind}`) })}
              </Link>
            )}
          </div>
          <Hits hits={group.hits} />
        </section>
      ))}
    </div>
  );
}

function OneKind({ kind, q }: { kind: SearchKind; q: string }) {
  const t = useWords("search");
  const found = useSearchOf(kind, q);
  const pages = found.data?.pages as { only_newest: boolean }[] | undefined;
  if (found.isPending) return <Skeleton active title={false} paragraph={{ rows: 8 }} className="pad" />;
  if (found.isError && !found.rows.length) return <Failure error={found.error} onRetry={() => found.refetch()} />;
  if (!found.rows.length) return <Nothing text={t("nothing", { q })} />;
  return (
    <div className={found.isPlaceholderData ? "old" : undefined} aria-busy={found.isPlaceholderData}>
      {pages?.some((page) => page.only_newest) && (
        <Alert type="info" showIcon title={t("common:only_newest")} className="hit-note" />
      )}
      <Hits hits={found.rows} />
      <More
        loaded={found.rows.length}
        hasMore={found.hasNextPage}
        loading={found.isFetchingNextPage}
        onMore={() => found.fetchNextPage()}
      />
    </div>
  );
}

function Hits({ hits }: { hits: SearchHit[] }) {
  const me = useMe();
  return (
    <ul className="hits">
      {hits.map((hit) => (
        <li key={keyOf(hit)}>
          <Link {...destinationOf(hit)} className="hit-link" onClick={() => remember(me.id, hit)}>
            <HitLine hit={hit} />
          </Link>
        </li>
      ))}
    </ul>
  );
}
