/** The picker of words that sort cases. */
import { useQuery } from "@tanstack/react-query";
import { Select } from "antd";
import { useDeferredValue, useState } from "react";
import { api, got } from "@/api/client";

/** Words that sort cases: those in use are suggested, new ones are typed. */
export function TagsPicker(props: {
  id?: string;
  value?: string[];
  onChange?: (tags: string[]) => void;
  placeholder?: string;
}) {
  const [typed, setTyped] = useState("");
  const q = useDeferredValue(typed);
  const found = useQuery({
    queryKey: ["pick", "tags", q],
    queryFn: () => got(api.GET("/api/v1/case-tags", { params: { query: { q: q || undefined } } })),
    staleTime: 30_000,
    placeholderData: (before) => before,
  });
  return (
    <Select
      id={props.id}
      mode="tags"
      className="full"
      maxCount={20}
      value={props.value}
      onChange={props.onChange}
      showSearch={{ filterOption: false, onSearch: setTyped }}
      placeholder={props.placeholder}
      options={found.data?.items.map((tag) => ({ value: tag, label: tag }))}
    />
  );
}
