/** Values as the engine's protocol has them: JSON, with a text that stands for what a preview does not know. */
export type Wire = Record<string, unknown>;

/** A resource as the engine tells the analyzer of it. */
export interface Registration {
  readonly type: string;
  readonly name: string;
  readonly urn: string;
  /** URN of its parent; empty if it has none. */
  readonly parent: string;
  readonly custom: boolean;
  readonly inputs: Wire;
  readonly outputs: Wire;
  readonly provider?: { readonly type: string; readonly name: string; readonly urn: string; readonly props: Wire };
  /** URNs of what it depends on. */
  readonly dependencies: readonly string[];
  /** URNs of what each of its properties depends on. */
  readonly propertyDependencies: Readonly<Record<string, readonly string[]>>;
}
