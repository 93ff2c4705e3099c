import { defineCardElement } from "oceanpayment/browser";
import { useEffect, useRef } from "react";

// Does nothing on a server.
defineCardElement();

/**
 * For React 19. `config` is what the server's `publicConfig()` gives; `onPay` gets `card_data` and `card_name` when
 * the form is submitted, and no card.
 */
export function CardForm({ config, onPay, onCard }) {
  const card = useRef(null);
  // Not as a property in the markup: React sets none in a form that was drawn on a server.
  useEffect(() => {
    card.current.config = config;
  }, [config]);
  useEffect(() => {
    const element = card.current;
    const tell = ({ detail }) => onCard?.(detail);
    element.addEventListener("change", tell);
    return () => element.removeEventListener("change", tell);
  }, [onCard]);

  async function pay(event) {
    event.preventDefault();
    const { card_data: cardData, card_name: cardName } = Object.fromEntries(new FormData(event.currentTarget));
    const { isPaid } = await onPay({ cardData, cardName });
    // After a decline the number stays: only the security code is to be typed again.
    if (isPaid) card.current?.clear();
  }

  return (
    <form onSubmit={pay}>
      <oceanpayment-card ref={card} holder />
      <button>Pay</button>
    </form>
  );
}
