/** Who may do what: roles across, permissions down. Read-only; roles are built in. */
import { Fragment } from "react";
import type { Role } from "@/api/types";
import { Allowed, Loaded } from "@/ui/Loaded";
import { PageHead } from "@/ui/PageHead";
import { useWords } from "@/ui/words";
import { useRoles } from "./queries";

/** Permissions by their noun, in the order they first appear. */
export function byNoun(roles: Role[]): [string, string[]][] {
  const nouns = new Map<string, Set<string>>();
  for (const permission of roles.flatMap((role) => role.permissions)) {
    const noun = permission.split(".")[0] ?? permission;
    nouns.set(noun, (nouns.get(noun) ?? new Set()).add(permission));
  }
  return [...nouns].map(([noun, permissions]) => [noun, [...permissions].sort()]);
}

export function RolesPage() {
  const t = useWords("organisation");
  const roles = useRoles();
  return (
    <Allowed to="organisation.view">
      <div className="page">
        <PageHead title={t("roles_title")} about={t("roles_about")} />
        <section className="panel" style={{ overflow: "auto" }}>
          <Loaded query={roles} rows={12}>
            {(items) => <Matrix roles={items} />}
          </Loaded>
        </section>
      </div>
    </Allowed>
  );
}

function Matrix({ roles }: { roles: Role[] }) {
  const t = useWords("organisation");
  return (
    <table className="matrix">
      <thead>
        <tr>
          <th>{t("permission_label")}</th>
          {roles.map((role) => (
            <th key={role.code}>{t(`common:role.${role.code}`, { defaultValue: role.code })}</th>
          ))}
        </tr>
      </thead>
      <tbody>
        <tr>
          <td>{t("scope_label")}</td>
          {roles.map((role) => (
            <td key={role.code} className="small">
              {t(`common:scope.${role.scope}`)}
            </td>
          ))}
        </tr>
        {byNoun(roles).map(([noun, permissions]) => (
          <Fragment key={noun}>
            <tr className="group">
              <td colSpan={roles.length + 1}>{t(`noun.${noun}`, { defaultValue: noun })}</td>
            </tr>
            {permissions.map((permission) => (
              <tr key={permission}>
                <td>
                  {t(`permission.${permission}`, { defaultValue: permission })}{" "}
                  <span className="mono muted">{permission}</span>
                </td>
                {roles.map((role) => (
                  <td key={role.code}>
                    {role.permissions.includes(permission) ? (
                      <span className="counted-mark" role="img" aria-label={t("common:yes")}>
                        ✓
                      </span>
                    ) : (
                      <span className="muted" role="img" aria-label={t("common:no")}>
                        ·
                      </span>
                    )}
                  </td>
                ))}
              </tr>
            ))}
          </Fragment>
        ))}
      </tbody>
    </table>
  );
}
