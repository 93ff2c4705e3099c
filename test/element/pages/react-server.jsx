// The same recipe on a server, as text.
import { renderToString } from "react-dom/server";
import { CardForm } from "../../../playground/recipes/card/react.jsx";

export const render = (config) =>
  renderToString(<CardForm config={config} onPay={async () => ({ isPaid: true })} onCard={() => {}} />);
