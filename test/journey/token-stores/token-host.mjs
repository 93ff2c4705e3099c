// Runs the Workers in a process of its own, so that the journey can kill it at any moment: prints where they listen.
import { startTokenWorkers } from "./token-workers.mjs";

const [persist] = process.argv.slice(2);
const miniflare = await startTokenWorkers({ persist });
console.log(`listening:${(await miniflare.ready).href}`);
