// Looks at a NATS server with its official client and prints what it sees as JSON.
//   node nats.mjs stream URL STREAM     messages of a stream: subject, id, payload
//   node nats.mjs bucket URL BUCKET     keys and values
//   node nats.mjs services URL          what answers $SRV.PING, INFO, STATS, and its health
import { connect } from '@nats-io/transport-node';
import { jetstream, jetstreamManager } from '@nats-io/jetstream';
import { Kvm } from '@nats-io/kv';

const [what, servers, name] = process.argv.slice(2);
const nc = await connect({ servers });

async function stream() {
  const { state } = await (await jetstreamManager(nc)).streams.info(name);
  const messages = [];
  if (state.messages > 0) {
    const consumer = await jetstream(nc).consumers.get(name);
    const all = await consumer.consume();
    for await (const m of all) {
      messages.push({ subject: m.subject, id: m.headers?.get('Nats-Msg-Id') ?? null, data: m.json() });
      if (m.info.pending === 0) break;
    }
  }
  return { messages: state.messages, all: messages };
}

async function bucket() {
  const kv = await new Kvm(nc).open(name);
  const all = {};
  for await (const key of await kv.keys()) all[key] = (await kv.get(key)).string();
  return all;
}

async function services() {
  const ask = async (subject) => {
    const found = [];
    for await (const m of await nc.requestMany(subject, '', { strategy: 'stall', maxWait: 2000 })) found.push(m.json());
    return found;
  };
  const ping = await ask('$SRV.PING');
  const [info] = await ask(`$SRV.INFO.${ping[0].name}`);
  const health = (await nc.request(info.endpoints[0].subject, '', { timeout: 5000 })).json();
  const [stats] = await ask(`$SRV.STATS.${ping[0].name}.${ping[0].id}`);
  return { ping, info, health, stats };
}

console.log(JSON.stringify(await { stream, bucket, services }[what]()));
await nc.close();
