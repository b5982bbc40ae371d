/** The servers and the model that are called, in a process of their own so that their work is not counted as anybody else's. */
import { call, say } from "../fakes/model-script";
import { startModelServer } from "../fakes/model-server";
import { startPublicHolidays } from "../fakes/public-holidays";
import { startWarehouse } from "../fakes/warehouse";

const [warehousePort, holidaysPort, modelPort] = process.argv.slice(2).map(Number);
/** Of one run, each after an answer of the model. */
const CALLS = 19;

await startWarehouse({ ...(warehousePort && { port: warehousePort }) });
await startPublicHolidays({ ...(holidaysPort && { port: holidaysPort }) });
await startModelServer({
  ...(modelPort && { port: modelPort }),
  script: ({ tools, done }) => {
    if (tools.some(({ name }) => name === "report_ready")) return call("report_ready", { ready: true });
    return done.length < CALLS ? call("is_holiday", { country: "CZ", date: "2026-12-24" }) : say("Done.");
  },
});
process.send?.("ready");
