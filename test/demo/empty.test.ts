import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync, rmSync, statSync } from "node:fs";
import { expect } from "chai";
import { startEmpty } from "../../demo/empty.ts";
import { clientSettings } from "../local/services/cognito/client-settings.ts";

const folder = ".berth/test-empty";

/** `npm start` with these arguments, and what it prints. */
function start(...args: string[]) {
  const child = spawn(process.execPath, ["--import", "tsx", "demo/start.ts", ...args], {
    env: { ...process.env, BERTH_PORT: "0", BERTH_FOLDER: folder },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const printed = { out: "", err: "" };
  child.stdout.on("data", (chunk: Buffer) => (printed.out += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (printed.err += chunk.toString()));
  started.push(child);
  return { child, printed };
}

const started: ChildProcess[] = [];

describe("npm start -- --empty", () => {
  afterEach(async () => {
    for (const child of started.splice(0)) {
      if (child.kill("SIGINT")) await once(child, "exit"); // only if a test failed
    }
    rmSync(folder, { recursive: true, force: true });
  });

  it("waits for the engine with nothing deployed, and leaves nothing behind at Ctrl-C", async () => {
    const { child, printed } = start("--empty");
    while (!printed.out.includes("Ready in")) {
      if (child.exitCode !== null) throw new Error(printed.err);
      await once(child.stdout, "data");
    }
    expect(printed.out).to.include("npm run engine -- up --stack local-eu-west-1\n");
    const file = `${folder}/local.json`;
    expect(statSync(file).mode & 0o077).to.equal(0);
    const contract = JSON.parse(readFileSync(file, "utf8")) as {
      environment: string;
      regions: Record<string, { api?: string; endpoint: string }>;
      control: string;
      controlToken: string;
      config: Record<string, { keys: { kid: string }[] }>;
      operator: object;
      users: object[];
      signInUrl: string;
      consoleUrl: string;
    };
    expect(contract.environment).to.equal("local");
    expect(Object.keys(contract.regions)).to.deep.equal(["eu-west-1", "us-east-1"]);
    for (const { api, endpoint } of Object.values(contract.regions)) {
      expect(api).to.equal(undefined);
      expect(endpoint).to.match(/^http:\/\/127\.0\.0\.1:\d+$/);
    }
    expect(contract.config["berth:userPoolKeys"]?.keys).to.have.lengthOf(1);
    expect(printed.out).to.include(`one can sign in then: ${contract.signInUrl}\n`);
    expect(contract.users).to.deep.equal([]);
    expect(printed.out).to.include(`  ${contract.consoleUrl}\n`);
    expect((await fetch(`${contract.consoleUrl}/state`)).status).to.equal(200);
    expect(contract.operator).to.have.all.keys("accessKeyId", "secretAccessKey", "sessionToken");
    expect((await fetch(`${contract.control}/read`, { method: "POST" })).status).to.equal(401);

    child.kill("SIGINT");
    const [status] = (await once(child, "exit")) as [number | null];
    expect(status, printed.err).to.equal(0);
    expect(existsSync(file)).to.equal(false);
    expect(await fetch(contract.control).catch(() => "closed")).to.equal("closed");
  });

  it("signs the people of the demonstration in to an app client before its maker hears that it is made", async () => {
    const empty = await startEmpty({ folder, port: 0 });
    try {
      const { cognito } = empty.machine.region("eu-west-1");
      const settings = { name: "users", deletionProtection: "INACTIVE", userPoolTier: "ESSENTIALS" } as const;
      const { id: pool } = cognito.createPool(settings);
      const { id: client } = await cognito.createClient(pool, clientSettings);
      const { users } = JSON.parse(readFileSync(`${folder}/local.json`, "utf8")) as { users: { token: string }[] };
      expect(users).to.deep.equal(empty.users).and.have.lengthOf(4);
      for (const { token } of users) {
        const claims = JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString()) as object;
        const iss = `https://cognito-idp.eu-west-1.amazonaws.com/${pool}`;
        expect(claims).to.deep.include({ iss, client_id: client, token_use: "access" });
      }
      expect((await fetch(`${empty.signInUrl}/${pool}/.well-known/jwks.json`)).status).to.equal(200);
    } finally {
      await empty.stop();
    }
    expect(existsSync(`${folder}/local.json`)).to.equal(false);
  });

  it("refuses any other argument in one line", async () => {
    const { child, printed } = start("--emtpy");
    const [status] = (await once(child, "close")) as [number | null];
    expect(status).to.equal(1);
    expect(printed.err).to.equal("berth: --emtpy is no argument of npm start: it takes --empty, or none\n");
  });
});
