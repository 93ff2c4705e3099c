import type { Fields } from "../edge/merchant.ts";

/** The order of the tables beside this file, with nothing optional in it, and how protocol.md §6.1 spells it. */
export const ORDER = { orderNumber: "ORDER-1", amount: "10.00", currency: "USD" };
export const DETAILS = {
  billing: { firstName: "Ada", lastName: "Lovelace", email: "ada@example.com", country: "GB" },
  backUrl: "https://shop.example/back",
};
export const FIELDS: Fields = {
  account: "900001",
  terminal: "90000101",
  order_number: "ORDER-1",
  order_currency: "USD",
  order_amount: "10.00",
  backUrl: "https://shop.example/back",
  billing_firstName: "Ada",
  billing_lastName: "Lovelace",
  billing_email: "ada@example.com",
  billing_country: "GB",
};

export const FULL_BILLING = {
  firstName: " Zoë 'Ada' ",
  lastName: 'Love"lace',
  email: "<ada@example.com>",
  country: "GBR",
  phone: "+44 20 7946 0000",
  state: "London",
  city: "London & more",
  address: "12 St James's Square; 李雷=😀%20",
  zip: "SW1Y 4JH",
  ip: "2001:db8::1, 10.0.0.1",
};
export const FULL_BILLING_FIELDS: Fields = {
  billing_firstName: "Zoë Ada",
  billing_lastName: "Lovelace",
  billing_email: "ada@example.com",
  billing_phone: "+44 20 7946 0000",
  billing_country: "GBR",
  billing_state: "London",
  billing_city: "London & more",
  billing_address: "12 St Jamess Square; 李雷=😀%20",
  billing_zip: "SW1Y 4JH",
  billing_ip: "2001:db8::1",
};

/** Everything a payment may hold, whatever it is paid with. */
export const FULL_ORDER = {
  orderNumber: "#30/06_a.b~c&f=g+h%20",
  amount: "12345678.9",
  currency: "EUR",
  notes: " gift '1' ",
};
export const FULL_DETAILS = {
  billing: FULL_BILLING,
  shipping: {
    firstName: "Byron",
    lastName: "King",
    email: "b@example.com",
    country: "FR",
    phone: "1",
    state: "IDF",
    city: "Paris",
    address: "1 rue de la Paix",
    zip: "75002",
  },
  products: [
    { sku: "S-1", name: "Tea, <green>", quantity: 2, price: "1.50" },
    { name: "Cup", quantity: 1, price: "0" },
  ],
  backUrl: "https://shop.example/back?order=1&x=%27a%20b",
  noticeUrl: "https://notify.example:443/in?a=1&b=2",
  intent: "pre-authorisation",
  device: "mobile",
  customerId: "C-42",
  terminal: "90000102",
} as const;
export const FULL_FIELDS: Fields = {
  account: "900001",
  terminal: "90000102",
  order_number: "#30/06_a.b~c&f=g+h%20",
  order_currency: "EUR",
  order_amount: "12345678.9",
  order_notes: "gift 1",
  backUrl: "https://shop.example/back?order=1&x=%27a%20b",
  noticeUrl: "https://notify.example:443/in?a=1&b=2",
  customer_id: "C-42",
  ET_NOTES: "pre",
  pages: "1",
  productSku: "S-1;",
  productName: "Tea, green;Cup",
  productNum: "2;1",
  productPrice: "1.50;0",
  ...FULL_BILLING_FIELDS,
  ship_firstName: "Byron",
  ship_lastName: "King",
  ship_email: "b@example.com",
  ship_phone: "1",
  ship_country: "FR",
  ship_state: "IDF",
  ship_city: "Paris",
  ship_addr: "1 rue de la Paix",
  ship_zip: "75002",
};

export const PAYMENT_ID = "230101120000123456789";
export const QUICKPAY_ID = "3f0c6e0e-7d51-4a57-9d6e-0d6f0d3c1b11";
