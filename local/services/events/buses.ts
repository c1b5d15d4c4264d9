import { accountId } from "../../account.ts";
import { AwsError } from "../../endpoint/aws-error.ts";
import { type PolicyDocument, parsePolicy } from "../iam/policy.ts";

/** The bus that every region has. */
export const defaultBus = "default";

/** An event bus as it exists. */
export interface Bus {
  readonly name: string;
  readonly arn: string;
  readonly description?: string;
  /** Who may put events besides those whose roles say so. */
  readonly policy?: PolicyDocument;
}

/** The event buses of a region. */
export class Buses {
  readonly #region: string;
  readonly #buses = new Map<string, Bus>();

  constructor(region: string) {
    this.#region = region;
    this.#buses.set(defaultBus, { name: defaultBus, arn: this.arnOf(defaultBus) });
  }

  /** @throws AwsError ResourceAlreadyExistsException; ValidationException for a bad name */
  create(name: string, description?: string): Bus {
    if (!/^[\w.-]{1,256}$/.test(name)) {
      throw new AwsError("ValidationException", `event bus ${name}: a name has 1 to 256 letters, digits, ., - or _`);
    }
    if (this.#buses.has(name)) {
      throw new AwsError("ResourceAlreadyExistsException", `Event bus ${name} already exists.`);
    }
    return this.#put({ name, arn: this.arnOf(name), description });
  }

  /** The bus of that name, or undefined. */
  find(name: string): Bus | undefined {
    return this.#buses.get(name);
  }

  /** @throws AwsError ResourceNotFoundException */
  get(name: string): Bus {
    const bus = this.#buses.get(name);
    if (bus === undefined) throw new AwsError("ResourceNotFoundException", `Event bus ${name} does not exist.`);
    return bus;
  }

  /** @throws AwsError ResourceNotFoundException */
  describe(name: string, description: string | undefined): Bus {
    return this.#put({ ...this.get(name), description });
  }

  /** Attaches a policy in place of the one that was there; undefined takes it away. @throws AwsError ResourceNotFoundException, MalformedPolicyDocument */
  setPolicy(name: string, text: string | undefined): Bus {
    const policy = text === undefined ? undefined : parsePolicy(text, "resource");
    return this.#put({ ...this.get(name), policy });
  }

  /** Removes a bus; does nothing if it is gone. */
  delete(name: string): void {
    if (name !== defaultBus) this.#buses.delete(name);
  }

  /** The ARN that a bus of this name has or would have. */
  arnOf(name: string): string {
    return `arn:aws:events:${this.#region}:${accountId}:event-bus/${name}`;
  }

  /** The name of a bus that is given by name or by ARN; undefined if the ARN is none of this region. */
  nameOf(reference: string): string | undefined {
    if (!reference.startsWith("arn:")) return reference;
    const prefix = this.arnOf("");
    return reference.startsWith(prefix) ? reference.slice(prefix.length) : undefined;
  }

  #put(bus: Bus): Bus {
    this.#buses.set(bus.name, bus);
    return bus;
  }
}
