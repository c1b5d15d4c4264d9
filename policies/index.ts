import { PolicyPack } from "@pulumi/policy";
import { rules } from "./rules.ts";

// The only module that makes the pack: making it starts a server for the engine.
new PolicyPack("berth", { policies: [...rules] });
