/** Which column holds which field. People choose a column for a field; the server is told a field for a column. Pure. */
import type { Column, Import } from "./types";

/** Field code to column name. */
export type FieldMapping = Record<string, string | undefined>;

/** As guessed by the server, or as said before an earlier run. */
export function mappingOf(columns: Column[]): FieldMapping {
  const mapping: FieldMapping = {};
  for (const column of columns) if (column.maps_to) mapping[column.maps_to] = column.name;
  return mapping;
}

/** Gives `field` a column. A column holds one field, so another that had it loses it. */
export function choose(mapping: FieldMapping, field: string, column: string | undefined): FieldMapping {
  const others = Object.entries(mapping).filter(([, name]) => name !== column);
  return { ...Object.fromEntries(others), [field]: column };
}

export function fieldIn(mapping: FieldMapping, column: string): string | undefined {
  return Object.keys(mapping).find((field) => mapping[field] === column);
}

/** The column whose cells `field` takes; of two columns with one name, the first, as the server does. */
export function indexOf(mapping: FieldMapping, columns: Column[], field: string): number {
  return columns.findIndex((column) => column.name === mapping[field]);
}

/** Column names, each once: a second column of the same name cannot be told apart. */
export const namesOf = (columns: Column[]) => [...new Set(columns.map((column) => column.name))];

/** Required fields that no column holds. */
export function missingOf(it: Import, mapping: FieldMapping): string[] {
  return it.fields.filter((f) => f.required && mapping[f.code] === undefined).map((f) => f.code);
}

/** Every column is named, so that nothing stays as guessed against a person's choice. */
export function toServer(columns: Column[], mapping: FieldMapping): Record<string, string | null> {
  return Object.fromEntries(namesOf(columns).map((name) => [name, fieldIn(mapping, name) ?? null]));
}
