// Reads the test results (TRX) of each project, lists what failed and what was skipped and why, and prints the totals as the last
// line: "N passed, N failed, N skipped". Exit code 1 when a test failed, a project left no result, or nothing ran at all.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const MOST_LINES = 24;
const [folder, ...projects] = process.argv.slice(2);
const text = (xml) => xml.replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&quot;/g, '"').replace(/&apos;/g, "'")
  .replace(/&#x([0-9A-Fa-f]+);/g, (_, hex) => String.fromCodePoint(parseInt(hex, 16))).replace(/&amp;/g, '&').trim();
let passed = 0, failed = 0, broken = 0;
const skipped = new Map();

for (const project of projects) {
  let trx;
  try {
    trx = readFileSync(join(folder, `${project}.trx`), 'utf8');
  } catch {
    console.log(`FAILED ${project}: the run left no results (it crashed, or did not start)`);
    broken++;
    continue;
  }
  // One element a test: either self-closed or with its output inside.
  for (const [, attributes, , body = ''] of trx.matchAll(/<UnitTestResult\b([^>]*?)(\/>|>([\s\S]*?)<\/UnitTestResult>)/g)) {
    const name = text(/testName="([^"]*)"/.exec(attributes)?.[1] ?? '?');
    const outcome = /outcome="([^"]*)"/.exec(attributes)?.[1];
    const told = (element) => text(new RegExp(`<${element}>([\\s\\S]*?)</${element}>`).exec(body)?.[1] ?? '');
    if (outcome === 'Passed') passed++;
    else if (outcome === 'NotExecuted') {
      const reason = told('Message') || told('StdOut') || 'no reason given';
      skipped.set(reason, [...(skipped.get(reason) ?? []), name]);
    } else {
      failed++;
      // Why it failed, then what it wrote on its way: either may be the only trace of what fails once in a hundred runs.
      const lines = [...told('Message').split('\n').slice(0, MOST_LINES), ...told('StdOut').split('\n').slice(-MOST_LINES),
        ...told('StackTrace').split('\n').slice(0, 4)].filter(Boolean);
      console.log([`FAILED ${name}`, ...lines].join('\n  '));
    }
  }
  // A host that died half way reports its run as failed though every listed test passed.
  if (/<ResultSummary outcome="(Failed|Error|Aborted)"/.test(trx) && failed === 0) {
    console.log(`FAILED ${project}: the run ended abnormally`);
    broken++;
  }
}

for (const [reason, names] of skipped) {
  console.log(`SKIPPED ${names.length}: ${reason}`);
  for (const name of names) console.log(`  ${name}`);
}
const skips = [...skipped.values()].reduce((sum, names) => sum + names.length, 0);
console.log(`${passed} passed, ${failed + broken} failed, ${skips} skipped`);
process.exit(failed + broken > 0 || passed === 0 ? 1 : 0);
