/** Closes with plain lines: how many journeys passed and failed, and which needed a second walk. */
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
    for (const [test] of [...this.last].filter(([test]) => test.outcome() === "flaky")) {
      console.log(`stumbled once, passed again: ${test.titlePath().join(" › ")}`);
    }
    console.log(`browser: ${passed} passed, ${all.length - passed - skipped} failed`);
  }

  printsToStdio(): boolean {
    return true;
  }
}
