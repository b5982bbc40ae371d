import "server-only";
import { Socket } from "node:net";

/**
 * A line to the database that ends itself when nothing has come or gone for a
 * while. One that died without a word (a machine that lost its power, a firewall
 * that forgot) would else be waited on for a quarter of an hour, and each that
 * asks would wait with it. What is in use says something far more often: a change
 * may take 20 seconds, but none of its statements this long.
 */
export function openLine(): Socket {
  const socket = new Socket();
  return socket.setTimeout(SILENCE_MAX_MS, () => {
    const error = new Error("The database has said nothing for 15 seconds.");
    socket.destroy(Object.assign(error, { code: "ETIMEDOUT" }));
  });
}

const SILENCE_MAX_MS = 15_000;
