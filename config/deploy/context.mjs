// Writes the build context that .dockerignore leaves of this checkout: node context.mjs DIR
// Patterns as in a .dockerignore: the last one that matches decides, "!" takes back, "**" is any number of folders.
import { cpSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const to = process.argv[2];
const rules = readFileSync(join(root, '.dockerignore'), 'utf8').split('\n').map(line => line.trim()).filter(line => line && !line.startsWith('#')).map(line => {
  const back = line.startsWith('!');
  const pattern = (back ? line.slice(1) : line).replace(/[.+^$()|{}]/g, '\\$&')
    .replace(/\*\*\//g, '\u0000').replace(/\*/g, '[^/]*').replace(/\u0000/g, '(?:.*/)?');
  return { back, match: new RegExp(`^${pattern}(?:/.*)?$`) };
});
const isIn = path => rules.reduce((kept, rule) => (rule.match.test(path) ? rule.back : kept), true);

let files = 0;
for (const entry of readdirSync(root, { withFileTypes: true })) walk(entry.name, entry);
console.log(`${files} files`);

function walk(path, entry) {
  if (['.git', 'node_modules', 'bin', 'obj', 'out', '.sluice'].includes(entry.name)) return; // never kept, and large
  if (entry.isDirectory()) {
    for (const child of readdirSync(join(root, path), { withFileTypes: true })) walk(`${path}/${child.name}`, child);
    return;
  }
  if (!isIn(path)) return;
  mkdirSync(join(to, dirname(path)), { recursive: true });
  cpSync(join(root, path), join(to, path));
  files++;
}
