// A stand-in for the script that Oceanpayment serves under this path, written for this playground: the same names to call
// (protocol.md §6.8), none of its code. It draws the card's frame, hands it the signed fields, and hands back the result.
// Like the vendor's it looks at a message's origin, and not at which frame sent it.
(() => {
  const { origin } = new URL(document.currentScript.src);
  let frame;

  addEventListener("message", ({ origin: from, data }) => {
    if (from !== origin || data?.from !== "card") return;
    if (typeof data.height === "number") frame.style.height = `${data.height}px`;
    else if ("result" in data) globalThis.oceanpaymentCallBack(data.result);
  });

  globalThis.Oceanpayment = {
    init(_isSandbox, cssUrl, language, { showCardName = false } = {}) {
      frame = document.createElement("iframe");
      frame.id = "oceanpayment-iframe-card";
      frame.title = "Card details";
      const asked = { shop: location.origin, cssUrl, language, showCardName };
      frame.src = `${origin}/pages/stand-in/card.html?${new URLSearchParams(asked)}`;
      document.getElementById("oceanpayment-element").replaceChildren(frame);
    },
    checkout(fields) {
      frame.contentWindow.postMessage({ fields }, origin);
    },
  };
})();
