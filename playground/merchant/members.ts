import type { Database } from "./database.ts";

/** A member of the print club. `"stored"` can be charged. */
export interface Member {
  /** Random, and all that protects a member's page here. */
  readonly customerId: string;
  readonly name: string;
  readonly email: string;
  readonly quickpayId: string | null;
  readonly state: "joining" | "stored" | "refused" | "cancelled";
}

const COLUMNS = "customer_id AS customerId, name, email, quickpay_id AS quickpayId, state";

/** The merchant's members in D1. */
export function createMembers(db: Database) {
  return {
    create: async ({ customerId, name, email }: Pick<Member, "customerId" | "name" | "email">) => {
      await db
        .prepare("INSERT INTO members (customer_id, name, email, state) VALUES (?, ?, ?, 'joining')")
        .bind(customerId, name, email)
        .run();
    },
    find: (customerId: string) =>
      db.prepare(`SELECT ${COLUMNS} FROM members WHERE customer_id = ?`).bind(customerId).first<Member>(),
    list: async (): Promise<readonly Member[]> =>
      (await db.prepare(`SELECT ${COLUMNS} FROM members ORDER BY rowid DESC LIMIT 20`).all<Member>()).results,
    /** Keeps a member's state; a stored payment's id once there is one. */
    settle: async (customerId: string, state: Member["state"], quickpayId: string | null) => {
      await db
        .prepare("UPDATE members SET state = ?, quickpay_id = COALESCE(?, quickpay_id) WHERE customer_id = ?")
        .bind(state, quickpayId, customerId)
        .run();
    },
  };
}

export type Members = ReturnType<typeof createMembers>;
