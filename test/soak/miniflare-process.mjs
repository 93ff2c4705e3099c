// One Miniflare in a process of its own. It tells its parent where it listens, which process workerd is, and how that ended.
import childProcess from "node:child_process";
import { syncBuiltinESMExports } from "node:module";
import { join } from "node:path";

const COMPATIBILITY_DATE = "2026-04-20";

const { spawn } = childProcess;
let workerd;
childProcess.spawn = (...call) => {
  workerd = spawn(...call);
  workerd.once("exit", (code, signal) => process.send?.({ code, signal }));
  return workerd;
};
syncBuiltinESMExports();

process.once("disconnect", () => {
  workerd?.kill("SIGKILL");
  process.exit();
});
process.once("message", (options) => {
  start(options).catch((error) => process.send({ error: String(error?.stack ?? error) }));
});

async function start({ folder, script, soak }) {
  const { Log, LogLevel, Miniflare } = await import("miniflare");
  const isDurable = script.includes("NOTICES");
  const miniflare = new Miniflare({
    host: "127.0.0.1",
    port: 0,
    cf: false,
    log: new Log(LogLevel.NONE),
    compatibilityDate: COMPATIBILITY_DATE,
    modules: [{ type: "ESModule", path: "worker.mjs", contents: script }],
    // Past Miniflare's own entry: what answers, and what is killed, is the Worker.
    unsafeDirectSockets: [{ host: "127.0.0.1", port: 0 }],
    bindings: { SOAK: soak },
    ...(isDurable
      ? {
          durableObjects: { NOTICES: { className: "Inbox", useSQLite: true } },
          durableObjectsPersist: join(folder, "objects"),
        }
      : { d1Databases: ["DB"], d1Persist: join(folder, "d1") }),
  });
  await miniflare.ready;
  const { origin } = await miniflare.unsafeGetDirectURL();
  process.send({ origin, pid: workerd.pid });
}
