/**
 * Names for the shapes that the screens speak of. The shapes themselves are generated from the
 * server's OpenAPI document (`make generate`): a field that moves there no longer compiles here.
 */
import type { components, paths } from "./schema";

type Schema = components["schemas"];
type QueryOf<P extends keyof paths> = paths[P] extends { get: { parameters: { query?: infer Q } } }
  ? NonNullable<Q>
  : never;

export type Scope = Schema["Scope"];
export type Presence = Schema["Presence"];
export type Locale = Schema["Locale"];
export type Named = { id: string; name: string };
export interface Page<T> {
  items: T[];
  next?: string | null;
}

export type ProblemBody = Partial<Schema["Problem"]> & { status: number; code: string };
export type Institution = Schema["Institution"];
export type Me = Schema["Me"];
export type Session = Schema["SessionShown"];
export type SignInStep = Schema["SignInStep"];
/** What a step of a sign-in answers: the session, or the next step. */
export type SignInAnswer = Session | SignInStep;
export type AuthenticatorOffered = Schema["AuthenticatorOffered"];
export type SecondFactors = Schema["SecondFactors"];
export type Passkey = Schema["PasskeyShown"];
export type PasskeyOffered = Schema["PasskeyOffered"];
export type OpenSession = Schema["OpenSession"];
export type TokenShown = Schema["TokenShown"];
export type TokenInput = Schema["NewToken"];
export type TokenMade = Schema["TokenMade"];
export type PasswordLink = Schema["PasswordLink"];
export type LinkTold = Schema["LinkTold"];
export type PasswordRuleMet = Schema["PasswordRuleMet"];
export type PasswordProfile = Schema["PasswordProfile"];
export type SignInRules = Schema["SignInRules"];
export type SignInRulesPatch = Schema["SignInRulesChange"];

export type UnitKind = Schema["UnitKind"];
export type OrgUnit = Schema["UnitShown"];
export type UnitInput = Schema["NewUnit"];
export type UnitPatch = Schema["UnitChange"];
export type Staff = Schema["StaffShown"];
export type StaffInput = Schema["NewStaff"];
export type StaffPatch = Schema["StaffChange"];
export type Role = Schema["RoleShown"];

export type CustomerKind = Schema["CustomerKind"];
export type CustomerClass = Schema["CustomerClass"];
export type ContactKind = Schema["ContactKind"];
export type ContactPoint = Schema["ContactPoint"];
export type Customer = Schema["Customer"];
export type CustomerInput = Schema["NewCustomer"];
export type CustomerPatch = Schema["CustomerChange"];
export type Product = Schema["Product"];
export type ProductInput = Schema["NewProduct"];

export type CaseKind = Schema["CaseKind"];
export type Channel = Schema["Channel"];
export type Priority = Schema["Priority"];
export type CaseStatus = Schema["CaseStatus"];
export type ClockKind = Schema["CaseClockKind"];
export type ClockState = Schema["CaseClockState"];
export type ClockLevel = Schema["Level"];
export type CaseRow = Schema["CaseRow"];
export type Case = Schema["CaseShown"];
export type CaseQuery = QueryOf<"/api/v1/cases">;
export type CaseList = Schema["CaseList"];
export type CaseFound = Schema["CaseFound"];
export type CaseInput = Schema["NewCase"];
export type CasePatch = Schema["CaseChange"];
export type CaseName = Schema["CaseName"];
export type LinkKind = Schema["CaseLinkKind"];
export type SplitInput = Schema["Split"];
export type Colleague = Schema["Colleague"];
export type Attachment = Schema["AttachmentShown"];
export type TimelineEntry = Schema["TimelineEntry"];
export type Receipt = Schema["Receipt"];
export type Dashboard = Schema["Dashboard"];
export type DashboardDay = Schema["DashboardDay"];
export type DashboardMember = Schema["Member"];
export type DashboardQuery = QueryOf<"/api/v1/dashboard">;
export type TimeFigures = Schema["TimeFigures"];
export type Attainment = Schema["Attainment"];
export type Forecast = Schema["Forecast"];
export type AtRisk = Schema["AtRisk"];

export type Segment = Schema["Segment"];
export type SearchKind = Schema["SearchKind"];
export type SearchHit = Schema["SearchHit"];
export type Notification = Schema["Notification"];
export type NotificationKind = Schema["NotificationKind"];
export type NotificationReason = Schema["NotificationReason"];
export type NotificationPreferences = Schema["NotificationPreferences"];
export type NotificationPreferencesShown = Schema["PreferencesShown"];
export type MailPace = Schema["MailPace"];
export type QuietPeriod = Schema["QuietPeriod"];
export type MutedCase = Schema["MutedCase"];

export type Task = Schema["TaskShown"];
export type TaskRow = Schema["TaskRow"];
export type TaskInput = Schema["NewTask"];
export type TaskDue = Schema["TaskDue"];
export type Checklist = Schema["Checklist"];
export type ChecklistItem = Schema["ChecklistItem"];
export type ChecklistTemplate = Schema["ChecklistTemplate"];
export type ChecklistTemplateInput = Schema["NewChecklistTemplate"];
export type ChecklistTemplatePatch = Schema["ChecklistTemplateChange"];
export type CaseField = Schema["CaseField"];
export type CaseFieldInput = Schema["NewCaseField"];
export type CaseFieldPatch = Schema["CaseFieldChange"];
export type FieldTrial = Schema["FieldTrial"];

export type Calendar = Schema["Calendar"];
export type CalendarYear = Schema["CalendarYear"];
export type Import = Schema["ImportShown"];

export type Draft = Schema["Draft"];
export type HeldReply = Schema["HeldReply"];
export type Looker = Schema["LookerShown"];
export type CaseViewKept = Schema["Kept_CaseView"];
export type SavedReplyKept = Schema["Kept_SavedReply"];
export type MacroKept = Schema["Kept_Macro"];
export type ViewChoices = Schema["ViewChoices"];
export type Action = Schema["Action"];
export type BulkInput = Schema["NewBulk"];
export type BulkForeseen = Schema["BulkForeseen"];
export type BulkJob = Schema["BulkJob"];
export type CaseColumn = Schema["CaseColumn"];
/** A column of the list: one that every case has, or a field of the institution's own. */
export type Column = CaseColumn | `field.${string}`;
export type RegisterExport = Schema["RegisterExport"];
export type RecurringCase = Schema["RecurringCase"];
export type WorkListCounts = Schema["WorkListCounts"];

/** What the live stream says. */
/** What the live stream says. Of one's own notifications it says neither a number nor a moment. */
export interface LiveEvent {
  seq?: number;
  type: string;
  subject: { kind: string; id: string };
  at?: string;
}
