/** The one table of places: path, words, icon, permission. Menu, palette and guards read it. */
import {
  ApiOutlined,
  AppstoreOutlined,
  AuditOutlined,
  CalculatorOutlined,
  CalendarOutlined,
  CheckSquareOutlined,
  EyeOutlined,
  FieldTimeOutlined,
  FormOutlined,
  HeartOutlined,
  HomeOutlined,
  IdcardOutlined,
  ImportOutlined,
  InboxOutlined,
  LineChartOutlined,
  LockOutlined,
  SafetyCertificateOutlined,
  SafetyOutlined,
  SendOutlined,
  SolutionOutlined,
  TeamOutlined,
  ToolOutlined,
  UserSwitchOutlined,
} from "@ant-design/icons";
import type { ComponentType } from "react";

export interface Place {
  path: string;
  /** Key in `common:place`. */
  name: string;
  icon: ComponentType<{ "aria-hidden"?: boolean }>;
  permission?: string;
  section: "work" | "base" | "system";
}

export const places: Place[] = [
  { path: "/", name: "home", icon: HomeOutlined, section: "work" },
  { path: "/cases", name: "cases", icon: InboxOutlined, permission: "cases.view", section: "work" },
  {
    path: "/performance",
    name: "performance",
    icon: LineChartOutlined,
    permission: "performance.view",
    section: "work",
  },
  { path: "/tasks", name: "tasks", icon: SolutionOutlined, permission: "cases.answer", section: "work" },
  { path: "/customers", name: "customers", icon: IdcardOutlined, permission: "customers.view", section: "work" },
  {
    path: "/customer-needs",
    name: "customer_needs",
    icon: HeartOutlined,
    permission: "customers.view",
    section: "work",
  },
  {
    path: "/customer-changes",
    name: "customer_changes",
    icon: UserSwitchOutlined,
    permission: "customers.approve_change",
    section: "work",
  },
  { path: "/workbench", name: "workbench", icon: ToolOutlined, permission: "workbench.use", section: "work" },
  { path: "/calculator", name: "calculator", icon: CalculatorOutlined, permission: "calendars.view", section: "work" },
  { path: "/products", name: "products", icon: AppstoreOutlined, permission: "products.view", section: "base" },
  { path: "/calendars", name: "calendars", icon: CalendarOutlined, permission: "calendars.view", section: "base" },
  {
    path: "/service-levels",
    name: "service_levels",
    icon: FieldTimeOutlined,
    permission: "cases.levels_view",
    section: "base",
  },
  { path: "/organisation", name: "organisation", icon: TeamOutlined, permission: "organisation.view", section: "base" },
  { path: "/roles", name: "roles", icon: SafetyOutlined, permission: "organisation.view", section: "base" },
  {
    path: "/settings/fields",
    name: "fields",
    icon: FormOutlined,
    permission: "cases.configure",
    section: "system",
  },
  {
    path: "/settings/checklists",
    name: "checklists",
    icon: CheckSquareOutlined,
    permission: "cases.configure",
    section: "system",
  },
  {
    path: "/settings/verification",
    name: "verification",
    icon: SafetyCertificateOutlined,
    permission: "verification.configure",
    section: "system",
  },
  {
    path: "/settings/sign-in",
    name: "sign_in_rules",
    icon: LockOutlined,
    permission: "organisation.edit_sign_in",
    section: "system",
  },
  { path: "/imports", name: "imports", icon: ImportOutlined, permission: "imports.run", section: "system" },
  { path: "/operations", name: "operations", icon: ApiOutlined, permission: "operations.view", section: "system" },
  { path: "/privacy", name: "privacy", icon: EyeOutlined, permission: "privacy.view", section: "system" },
  { path: "/webhooks", name: "webhooks", icon: SendOutlined, permission: "webhooks.view", section: "system" },
  { path: "/audit", name: "audit", icon: AuditOutlined, permission: "journal.view", section: "system" },
];

export const sections = ["work", "base", "system"] as const;
