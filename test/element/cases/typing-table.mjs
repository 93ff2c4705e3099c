/**
 * What a shopper does in a field, and what the field holds after each step, with `|` where the caret must stand. Without
 * it only the value counts.
 *
 * Steps: `type` real keys · `press` one key, several times where a number follows · `caret` puts the caret at a place, or
 * selects from one to another · `paste` and `cut` by the keyboard, through the clipboard · `insert` text without keys, as
 * Android's keyboards and dictation do · `fill` a value with its events, as a browser's autofill does · `compose` and
 * `commit` an input method's text, in Chromium.
 */
export const SEQUENCES = [
  // Number: typing
  [
    "number",
    "a number is grouped as it grows",
    [
      ["type", "4242", "4242|"],
      ["type", "4", "4242 4|"],
      ["type", "24242424242", "4242 4242 4242 4242|"],
    ],
  ],
  [
    "number",
    "American Express is grouped 4-6-5",
    [
      ["type", "37828", "3782 8|"],
      ["type", "2246310005", "3782 822463 10005|"],
    ],
  ],
  [
    "number",
    "Diners Club's 14 digits are grouped 4-6-4, and more of them in fours",
    [
      ["type", "30569", "3056 9|"],
      ["type", "309025904", "3056 930902 5904|"],
      ["type", "0", "3056 9309 0259 040|"],
      ["press", "Backspace", "3056 930902 5904|"],
      ["caret", 6, "3056 9|30902 5904"],
      ["type", "1", "3056 91|30 9025 904"],
    ],
  ],
  ["number", "UnionPay has up to 19 digits", [["type", "6212345678900000003", "6212 3456 7890 0000 003|"]]],
  ["number", "a number of no brand is grouped in fours", [["type", "91234567", "9123 4567|"]]],
  ["number", "spaces typed by the shopper are taken", [["type", "4242 4242 4242 4242", "4242 4242 4242 4242|"]]],
  [
    "number",
    "spaces of American Express typed by the shopper are taken",
    [["type", "3782 822463 10005", "3782 822463 10005|"]],
  ],
  ["number", "dashes typed by the shopper are taken", [["type", "4242-4242-4", "4242 4242 4|"]]],
  [
    "number",
    "letters are left out",
    [
      ["type", "4a2b", "42|"],
      ["type", "xyz", "42|"],
    ],
  ],
  [
    "number",
    "a letter in the middle does not move the caret",
    [
      ["type", "424242", "4242 42|"],
      ["caret", 2, "42|42 42"],
      ["type", "x", "42|42 42"],
    ],
  ],
  [
    "number",
    "a space in the middle does not move the caret",
    [
      ["type", "424242", "4242 42|"],
      ["caret", 2, "42|42 42"],
      ["type", " ", "42|42 42"],
    ],
  ],
  [
    "number",
    "what is too much at the end is left out",
    [
      ["type", "5555555555554444", "5555 5555 5555 4444|"],
      ["type", "9", "5555 5555 5555 4444|"],
    ],
  ],
  [
    "number",
    "what is too much in the middle is left out",
    [
      ["type", "5555555555554444", "5555 5555 5555 4444|"],
      ["caret", 2, "55|55 5555 5555 4444"],
      ["type", "9", "55|55 5555 5555 4444"],
    ],
  ],
  [
    "number",
    "a digit in the middle of a group",
    [
      ["type", "4242424242", "4242 4242 42|"],
      ["caret", 2, "42|42 4242 42"],
      ["type", "9", "429|4 2424 242"],
    ],
  ],
  [
    "number",
    "a digit before a space",
    [
      ["type", "424242", "4242 42|"],
      ["caret", 4, "4242| 42"],
      ["type", "9", "4242 9|42"],
    ],
  ],
  [
    "number",
    "a digit behind a space",
    [
      ["type", "424242", "4242 42|"],
      ["caret", 5, "4242 |42"],
      ["type", "9", "4242 9|42"],
    ],
  ],
  [
    "number",
    "several digits in the middle",
    [
      ["type", "42424242", "4242 4242|"],
      ["caret", 3, "424|2 4242"],
      ["type", "987", "4249 87|24 242"],
    ],
  ],
  [
    "number",
    "a digit at the very beginning changes the brand",
    [
      ["type", "782822463", "7828 2246 3|"],
      ["press", "Home", "|7828 2246 3"],
      ["type", "3", "3|782 822463"],
    ],
  ],
  // Number: deleting
  [
    "number",
    "deleting at the end",
    [
      ["type", "42424", "4242 4|"],
      ["press", "Backspace", "4242|"],
      ["press", "Backspace", "424|"],
    ],
  ],
  [
    "number",
    "deleting all of it, key by key",
    [
      ["type", "424242", "4242 42|"],
      ["press", "Backspace", 6, "|"],
      ["press", "Backspace", "|"],
      ["type", "5", "5|"],
    ],
  ],
  [
    "number",
    "deleting in the middle",
    [
      ["type", "42424242", "4242 4242|"],
      ["caret", 7, "4242 42|42"],
      ["press", "Backspace", "4242 4|42"],
      ["press", "Backspace", "4242 |42"],
    ],
  ],
  [
    "number",
    "deleting backward over a space takes the digit before it",
    [
      ["type", "12345678", "1234 5678|"],
      ["caret", 5, "1234 |5678"],
      ["press", "Backspace", "123|5 678"],
    ],
  ],
  [
    "number",
    "deleting forward over a space takes the digit behind it",
    [
      ["type", "12345678", "1234 5678|"],
      ["caret", 4, "1234| 5678"],
      ["press", "Delete", "1234| 678"],
    ],
  ],
  [
    "number",
    "deleting forward in the middle",
    [
      ["type", "12345678", "1234 5678|"],
      ["caret", 2, "12|34 5678"],
      ["press", "Delete", "12|45 678"],
      ["press", "Delete", "12|56 78"],
    ],
  ],
  [
    "number",
    "deleting forward at the beginning",
    [
      ["type", "12345678", "1234 5678|"],
      ["press", "Home", "|1234 5678"],
      ["press", "Delete", "|2345 678"],
    ],
  ],
  [
    "number",
    "deleting forward at the end does nothing",
    [
      ["type", "12345", "1234 5|"],
      ["press", "Delete", "1234 5|"],
    ],
  ],
  [
    "number",
    "deleting a selection over a space",
    [
      ["type", "12345678", "1234 5678|"],
      ["caret", [2, 7]],
      ["press", "Backspace", "12|78"],
    ],
  ],
  [
    "number",
    "deleting a word",
    [
      ["type", "12345678", "1234 5678|"],
      ["press", "Control+Backspace", "1234|"],
    ],
  ],
  [
    "number",
    "deleting the first digit changes the brand",
    [
      ["type", "3782822463", "3782 822463|"],
      ["press", "Home", "|3782 822463"],
      ["press", "Delete", "|7828 2246 3"],
    ],
  ],
  [
    "number",
    "deleting everything at once",
    [
      ["type", "42424242", "4242 4242|"],
      ["press", "Control+a"],
      ["press", "Delete", "|"],
    ],
  ],
  // Number: replacing
  [
    "number",
    "typing over everything",
    [
      ["type", "42424242", "4242 4242|"],
      ["press", "Control+a"],
      ["type", "5", "5|"],
    ],
  ],
  [
    "number",
    "typing over a selection",
    [
      ["type", "123456789012", "1234 5678 9012|"],
      ["caret", [3, 7]],
      ["type", "0", "1230| 7890 12"],
    ],
  ],
  [
    "number",
    "a selection made with the keyboard",
    [
      ["type", "123456", "1234 56|"],
      ["press", "Shift+ArrowLeft", 2],
      ["type", "0", "1234 0|"],
    ],
  ],
  [
    "number",
    "arrows walk over the space",
    [
      ["type", "12345", "1234 5|"],
      ["press", "ArrowLeft", "1234 |5"],
      ["press", "ArrowLeft", "1234| 5"],
      ["press", "ArrowRight", 2, "1234 5|"],
    ],
  ],
  // Number: pasting and cutting
  ["number", "pasting digits", [["paste", "4242424242424242", "4242 4242 4242 4242|"]]],
  ["number", "pasting with spaces", [["paste", "4242 4242 4242 4242", "4242 4242 4242 4242|"]]],
  ["number", "pasting with dashes", [["paste", "4242-4242-4242-4242", "4242 4242 4242 4242|"]]],
  [
    "number",
    "pasting with no-break spaces and a line's end",
    [["paste", "4242\u00a04242\u20094242\u202f4242\n", "4242 4242 4242 4242|"]],
  ],
  ["number", "pasting with words around", [["paste", "Card no. 4242 4242 4242 4242, thanks", "4242 4242 4242 4242|"]]],
  [
    "number",
    "pasting too much keeps the beginning",
    [["paste", "42424242424242424249999", "4242 4242 4242 4242 424|"]],
  ],
  [
    "number",
    "pasting into the middle",
    [
      ["type", "12345678", "1234 5678|"],
      ["caret", 2, "12|34 5678"],
      ["paste", "99-9", "1299 9|345 678"],
    ],
  ],
  [
    "number",
    "pasting over everything",
    [
      ["type", "12345678", "1234 5678|"],
      ["press", "Control+a"],
      ["paste", "3782 822463 10005", "3782 822463 10005|"],
    ],
  ],
  [
    "number",
    "pasting letters only changes nothing",
    [
      ["type", "123456", "1234 56|"],
      ["caret", 2, "12|34 56"],
      ["paste", "abc", "12|34 56"],
    ],
  ],
  [
    "number",
    "cutting a selection",
    [
      ["type", "12345678", "1234 5678|"],
      ["caret", [2, 6]],
      ["cut", "", "12|67 8"],
    ],
  ],
  // Number: without keys
  [
    "number",
    "digit by digit without keys",
    [
      ["insert", "4", "4|"],
      ["insert", "2", "42|"],
      ["insert", "4", "424|"],
      ["insert", "2", "4242|"],
      ["insert", "4", "4242 4|"],
      ["insert", "2", "4242 42|"],
    ],
  ],
  ["number", "all at once without keys", [["insert", "4242424242424242", "4242 4242 4242 4242|"]]],
  [
    "number",
    "without keys in the middle",
    [
      ["type", "12345678", "1234 5678|"],
      ["caret", 4, "1234| 5678"],
      ["insert", "9", "1234 9|567 8"],
    ],
  ],
  ["number", "full-width digits", [["insert", "４２４２４", "4242 4|"]]],
  [
    "number",
    "Arabic and Persian digits",
    [
      ["insert", "٤٢٤٢", "4242|"],
      ["insert", "۴۲", "4242 42|"],
    ],
  ],
  ["number", "autofilled", [["fill", "4242424242424242", "4242 4242 4242 4242"]]],
  ["number", "autofilled with dashes", [["fill", "3782-822463-10005", "3782 822463 10005"]]],
  [
    "number",
    "autofilled over what was typed",
    [
      ["type", "12345", "1234 5|"],
      ["fill", "5555555555554444", "5555 5555 5555 4444"],
      ["press", "End", "5555 5555 5555 4444|"],
      ["press", "Backspace", "5555 5555 5555 444|"],
    ],
  ],

  // Expiry: typing
  [
    "expiry",
    "0130",
    [
      ["type", "0", "0|"],
      ["type", "1", "01 / |"],
      ["type", "3", "01 / 3|"],
      ["type", "0", "01 / 30|"],
    ],
  ],
  [
    "expiry",
    "1230",
    [
      ["type", "1", "1|"],
      ["type", "2", "12 / |"],
      ["type", "30", "12 / 30|"],
    ],
  ],
  [
    "expiry",
    "1/30",
    [
      ["type", "1", "1|"],
      ["type", "/", "01 / |"],
      ["type", "30", "01 / 30|"],
    ],
  ],
  [
    "expiry",
    "01/2030",
    [
      ["type", "01", "01 / |"],
      ["type", "/", "01 / |"],
      ["type", "20", "01 / 20|"],
      ["type", "30", "01 / 30|"],
    ],
  ],
  ["expiry", "1/2030", [["type", "1/2030", "01 / 30|"]]],
  ["expiry", "01 / 30", [["type", "01 / 30", "01 / 30|"]]],
  [
    "expiry",
    "1-30 and 1.30",
    [
      ["type", "1-30", "01 / 30|"],
      ["press", "Control+a"],
      ["type", "1.30", "01 / 30|"],
    ],
  ],
  [
    "expiry",
    "a month of one digit",
    [
      ["type", "4", "04 / |"],
      ["type", "30", "04 / 30|"],
    ],
  ],
  [
    "expiry",
    "what can be no month begins the year",
    [
      ["type", "1", "1|"],
      ["type", "3", "01 / 3|"],
      ["type", "0", "01 / 30|"],
    ],
  ],
  [
    "expiry",
    "what is too much is left out",
    [
      ["type", "1230", "12 / 30|"],
      ["type", "5", "12 / 30|"],
    ],
  ],
  [
    "expiry",
    "letters are left out",
    [
      ["type", "1a2b", "12 / |"],
      ["type", "x3", "12 / 3|"],
    ],
  ],
  // Expiry: deleting and replacing
  [
    "expiry",
    "deleting all of it, key by key",
    [
      ["type", "1230", "12 / 30|"],
      ["press", "Backspace", "12 / 3|"],
      ["press", "Backspace", "12 / |"],
      ["press", "Backspace", "1|"],
      ["press", "Backspace", "|"],
    ],
  ],
  [
    "expiry",
    "deleting, then typing on",
    [
      ["type", "12", "12 / |"],
      ["press", "Backspace", "1|"],
      ["type", "1", "11 / |"],
    ],
  ],
  [
    "expiry",
    "deleting in the month leaves the year alone",
    [
      ["type", "1230", "12 / 30|"],
      ["caret", 2, "12| / 30"],
      ["press", "Backspace", "1| / 30"],
      ["type", "1", "11| / 30"],
    ],
  ],
  [
    "expiry",
    "deleting backward over the separator takes the month's last digit",
    [
      ["type", "1230", "12 / 30|"],
      ["caret", 5, "12 / |30"],
      ["press", "Backspace", "1| / 30"],
    ],
  ],
  [
    "expiry",
    "deleting forward over the separator takes the year's first digit",
    [
      ["type", "1230", "12 / 30|"],
      ["caret", 2, "12| / 30"],
      ["press", "Delete", "12| / 0"],
    ],
  ],
  [
    "expiry",
    "the year typed over",
    [
      ["type", "1230", "12 / 30|"],
      ["caret", [5, 7]],
      ["type", "31", "12 / 31|"],
    ],
  ],
  [
    "expiry",
    "typing too much in the month changes nothing",
    [
      ["type", "1230", "12 / 30|"],
      ["caret", 1, "1|2 / 30"],
      ["type", "9", "1|2 / 30"],
    ],
  ],
  [
    "expiry",
    "typing over everything",
    [
      ["type", "1230", "12 / 30|"],
      ["press", "Control+a"],
      ["type", "0", "0|"],
      ["type", "131", "01 / 31|"],
    ],
  ],
  [
    "expiry",
    "deleting everything at once",
    [
      ["type", "1230", "12 / 30|"],
      ["press", "Control+a"],
      ["press", "Backspace", "|"],
    ],
  ],
  // Expiry: pasting, filling
  ["expiry", "pasting MM/YY", [["paste", "12/30", "12 / 30|"]]],
  ["expiry", "pasting MM/YYYY", [["paste", "12/2030", "12 / 30|"]]],
  ["expiry", "pasting M/YY", [["paste", "1/30", "01 / 30|"]]],
  ["expiry", "pasting MMYY", [["paste", "1230", "12 / 30|"]]],
  ["expiry", "pasting MMYYYY", [["paste", "122030", "12 / 30|"]]],
  [
    "expiry",
    "pasting over everything",
    [
      ["type", "0131", "01 / 31|"],
      ["press", "Control+a"],
      ["paste", " 12 / 2030 ", "12 / 30|"],
    ],
  ],
  ["expiry", "autofilled MM/YY", [["fill", "12/30", "12 / 30"]]],
  ["expiry", "autofilled MM/YYYY", [["fill", "01/2030", "01 / 30"]]],
  ["expiry", "autofilled as HTML's cc-exp, YYYY-MM", [["fill", "2030-12", "12 / 30"]]],
  [
    "expiry",
    "digit by digit without keys",
    [
      ["insert", "1", "1|"],
      ["insert", "2", "12 / |"],
      ["insert", "3", "12 / 3|"],
      ["insert", "0", "12 / 30|"],
    ],
  ],
  ["expiry", "full-width digits and slash", [["insert", "１２／３０", "12 / 30|"]]],

  // Security code
  [
    "security-code",
    "digits only, three for a brand of three",
    [
      ["number", "4242"],
      ["type", "12a34", "123|"],
    ],
  ],
  [
    "security-code",
    "four for American Express",
    [
      ["number", "3782"],
      ["type", "12345", "1234|"],
    ],
  ],
  ["security-code", "four while the brand is unknown", [["type", "12345", "1234|"]]],
  [
    "security-code",
    "a digit in the middle",
    [
      ["type", "13", "13|"],
      ["caret", 1, "1|3"],
      ["type", "2", "12|3"],
    ],
  ],
  [
    "security-code",
    "too much in the middle is left out",
    [
      ["number", "4242"],
      ["type", "123", "123|"],
      ["caret", 1, "1|23"],
      ["type", "9", "1|23"],
    ],
  ],
  [
    "security-code",
    "deleting in the middle",
    [
      ["type", "123", "123|"],
      ["caret", 2, "12|3"],
      ["press", "Backspace", "1|3"],
      ["press", "Delete", "1|"],
    ],
  ],
  ["security-code", "pasting with spaces", [["paste", " 1 2 3 ", "123|"]]],
  ["security-code", "full-width digits", [["insert", "１２３", "123|"]]],

  // Holder: the browser's own behaviour, untouched
  [
    "holder",
    "a name is left as it is typed",
    [
      ["type", "Zoe ONeil", "Zoe ONeil|"],
      ["caret", 3, "Zoe| ONeil"],
      ["type", " B.", "Zoe B.| ONeil"],
      ["press", "Backspace", 3, "Zoe| ONeil"],
    ],
  ],
  [
    "holder",
    "a name in other letters",
    [
      ["insert", "王小明", "王小明|"],
      ["press", "Backspace", "王小|"],
    ],
  ],
].map(([field, title, steps]) => ({ field, title, steps }));

/** Input methods, and keyboards that compose what is typed: Chromium's protocol sends what they send. */
export const COMPOSITIONS = [
  [
    "number",
    "a composition is formatted when it ends",
    [
      ["compose", "4"],
      ["compose", "42"],
      ["compose", "424"],
      ["compose", "4242"],
      ["compose", "42424"],
      ["commit", "42424", "4242 4|"],
    ],
  ],
  [
    "number",
    "full-width digits of an input method",
    [
      ["compose", "４２"],
      ["compose", "４２４２４"],
      ["commit", "４２４２４", "4242 4|"],
      ["type", "2", "4242 42|"],
    ],
  ],
  [
    "number",
    "a composition in the middle",
    [
      ["type", "12345678", "1234 5678|"],
      ["caret", 2, "12|34 5678"],
      ["compose", "9"],
      ["compose", "99"],
      ["commit", "99", "1299| 3456 78"],
    ],
  ],
  [
    "number",
    "a composition given up",
    [
      ["type", "12345678", "1234 5678|"],
      ["caret", 2, "12|34 5678"],
      ["compose", "９"],
      ["compose", "", "12|34 5678"],
    ],
  ],
  [
    "number",
    "composed letters are left out",
    [
      ["type", "1234", "1234|"],
      ["compose", "か"],
      ["commit", "化", "1234|"],
      ["type", "5", "1234 5|"],
    ],
  ],
  [
    "number",
    "compositions one after the other",
    [
      ["compose", "4"],
      ["commit", "4", "4|"],
      ["compose", "2"],
      ["commit", "2", "42|"],
      ["compose", "42"],
      ["commit", "42", "4242|"],
      ["compose", "4"],
      ["commit", "4", "4242 4|"],
    ],
  ],
  [
    "number",
    "deleting after a composition",
    [
      ["compose", "12345"],
      ["commit", "12345", "1234 5|"],
      ["press", "Backspace", "1234|"],
    ],
  ],
  [
    "expiry",
    "a composed expiry",
    [
      ["compose", "1"],
      ["compose", "12"],
      ["compose", "123"],
      ["compose", "1230"],
      ["commit", "1230", "12 / 30|"],
    ],
  ],
  [
    "expiry",
    "full-width digits of an input method",
    [
      ["compose", "１２／３０"],
      ["commit", "１２／３０", "12 / 30|"],
    ],
  ],
  [
    "security-code",
    "a composed security code",
    [
      ["number", "4242"],
      ["compose", "1"],
      ["compose", "1234"],
      ["commit", "1234", "123|"],
    ],
  ],
  [
    "holder",
    "a composed name is left alone",
    [
      ["compose", "わん"],
      ["commit", "王", "王|"],
      ["compose", "しょう"],
      ["commit", "小明", "王小明|"],
    ],
  ],
].map(([field, title, steps]) => ({ field, title, steps }));
