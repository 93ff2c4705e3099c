import { fromEnv, senderAddress } from "oceanpayment/deno";

void fromEnv({ OCEANPAYMENT_ACCOUNT: "995149" });
void fromEnv({ get: () => 1 });
senderAddress({});
