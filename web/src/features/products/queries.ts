import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api, got, ifMatch, onlyOnce } from "@/api/client";
import type { Product, ProductInput } from "@/api/types";
import { usePages } from "@/ui/paging";

export function useProducts() {
  return usePages(["products", "list"], (cursor) =>
    got(api.GET("/api/v1/products", { params: { query: { limit: 200, cursor } } })),
  );
}

export function useProductVerbs() {
  const client = useQueryClient();
  const again = () => client.invalidateQueries({ queryKey: ["products"] });
  return {
    add: useMutation({
      mutationFn: (body: ProductInput) => got(api.POST("/api/v1/products", { body, ...onlyOnce() })),
      onSuccess: again,
    }),
    edit: useMutation({
      mutationFn: ({ it, body }: { it: Product; body: Partial<ProductInput> }) =>
        got(api.PATCH("/api/v1/products/{id}", { params: { path: { id: it.id } }, body, ...ifMatch(it.version) })),
      onSettled: again,
    }),
  };
}
