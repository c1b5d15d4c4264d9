import { PolicyPack } from "@pulumi/policy";
import { exemptions } from "./exemptions.ts";
import { exempting } from "./framework/exempt.ts";
import { allRules } from "./rules.ts";

// The only module that makes the pack: making it starts a server for the engine.
new PolicyPack("berth", { policies: allRules.map((rule) => exempting(rule, exemptions)) });
