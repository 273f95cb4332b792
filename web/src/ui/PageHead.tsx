/** The head of every page: where we are, one line about it, what can be done. */
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useEffect } from "react";

export function PageHead({
  title,
  about,
  extra,
  back,
}: {
  title: ReactNode;
  about?: ReactNode;
  extra?: ReactNode;
  back?: { to: string; label: string };
}) {
  useEffect(() => {
    document.title = typeof title === "string" ? `${title} · 聆客 Lingke` : "聆客 Lingke";
  }, [title]);
  return (
    <header className="page-head">
      <div className="page-head-text">
        {back && (
          <Link to={back.to} className="page-back">
            ‹ {back.label}
          </Link>
        )}
        <h1>{title}</h1>
        {about && <p className="muted">{about}</p>}
      </div>
      {extra && <div className="row gap-sm wrap">{extra}</div>}
    </header>
  );
}

export function Panel({
  title,
  extra,
  children,
  flush,
}: {
  title?: ReactNode;
  extra?: ReactNode;
  children: ReactNode;
  flush?: boolean;
}) {
  return (
    <section className="panel">
      {title && (
        <div className="panel-head">
          <h2>{title}</h2>
          {extra && <div className="row gap-sm">{extra}</div>}
        </div>
      )}
      <div className={flush ? undefined : "panel-body"}>{children}</div>
    </section>
  );
}
