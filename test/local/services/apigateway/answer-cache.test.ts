import { expect } from "chai";
import { AnswerCache } from "../../../../local/services/apigateway/answer-cache.ts";

const mebibyte = 1_048_576;
const response = (body: string) => ({ status: 200, headers: {}, body });

describe("AnswerCache", () => {
  let now: number;
  let cache: AnswerCache;
  beforeEach(() => {
    now = 1_000;
    cache = new AnswerCache(() => now);
  });

  it("keeps answers for the time of the method's settings, else for that of every GET", () => {
    const caching = (enabled: boolean, ttlSeconds: number) => ({ enabled, ttlSeconds, encrypted: true });
    expect(cache.ttlOf("/a", "GET")).to.equal(undefined);
    cache.set("*/*", caching(true, 9));
    expect([cache.ttlOf("/a", "GET"), cache.ttlOf("/a", "POST")]).to.deep.equal([9, undefined]);
    cache.set("~1a/GET", caching(false, 9));
    expect(cache.ttlOf("/a", "GET")).to.equal(undefined);
    cache.set("a/GET", caching(true, 0));
    expect(cache.ttlOf("/a", "GET")).to.equal(undefined);
    cache.set("a/GET", undefined);
    expect(cache.ttlOf("/a", "GET")).to.equal(9);
  });

  it("holds 64 MiB: the oldest go for new ones, and one that is kept anew counts once", () => {
    const large = response("a".repeat(mebibyte));
    for (let again = 0; again < 3; again += 1) {
      for (let index = 0; index < 64; index += 1) cache.keep(`key ${index}`, large, 60);
    }
    expect(cache.find("key 0")).to.equal(large);
    cache.keep("one more", large, 60);
    expect(cache.find("key 0")).to.equal(undefined);
    expect(cache.find("key 1")).to.equal(large);
    cache.clear();
    expect(cache.find("key 1")).to.equal(undefined);
  });

  it("finds what is young enough, each by its own time", () => {
    cache.keep("short", response("short"), 1);
    cache.keep("long", response("long"), 2);
    now += 1_000;
    expect([cache.find("short"), cache.find("long")?.body]).to.deep.equal([undefined, "long"]);
  });
});
