/** The servers that are called, in a process of their own so that their work is not counted as anybody else's. */
import { startPublicHolidays } from "../fakes/public-holidays";
import { startWarehouse } from "../fakes/warehouse";

const [warehousePort, holidaysPort] = process.argv.slice(2).map(Number);
await startWarehouse({ ...(warehousePort && { port: warehousePort }) });
await startPublicHolidays({ ...(holidaysPort && { port: holidaysPort }) });
process.send?.("ready");
