/** Closes with one plain line: how many journeys passed and failed. */
import type { FullResult, Reporter, TestCase, TestResult } from "@playwright/test/reporter";

export default class Closing implements Reporter {
  private readonly last = new Map<TestCase, string>();

  onTestEnd(test: TestCase, result: TestResult): void {
    this.last.set(test, result.status);
  }

  onEnd(_: FullResult): void {
    const all = [...this.last.values()];
    const passed = all.filter((status) => status === "passed").length;
    const skipped = all.filter((status) => status === "skipped").length;
    console.log(`browser: ${passed} passed, ${all.length - passed - skipped} failed`);
  }

  printsToStdio(): boolean {
    return true;
  }
}
