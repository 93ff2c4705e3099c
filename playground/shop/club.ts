import { onBuyer, setButton } from "./buyer.ts";
import { ask, markField, showProblem } from "./dom.ts";
import { type SignedForm, submitForm } from "./signed-form.ts";

onBuyer(async (buyer) => {
  setButton("One moment…", true);
  const { form, field } = await ask<{ readonly form: SignedForm; readonly field: string }>("/api/club", buyer);
  if (form) {
    submitForm(form);
    return;
  }
  setButton("Go on to the gateway");
  if (field === "billing.email") markField("email", "Please enter your email address.");
  else showProblem("The shop did not answer. Nothing was stored; please try again.");
});
