/** What a shopper asks of a page: to see it, or to take an answer. */
export interface PageRequest {
  /** The part of the path that names the page. */
  readonly token: string;
  /** Nothing where the page is only asked for. */
  readonly answer: string | undefined;
}
