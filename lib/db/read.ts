import "server-only";
import type { Permit } from "@/lib/access/actor";
import { db } from "./client";
import type { PrismaClient } from "./generated/client";

/** The door for looking: every model, no way to change one. */
export function read(_permit: Permit): Reader {
  return db();
}

/** Looking before it is known who asks: finding out who that is, or whether there is anybody yet. */
export function lookUp(
  _reason: "session" | "invite" | "endpoint token" | "set-up" | "start" | "health",
): Reader {
  return db();
}

type Reader = {
  [Model in keyof PrismaClient as PrismaClient[Model] extends { findMany: unknown } ? Model : never]: Pick<
    PrismaClient[Model],
    ReadMethod & keyof PrismaClient[Model]
  >;
};

type ReadMethod = "findMany" | "findFirst" | "findUnique" | "count" | "groupBy";
