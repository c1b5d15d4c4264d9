import { expect } from "chai";
import type { Change } from "../../../../local/services/dynamodb/link.ts";
import { Link } from "../../../../local/services/dynamodb/link.ts";
import { eventually } from "../../eventually.ts";

const change = (keyText: string, version: number): Change => ({
  keyText,
  key: { pk: { S: keyText } },
  image: undefined,
  seenAt: Date.now(),
  write: { key: keyText, region: "eu-west-1", version },
});

describe("Link", () => {
  let link: Link | undefined;
  let delivered: string[];
  let errors: unknown[];
  let failing: Set<string>;

  beforeEach(() => {
    delivered = [];
    errors = [];
    failing = new Set();
  });
  afterEach(() => link?.stop());

  const name = ({ keyText, write }: Change) => `${keyText}${write.version}`;

  function start(held = false): Link {
    link = new Link({
      source: "eu-west-1",
      destination: "us-east-1",
      held,
      lag: () => 0,
      isCut: () => false,
      onError: (error) => errors.push(error),
      deliver: (each) => {
        if (failing.delete(name(each))) return Promise.reject(new Error(`cannot write ${name(each)}`));
        delivered.push(name(each));
        return Promise.resolve();
      },
    });
    return link;
  }

  it("keeps the order of a key though a delivery fails, and tells the failure", async () => {
    failing.add("a1");
    const started = start(true);
    for (const each of [change("a", 1), change("a", 2), change("b", 3)]) started.send(each);
    started.release();
    await eventually(() => started.isEmpty);
    expect(delivered.filter((each) => each.startsWith("a"))).to.eql(["a1", "a2"]);
    expect(delivered).to.have.length(3);
    expect(errors.map(String)).to.eql(["Error: cannot write a1"]);
  });

  it("delivers nothing while it is held, and all of it after", async () => {
    const started = start(true);
    const versions = Array.from({ length: 40 }, (_, index) => index);
    for (const version of versions) started.send(change(`key-${version % 20}-`, version));
    started.wake();
    await new Promise(setImmediate);
    expect(delivered).to.eql([]);
    started.release();
    await eventually(() => started.isEmpty);
    expect(delivered).to.have.length(versions.length);
  });

  it("delivers no more once it is stopped", async () => {
    const started = start();
    await started.stop();
    started.send(change("a", 1));
    await new Promise(setImmediate);
    expect(delivered).to.eql([]);
  });
});
