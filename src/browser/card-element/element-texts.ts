import type { CardTexts } from "./card-texts.ts";
import { ENGLISH, isRightToLeft, languageOf, loadTexts } from "./languages.ts";
import { languageAt } from "./page-language.ts";

/** What the element says, in the language that holds for it in its page. */
export interface ElementTexts {
  /** Texts of the page's own, in whatever language. */
  readonly own: () => Partial<CardTexts>;
  readonly setOwn: (texts: Partial<CardTexts>) => void;
  readonly all: () => CardTexts;
  /** Whether the page's language has been asked for and has come. */
  readonly isLoaded: () => boolean;
  /** Loads the texts where the language is another than before. */
  readonly load: () => Promise<void>;
}

/** Shows texts. `language` is the one they are written in, for those who hear them. */
export type ShowTexts = (texts: CardTexts, language: string, isRightToLeft: boolean) => void;

export function createTexts(element: Element, show: ShowTexts): ElementTexts {
  let tag: string | undefined;
  let loaded: CardTexts | undefined;
  let own: Partial<CardTexts> = {};
  const all = (): CardTexts => ({ ...(loaded ?? ENGLISH), ...own });
  const showAll = (): void => {
    const language = (loaded ?? ENGLISH) === ENGLISH ? "en" : languageOf(tag);
    // Texts of its own a page writes in its own language.
    show(all(), (Object.keys(own).length > 0 && tag) || language, isRightToLeft(tag));
  };
  return {
    own: () => own,
    setOwn: (texts) => {
      own = Object.fromEntries(Object.entries(texts ?? {}).filter(([, text]) => typeof text === "string"));
      showAll();
    },
    all,
    isLoaded: () => loaded !== undefined,
    load: async () => {
      const now = languageAt(element);
      if (now === tag) return;
      tag = now;
      const texts = await loadTexts(now);
      if (now !== tag) return;
      loaded = texts;
      showAll();
    },
  };
}
