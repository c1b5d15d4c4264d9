/** A request to an operation; method and path come from the API document. */
export interface Request {
  /** Whose token it carries. */
  readonly token?: string;
  /** Values of the path's parameters. */
  readonly parameters?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON; a text as it is. */
  readonly body?: unknown;
}

/** A request that leads to one of the operation's documented answers. */
export interface Example {
  readonly status: number;
  /** What is asked, to follow "answers 404 to". */
  readonly to: string;
  /** Prepares what the request is about. */
  readonly request: () => Promise<Request>;
}

/**
 * Examples of operations, by `operationId`: the first one is answered with success, and each answer that the document names and a
 * client can cause has one at least. Those to no token, to a token of another group and to too many requests are made from the first.
 */
export type Examples = Readonly<Record<string, readonly [Example, ...Example[]]>>;
