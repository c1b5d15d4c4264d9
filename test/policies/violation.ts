/** A program that breaks one rule, and no other. */
export interface Violation {
  /** Registers the resources. */
  readonly register: () => void;
  /** The rule's settings. @default its own */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** What the rule says of it, word for word. */
  readonly messages: readonly string[];
}
