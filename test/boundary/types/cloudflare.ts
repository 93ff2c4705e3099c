import {
  type ClientOptions,
  createDurableTokenStore,
  createTokenObject,
  fromEnv,
  type Oceanpayment,
  opcardFromEnv,
  type SecretsStoreSecret,
  senderAddress,
  type TokenNamespace,
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

export const Tokens = createTokenObject();

export async function freeze(env: Env & { readonly TOKENS: TokenNamespace<unknown> }, id: string): Promise<string> {
  const opcard = await opcardFromEnv(env, { tokenStore: createDurableTokenStore(env.TOKENS) });
  return (await opcard.request(`/card-api/v1/cards/${id}/freeze`, { parameters: {} })).traceId;
}
