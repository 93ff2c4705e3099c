// A stand-in for the two wallet scripts that Oceanpayment serves, written for this playground: the same names to call
// (protocol.md §6.8), none of their code. Which wallet it is, its address tells. The wallet's sheet is a frame here.
(() => {
  const { origin, pathname } = new URL(document.currentScript.src);
  const wallet = pathname.includes("googlepay")
    ? { global: "onePageGooglePay", callback: "oceanpaymentGooglePayCallBack", id: "oceanpayment-googlepayelement" }
    : { global: "onePageApplePay", callback: "oceanpaymentApplePayCallBack", id: "oceanpayment-applepayelement" };
  let frame;

  addEventListener("message", ({ origin: from, data }) => {
    if (from === origin && data?.from === wallet.global && "result" in data) globalThis[wallet.callback](data.result);
  });

  globalThis[wallet.global] = {
    init(_isSandbox, { language, transactionInfo }) {
      frame = document.createElement("iframe");
      frame.title = "Wallet";
      const { orderAmount, orderCurrency } = transactionInfo;
      const asked = { shop: location.origin, wallet: wallet.global, language, orderAmount, orderCurrency };
      frame.src = `${origin}/pages/stand-in/wallet.html?${new URLSearchParams(asked)}`;
      document.getElementById(wallet.id).replaceChildren(frame);
    },
    checkout(fields) {
      frame.contentWindow.postMessage({ fields }, origin);
    },
  };
})();
