/** The one theme file: palette, density and both modes, as Ant Design tokens. */
import type { ThemeConfig } from "antd";
import { theme } from "antd";

export type Mode = "light" | "dark";

const font =
  '-apple-system, BlinkMacSystemFont, "Segoe UI", "PingFang SC", "Hiragino Sans GB", "Microsoft YaHei", "Noto Sans CJK SC", "Source Han Sans SC", sans-serif';

const shared = {
  fontFamily: font,
  fontFamilyCode: '"JetBrains Mono", "SF Mono", Consolas, "Noto Sans Mono CJK SC", monospace',
  fontSize: 13,
  lineHeight: 1.6,
  borderRadius: 6,
  borderRadiusLG: 8,
  borderRadiusSM: 4,
  controlHeight: 30,
  controlHeightSM: 24,
  wireframe: false,
  motionDurationMid: "0.14s",
  motionDurationSlow: "0.2s",
};

const light = {
  colorPrimary: "#2f54c8",
  colorInfo: "#2f54c8",
  colorLink: "#2a4dbb",
  colorSuccess: "#2a8a57",
  colorWarning: "#c47f10",
  colorError: "#cc3d3d",
  colorErrorText: "#b02c2c",
  colorTextBase: "#1b2333",
  // Quiet words still have the contrast that WCAG 2.2 AA asks for, 4.5 to 1, on page and panel.
  colorTextSecondary: "#4b5468",
  colorTextTertiary: "#626b7d",
  colorTextDescription: "#626b7d",
  colorTextPlaceholder: "#687184",
  // What may only be looked at must still be readable.
  colorTextDisabled: "#727b8d",
  colorBgLayout: "#f4f5f8",
  colorBgContainer: "#ffffff",
  colorBorder: "#d7dbe4",
  colorBorderSecondary: "#e8ebf1",
};

const dark = {
  colorPrimary: "#6f8ff2",
  colorInfo: "#6f8ff2",
  colorLink: "#8ea8f8",
  colorSuccess: "#4fb481",
  colorWarning: "#d9a441",
  colorError: "#e56a6a",
  colorErrorText: "#f08a8a",
  colorTextBase: "#e6e9f2",
  colorTextSecondary: "#b6bfd0",
  colorTextTertiary: "#9aa4b8",
  colorTextDescription: "#9aa4b8",
  colorTextPlaceholder: "#8d97ab",
  colorTextDisabled: "#7f899d",
  colorBgBase: "#12151d",
  colorBgLayout: "#0e1118",
  colorBgContainer: "#171b25",
  colorBgElevated: "#1e2330",
  colorBorder: "#323949",
  colorBorderSecondary: "#262c3a",
  // A calm shade for what is chosen or unread.
  colorPrimaryBg: "#1c2540",
  colorPrimaryBgHover: "#233052",
};

export function themeOf(mode: Mode): ThemeConfig {
  const colours = mode === "dark" ? dark : light;
  return {
    cssVar: { key: "lingke" },
    hashed: false,
    algorithm: mode === "dark" ? theme.darkAlgorithm : theme.defaultAlgorithm,
    token: { ...shared, ...colours },
    components: {
      Table: {
        cellPaddingBlockSM: 6,
        cellPaddingInlineSM: 10,
        headerBg: mode === "dark" ? "#1b202b" : "#f8f9fb",
        headerColor: mode === "dark" ? "#9aa4b8" : "#5d6678",
        headerSplitColor: "transparent",
        rowHoverBg: mode === "dark" ? "#1d2330" : "#f5f7fc",
      },
      Menu: {
        itemHeight: 32,
        itemMarginBlock: 1,
        itemMarginInline: 8,
        itemBorderRadius: 6,
        groupTitleFontSize: 11,
        itemBg: "transparent",
        // In the dark the primary colour on its own shade would be hard to read.
        ...(mode === "dark" ? { itemSelectedColor: "#c3d0ff" } : {}),
        activeBarBorderWidth: 0,
        iconSize: 15,
      },
      Card: { bodyPadding: 16, headerHeight: 42, headerFontSize: 14 },
      Form: { itemMarginBottom: 14, verticalLabelPadding: "0 0 3px" },
      Tabs: {
        // As with the menu.
        ...(mode === "dark" ? { itemSelectedColor: "#8ea8f8" } : {}),
        horizontalItemPadding: "8px 2px",
        horizontalItemGutter: 22,
        horizontalMargin: "0",
      },
      Drawer: { paddingLG: 18 },
      Descriptions: { itemPaddingBottom: 8 },
      Button: {
        ...(mode === "dark"
          ? {
              colorPrimary: "#4766cf",
              colorPrimaryHover: "#5474de",
              defaultHoverColor: "#8ea8f8",
              defaultActiveColor: "#8ea8f8",
            }
          : {}),
        primaryShadow: "none",
        defaultShadow: "none",
        dangerShadow: "none",
      },
      Tag: { defaultBg: mode === "dark" ? "#252b39" : "#f1f3f7" },
    },
  };
}
