CREATE TABLE IF NOT EXISTS orders (
  number TEXT PRIMARY KEY,
  flow TEXT NOT NULL,
  amount TEXT NOT NULL,
  currency TEXT NOT NULL,
  state TEXT NOT NULL,
  payment_id TEXT,
  signature TEXT,
  continue_url TEXT,
  created_at_ms INTEGER NOT NULL,
  asked_at_ms INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE IF NOT EXISTS payments (
  payment_id TEXT PRIMARY KEY,
  number TEXT NOT NULL,
  status TEXT NOT NULL,
  signature TEXT
);
CREATE TABLE IF NOT EXISTS refunds (
  refund_number TEXT PRIMARY KEY,
  number TEXT NOT NULL,
  payment_id TEXT NOT NULL,
  refund_id TEXT,
  amount TEXT NOT NULL,
  cents INTEGER NOT NULL,
  status TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS members (
  customer_id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  email TEXT NOT NULL,
  quickpay_id TEXT,
  state TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS steps (
  id INTEGER PRIMARY KEY,
  number TEXT NOT NULL,
  event TEXT UNIQUE,
  kind TEXT NOT NULL,
  title TEXT NOT NULL,
  text TEXT NOT NULL,
  cells TEXT NOT NULL,
  at_ms INTEGER NOT NULL
);
