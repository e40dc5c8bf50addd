/**
 * Adds up vitest's JSON reports: `N passed, N failed, N skipped`. A file that broke before its
 * first test, or a report that was never written, counts as one failure.
 */
import { readFileSync } from 'node:fs';

const total = { passed: 0, failed: 0, skipped: 0 };

for (const path of process.argv.slice(2)) {
  const report = read(path);
  total.passed += report?.numPassedTests ?? 0;
  total.failed += report ? report.numFailedTests + brokenFiles(report) : 1;
  total.skipped += (report?.numPendingTests ?? 0) + (report?.numTodoTests ?? 0);
}

console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exitCode = total.failed > 0 || total.passed === 0 ? 1 : 0;

function read(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
}

/** Files that failed though none of their tests did. */
function brokenFiles({ testResults }) {
  const broken = testResults.filter(
    ({ status, assertionResults }) =>
      status === 'failed' && !assertionResults.some((each) => each.status === 'failed'),
  );
  return broken.length;
}
