import { useRouter } from "@tanstack/react-router";
import { useEffect, useState } from "react";

/** A value once it has rested for a moment. */
export function useSettled<T>(value: T, ms = 300): T {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), ms);
    return () => clearTimeout(timer);
  }, [value, ms]);
  return settled;
}

/**
 * Whether nobody has begun to leave the page. A filter that settles while the next page is still
 * on its way must not call people back.
 */
export function useStaying(): () => boolean {
  const router = useRouter();
  return () => router.latestLocation.pathname === router.state.resolvedLocation?.pathname;
}
