import { randomUUID } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { parse } from "yaml";
import { z } from "zod";
import { MachineError } from "./machine-error.ts";
import type { Program } from "./program.ts";

const declaration = z.looseObject({ default: z.unknown().optional() });

const projectSchema = z.looseObject({
  name: z.string(),
  main: z.string(),
  config: z.record(z.string(), declaration).default({}),
});

const stackSchema = z.looseObject({ config: z.record(z.string(), z.unknown()).default({}) });

/** A Pulumi project on disk: `Pulumi.yaml`, and a `Pulumi.<stack>.yaml` for each stack. */
export class Project {
  readonly name: string;
  private readonly main: string;
  private readonly defaults: Record<string, unknown>;

  /**
   * @param folder where `Pulumi.yaml` lies
   * @throws MachineError if there is none, or it is not one
   */
  constructor(private readonly folder: string) {
    const project = this.read("Pulumi.yaml", projectSchema);
    this.name = project.name;
    this.main = project.main;
    this.defaults = Object.fromEntries(
      Object.entries(project.config)
        .filter(([, { default: value }]) => value !== undefined)
        .map(([key, { default: value }]) => [key.includes(":") ? key : `${project.name}:${key}`, value]),
    );
  }

  /** Names of the stacks that have a file. */
  get stacks(): string[] {
    return readdirSync(this.folder).flatMap((file) => /^Pulumi\.(.+)\.yaml$/.exec(file)?.[1] ?? []);
  }

  /** The configuration of a stack: its file over the project's defaults, as the engine sees it. */
  config(stack: string): Record<string, unknown> {
    return { ...this.defaults, ...this.read(`Pulumi.${stack}.yaml`, stackSchema).config };
  }

  /**
   * The project's program for a stack. Each call evaluates the main module anew, as the engine does.
   *
   * @param overrides configuration over that of the stack's file
   * @param like the stack whose file is used @default the stack itself
   */
  program(stack: string, overrides: Record<string, unknown> = {}, like = stack): Program {
    const main = pathToFileURL(join(this.folder, this.main));
    main.search = `?evaluation=${randomUUID()}`;
    return {
      project: this.name,
      stack,
      config: Object.fromEntries(
        Object.entries({ ...this.config(like), ...overrides }).map(([key, value]) => [key, text(value)]),
      ),
      run: async () => ({ ...((await import(main.href)) as Record<string, unknown>) }),
    };
  }

  private read<Schema extends z.ZodType>(file: string, schema: Schema): z.infer<Schema> {
    const path = join(this.folder, file);
    if (!existsSync(path)) throw new MachineError(`${path} is missing: run this in the folder of the Pulumi project`);
    const result = schema.safeParse(parse(readFileSync(path, "utf8")));
    if (!result.success) throw new MachineError(`${path}: ${z.prettifyError(result.error)}`);
    return result.data;
  }
}

function text(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
