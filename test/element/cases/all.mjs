import { autofillChecks } from "./autofill.mjs";
import { axeChecks } from "./axe.mjs";
import { canaryChecks } from "./canary.mjs";
import { caretModelChecks } from "./caret-model.mjs";
import { formChecks } from "./forms.mjs";
import { holdingChecks } from "./holding.mjs";
import { insecureChecks } from "./insecure.mjs";
import { frameworkChecks } from "./frameworks.mjs";
import { languageChecks } from "./languages.mjs";
import { layoutChecks } from "./layout.mjs";
import { namesChecks } from "./names.mjs";
import { policyChecks } from "./policy.mjs";
import { recorderChecks } from "./recorders.mjs";
import { standaloneChecks } from "./standalone.mjs";
import { typingChecks } from "./typing.mjs";
import { wipingChecks } from "./wiping.mjs";

/** Returns every check: what it is called, which browser alone it is for, and what runs it. */
export function allChecks() {
  return [
    ...policyChecks(),
    ...typingChecks(),
    ...caretModelChecks(),
    ...autofillChecks(),
    ...formChecks(),
    ...holdingChecks(),
    ...wipingChecks(),
    ...canaryChecks(),
    ...recorderChecks(),
    ...namesChecks(),
    ...axeChecks(),
    ...languageChecks(),
    ...layoutChecks(),
    ...insecureChecks(),
    ...standaloneChecks(),
    ...frameworkChecks(),
  ];
}
