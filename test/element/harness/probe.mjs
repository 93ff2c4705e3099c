/**
 * Runs in a page before its own scripts: keeps closed shadow roots where a test finds them, breaches of the policy, and
 * what scripts dispatch. With `open` the roots are open to tools that know `shadowRoot` only. It is one function without
 * imports, since its text is sent to the page.
 */
export function installProbe({ open }) {
  const roots = new WeakMap();
  const violations = [];
  const dispatched = [];
  const heard = [];
  const { attachShadow } = Element.prototype;
  Element.prototype.attachShadow = function (init) {
    const root = attachShadow.call(this, open ? { ...init, mode: "open" } : init);
    roots.set(this, root);
    modes.push(init.mode);
    return root;
  };
  const modes = [];
  const { dispatchEvent } = EventTarget.prototype;
  EventTarget.prototype.dispatchEvent = function (event) {
    dispatched.push(event);
    return dispatchEvent.call(this, event);
  };
  document.addEventListener("securitypolicyviolation", (event) => {
    if (event.blockedURI.endsWith("/favicon.ico")) return;
    const violation = `${event.effectiveDirective}: ${event.blockedURI} ${event.sample}`;
    violations.push(violation);
    // Said aloud as well: the list goes with the document, and not every browser tells its console.
    console.error(`policy: ${violation}`);
  });
  for (const type of ["ready", "change", "input", "submit", "formdata", "invalid", "error", "reset"]) {
    addEventListener(type, (event) => heard.push(event), true);
  }
  const card = () => document.querySelector("oceanpayment-card");
  const root = () => roots.get(card());
  const field = (id) => root().getElementById(id);
  const messageOf = (input) =>
    (input.getAttribute("aria-describedby") ?? "")
      .split(" ")
      .map((id) => root().getElementById(id))
      .filter((element) => element?.part.contains("error"))
      .map((element) => element.textContent)
      .join(" ")
      .trim();
  const inputs = () => [...(root()?.querySelectorAll("input") ?? [])].filter((input) => !input.closest("[hidden]"));
  // Texts in whatever is an object of data, so deep, each object once.
  const textsIn = (value, depth = 0, known = new Set()) => {
    if (["string", "number", "bigint"].includes(typeof value)) return `${String(value)}\n`;
    if (typeof value !== "object" || value === null || depth > 5 || known.has(value)) return "";
    if (value instanceof Node || value === globalThis) return "";
    known.add(value);
    if (value instanceof Map || value instanceof Set) return textsIn([...value], depth, known);
    return Object.getOwnPropertyNames(value)
      .map((name) => `${name}\n${textsIn(readProperty(value, name), depth + 1, known)}`)
      .join("");
  };
  const readProperty = (value, name) => {
    try {
      return value[name];
    } catch {
      return undefined;
    }
  };
  const eventTexts = (event) => {
    const names = ["detail", "data", "message", "key", "inputType", "submitter", "newValue", "state"];
    return names.map((name) => textsIn(readProperty(event, name))).join("");
  };
  const statics = [];
  const keepStatics = () => {
    const names = ["input", "lastMatch", "lastParen", "leftContext", "rightContext"];
    const groups = ["$1", "$2", "$3", "$4", "$5", "$6", "$7", "$8", "$9"];
    statics.push([...names, ...groups].map((name) => RegExp[name]).join("\n"));
  };
  /** The texts of every place that a script or a form of the page can read, by place. */
  const places = () => ({
    document: document.documentElement.outerHTML,
    root: root().innerHTML,
    element: textsIn(Object.fromEntries(propertiesOf(card()))),
    // What the browser itself fires for a key is not the element's.
    events: [...dispatched, ...heard.filter(({ isTrusted }) => !isTrusted)].map(eventTexts).join("\n"),
    form: [...document.forms].map((form) => textsIn([...new FormData(form)])).join("\n"),
    "local storage": textsIn({ ...localStorage }),
    "session storage": textsIn({ ...sessionStorage }),
    cookies: document.cookie,
    history: `${textsIn(history.state)}${location.href}${document.title}${globalThis.name}`,
    window: Object.getOwnPropertyNames(globalThis)
      .filter((name) => !["probe", "performance", "event"].includes(name))
      .map((name) => textsIn(readProperty(globalThis, name)))
      .join("\n"),
    regexp: statics.join("\n"),
  });
  const propertiesOf = (element) => {
    const names = [
      ...Object.getOwnPropertyNames(element),
      ...Object.getOwnPropertyNames(Object.getPrototypeOf(element)),
    ];
    return names.map((name) => [name, readProperty(element, name)]);
  };
  const probe = {
    places,
    statics,
    keepStatics,
    violations,
    dispatched,
    heard,
    modes,
    card,
    root,
    field,
    read: (id) => ({ value: field(id).value, start: field(id).selectionStart, end: field(id).selectionEnd }),
    messages: () => Object.fromEntries(inputs().map((input) => [input.id, messageOf(input)])),
    /** What the element says in the page's language. */
    texts: () =>
      Object.fromEntries([
        ...[...root().querySelectorAll("label")].map((label) => [label.htmlFor, label.textContent]),
        ["placeholder", field("expiry").placeholder],
        ["group", root().querySelector("[role=group]").getAttribute("aria-label")],
      ]),
    values: () => Object.fromEntries(inputs().map((input) => [input.id, input.value])),
    inputs,
  };
  // Not enumerable: what looks through the window's properties must not find the probe itself.
  Object.defineProperty(globalThis, "probe", { value: probe });
}
