import {
  type ClientOptions,
  fromEnv,
  type Oceanpayment,
  type SecretsStoreSecret,
  senderAddress,
} from "oceanpayment/cloudflare";

interface Env {
  readonly OCEANPAYMENT_ACCOUNT: string;
  readonly OCEANPAYMENT_SECURE_CODE: SecretsStoreSecret;
}

const options: ClientOptions = { timeoutMs: 1000 };

export default {
  async fetch(request: Request, env: Env): Promise<Response> {
    const oceanpayment: Oceanpayment = await fromEnv(env, options);
    const ip: string | undefined = senderAddress(request);
    return Response.json({ ...oceanpayment.publicConfig(), ip });
  },
};
