// Reads the Dockerfile. node dockerfile.mjs lint | stage NAME
//   lint        what is wrong, one line each, exit 1
//   stage NAME  the stage's instructions as lines of INSTRUCTION, a tab and its arguments as one JSON string
import { readFileSync } from 'node:fs';
import { DockerfileParser } from 'dockerfile-ast';
import { validate } from 'dockerfile-utils';

const path = new URL('../../Dockerfile.gpu', import.meta.url);
const text = readFileSync(path, 'utf8');
const [what, name] = process.argv.slice(2);

if (what === 'lint') {
  const faults = validate(text).map(fault => `Dockerfile.gpu:${fault.range.start.line + 1}: ${fault.message}`);
  const parsed = DockerfileParser.parse(text);
  const stages = parsed.getFROMs().map(from => from.getBuildStage());
  const known = new Set(stages);
  const args = new Map(parsed.getARGs().map(arg => arg.getProperty()).filter(Boolean).map(p => [p.getName(), p.getValue() ?? '']));
  const fill = image => image.replace(/\$\{(\w+)\}/g, (_, variable) => args.get(variable) ?? '');
  for (const from of parsed.getFROMs()) {
    const image = fill(from.getImage());
    const at = `Dockerfile.gpu:${from.getRange().start.line + 1}`;
    if (known.has(image)) continue;
    if (!/:[^:]*\d[^:]*$/.test(image)) faults.push(`${at}: ${image} is not held to a version`);
    if (image.includes('/') && image.split('/')[0].includes('.')) faults.push(`${at}: ${image} names a host`);
  }
  for (const copy of parsed.getCOPYs()) {
    const from = copy.getFlags().find(flag => flag.getName() === 'from')?.getValue();
    if (from && !known.has(from)) faults.push(`Dockerfile.gpu:${copy.getRange().start.line + 1}: no stage is called ${from}`);
  }
  const last = text.slice(text.lastIndexOf('\nFROM '));
  const users = [...last.matchAll(/^USER (\S+)/gm)];
  if (!users.length || /^(0|root)(:|$)/.test(users.at(-1)[1])) faults.push('Dockerfile.gpu: the last stage runs as root');
  for (const word of ['HEALTHCHECK', 'STOPSIGNAL', 'ENTRYPOINT', 'VOLUME']) if (!new RegExp(`^${word} `, 'm').test(last)) faults.push(`Dockerfile.gpu: the last stage has no ${word}`);
  if (/(PASSWORD|TOKEN|SECRET|_KEY)=/.test(text)) faults.push('Dockerfile.gpu: something like a secret is set in a layer');
  for (const fault of faults) console.log(fault);
  process.exit(faults.length ? 1 : 0);
}

const instructions = DockerfileParser.parse(text).getInstructions();
const first = instructions.findIndex(i => i.getKeyword() === 'FROM' && new RegExp(`\\bAS ${name}$`).test(i.getRawArgumentsContent()));
if (first < 0) throw new Error(`no stage is called ${name}`);
for (const instruction of instructions.slice(first + 1)) {
  if (instruction.getKeyword() === 'FROM') break;
  // The builder takes comment lines out and joins continued ones; flags stay.
  const { start, end } = instruction.getRange();
  const joined = text.split('\n').slice(start.line, end.line + 1).filter(line => !/^\s*#/.test(line)).join('\n').replace(/\\\n\s*/g, ' ');
  console.log(`${instruction.getKeyword()}\t${JSON.stringify(joined.replace(/^\w+\s+/, ''))}`);
}
