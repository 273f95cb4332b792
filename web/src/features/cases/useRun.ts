/** Does a verb and says how it went. */
import { App } from "antd";
import { asProblem } from "@/api/problem";
import { problemText } from "@/ui/words";

export function useRun() {
  const { message } = App.useApp();
  return async (verb: () => Promise<unknown>, done: string) => {
    try {
      await verb();
      message.success(done);
    } catch (error) {
      message.error(problemText(asProblem(error)));
    }
  };
}
