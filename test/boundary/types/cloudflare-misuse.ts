import { fromEnv, senderAddress } from "oceanpayment/cloudflare";

void fromEnv();
void fromEnv("sandbox");
void fromEnv({}, { timeout: 1000 });
export const ip: string = senderAddress(new Request("https://shop.test/"));
