import { expect } from "chai";
import { overridden, responseTemplate } from "../../../../local/services/apigateway/response-template.ts";

const when = (condition: string, header: string, value: string) =>
  `#if(${condition})#set($context.responseOverride.header.${header} = "${value}")#end`;
const is = (name: string, value: string) => `$input.params("${name}") == "${value}"`;

describe("the response template of a mock", () => {
  const headersFor = (template: string, headers: Record<string, string>) =>
    overridden(responseTemplate.parse(template).overrides, (name) => headers[name]);

  it("sets headers where one of its conditions holds", () => {
    const template =
      when(`${is("Origin", "https://a.example")} || ${is("origin", "https://a.example")}`, "Allowed", "a") +
      when(is("Origin", "https://b.example"), "Allowed", "b");
    expect(headersFor(template, { origin: "https://a.example" })).to.deep.equal({ Allowed: "a" });
    expect(headersFor(template, { origin: "https://b.example" })).to.deep.equal({ Allowed: "b" });
    expect(headersFor(template, { origin: "https://c.example" })).to.deep.equal({});
    expect(headersFor(template, {})).to.deep.equal({});
  });

  it("takes a header that is missing for an empty one", () => {
    expect(headersFor(when(is("Origin", ""), "Vary", "Origin"), {})).to.deep.equal({ Vary: "Origin" });
  });

  it("is text besides", () => {
    expect(responseTemplate.parse(`{"a":1}${when(is("A", "b"), "C", "d")}`)).to.include({ body: '{"a":1}' });
    expect(responseTemplate.parse("")).to.deep.equal({ overrides: [], body: "" });
  });

  it("is refused if it says more than this machine knows", () => {
    for (const unknown of [
      "#set($origin = 1)",
      "$input.body",
      when(`${is("A", "b")} && ${is("C", "d")}`, "E", "f"),
      when('$input.params("A").matches("b")', "C", "d"),
      '#if($input.params("A") == "b")#set($context.responseOverride.status = "500")#end',
      when(is("A", "b"), "C", "$input.params('D')"),
    ]) {
      const result = responseTemplate.safeParse(unknown);
      expect(result.success, unknown).to.equal(false);
      expect(result.error?.issues[0]?.message).to.include("this machine does not know");
    }
  });
});
