// Runs the Workers in a process of its own, so that the journey can kill it at any moment: prints where they listen.
import { startWorkers } from "./workers.mjs";

const [persist, client] = process.argv.slice(2);
const miniflare = await startWorkers({ persist, client: JSON.parse(client) });
console.log(`listening:${(await miniflare.ready).href}`);
