/** Arrows point one way: see "The layout" in README.md. */
const arrow = (from, to, comment) => ({
  name: `${from}-not-to-${to.join("-")}`,
  severity: "error",
  comment,
  from: { path: `^${from}/` },
  to: { path: `^(${to.join("|")})(/|\\.ts$)` },
});

export default {
  forbidden: [
    { name: "no-cycles", severity: "error", from: {}, to: { circular: true } },
    {
      name: "no-orphans",
      severity: "error",
      from: { orphan: true, path: "\\.ts$", pathNot: "^test/|/environment\\.ts$" },
      to: {},
    },
    arrow(
      "components",
      ["local", "functions", "policies", "demo", "stack", "index", "config"],
      "The library stands alone.",
    ),
    arrow(
      "functions",
      ["local", "components", "policies", "demo", "stack", "index", "config"],
      "Functions know no program.",
    ),
    arrow(
      "local",
      ["components", "functions", "policies", "demo", "stack", "index", "config"],
      "The machine knows resources only.",
    ),
    arrow(
      "policies",
      ["local", "components", "functions", "demo", "stack", "index", "config"],
      "Rules know resource types only.",
    ),
    {
      name: "functions-know-no-pulumi",
      severity: "error",
      from: { path: "^functions/" },
      to: { path: "node_modules/@pulumi/" },
    },
    {
      name: "ledger-decides-alone",
      severity: "error",
      comment: "What a booking is knows no table, no queue and no clock.",
      from: { path: "^functions/ledger/" },
      to: { path: "^functions/(?!ledger/)|node_modules/@aws" },
    },
    ...["booking", "catalogue", "basket", "reports", "identity"].map((service) => ({
      name: `${service}-shares-no-code-but-events`,
      severity: "error",
      comment:
        "Services know each other by their events only. The ledger and its operations are the booking service's.",
      from: { path: `^functions/${service === "booking" ? "(booking|ledger|operations)" : service}/` },
      to: {
        path: "^functions/",
        pathNot: `^functions/(${service === "booking" ? "booking|ledger|operations" : service}|events|runtime)/`,
      },
    })),
    {
      name: "not-to-test",
      severity: "error",
      from: { pathNot: "^test/" },
      to: { path: "^test/" },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    includeOnly: undefined,
    exclude: { path: "^(docs|\\.berth|node_modules/\\.)" },
    tsConfig: { fileName: "tsconfig.json" },
    tsPreCompilationDeps: true,
  },
};
