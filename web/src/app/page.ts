/** A page: its own chunk, fetched with the words it shows. */
import { lazyRouteComponent } from "@tanstack/react-router";
import type { ComponentType } from "react";
import { bringWords } from "@/ui/words";

/** The component `name` of the module that `bring` fetches; `features` are the files of `locales/` it speaks from. */
export function page<Name extends string>(
  bring: () => Promise<Record<Name, ComponentType>>,
  name: Name,
  ...features: string[]
) {
  return lazyRouteComponent(async () => {
    const [module] = await Promise.all([bring(), bringWords(features)]);
    return module;
  }, name);
}
