/** An import and its parts, as the server answers them. Lists leave out the sample and the report. */
import type { Import } from "@/api/types";

export type { Import };
export type ImportState = Import["state"];
export type Column = Import["columns"][number];
export type Progress = Import["progress"];
export type Report = NonNullable<Import["report"]>;
/** Something told about one line; the file's first line is 1. */
export type RowRemark = Report["errors"][number];
